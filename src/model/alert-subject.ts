import type { EcsGroups, EcsValue } from './alert.ts';

/** The fields that say best what an event is about, the best first; an address is told with its port. */
export const SUBJECT_FIELDS: readonly { readonly field: string; readonly port?: string }[] = [
  { field: 'registry.path' },
  { field: 'dns.question.name' },
  { field: 'dll.path' },
  { field: 'file.path' },
  { field: 'file.name' },
  { field: 'destination.ip', port: 'destination.port' },
  { field: 'destination.domain' },
  { field: 'service.name' },
  { field: 'winlog.event_data.TargetImage' },
  { field: 'winlog.event_data.TaskName' },
  { field: 'winlog.event_data.ObjectName' },
  { field: 'winlog.event_data.TargetUserName' },
  { field: 'source.ip', port: 'source.port' },
];

const at = (groups: EcsGroups, field: string): EcsValue | undefined =>
  field
    .split('.')
    .reduce<EcsValue | undefined>(
      (inner, name) =>
        typeof inner === 'object' && !Array.isArray(inner)
          ? (inner as Record<string, EcsValue>)[name]
          : undefined,
      groups as EcsValue,
    );

/** What an event that is no process's start or end is about, in one line: a path, a name or an address; null for any other. */
export function eventSubject(groups: EcsGroups): string | null {
  for (const { field, port } of SUBJECT_FIELDS) {
    const value = at(groups, field);
    if (value === undefined) continue;
    const portValue = port === undefined ? undefined : at(groups, port);
    return `${value}${portValue === undefined ? '' : `:${portValue}`}`;
  }
  return null;
}
