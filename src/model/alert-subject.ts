import type { EcsGroups, EcsValue } from './alert.ts';

/** The fields that say best what an event is about, the best first. */
const SUBJECTS = [
  'registry.path',
  'dns.question.name',
  'dll.path',
  'file.path',
  'file.name',
  'destination.ip',
  'destination.domain',
  'service.name',
  'winlog.event_data.TargetImage',
  'winlog.event_data.TaskName',
  'winlog.event_data.ObjectName',
  'winlog.event_data.TargetUserName',
  'source.ip',
];

const at = (value: EcsValue | EcsGroups | undefined, path: readonly string[]): EcsValue | undefined =>
  path.reduce<EcsValue | undefined>(
    (inner, name) =>
      typeof inner === 'object' && !Array.isArray(inner)
        ? (inner as Record<string, EcsValue>)[name]
        : undefined,
    value as EcsValue | undefined,
  );

/** What an event that is no process's start or end is about, in one line: a path, a name or an address; null for any other. */
export function eventSubject(groups: EcsGroups): string | null {
  for (const field of SUBJECTS) {
    const value = at(groups, field.split('.'));
    if (value === undefined) continue;
    const port = field.endsWith('.ip') ? at(groups, [field.split('.')[0] as string, 'port']) : undefined;
    return `${value}${port === undefined ? '' : `:${port}`}`;
  }
  return null;
}
