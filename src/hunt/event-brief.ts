import { type AlertEvent, ECS_GROUPS, type EcsGroups, type EcsValue } from '../model/alert.ts';
import { isProcessKind } from '../model/event-kind.ts';
import { type ColumnType, FIELD_NAMES, FIELDS, type FieldName } from '../model/field.ts';
import { isoTime } from '../model/time.ts';
import type { Cell } from '../store/database.ts';
import type { WholeEvent } from '../store/whole-events.ts';

/** A keyword of an event, null where it is missing. */
export const textOf = (event: WholeEvent, field: FieldName): string | null =>
  (event.fields[field] as string | undefined) ?? null;

const list = (event: WholeEvent, field: FieldName): string[] =>
  (event.fields[field] as string[] | undefined) ?? [];

const time = (value: Cell | undefined): string | null => (typeof value === 'number' ? isoTime(value) : null);

/** When an event was, ISO 8601. */
export const timeOf = (event: WholeEvent): string | null => time(event.fields['@timestamp']);

/** What an event is, in the words of ECS. */
export const eventBrief = (event: WholeEvent): AlertEvent => ({
  category: list(event, 'event.category'),
  type: list(event, 'event.type'),
  action: textOf(event, 'event.action'),
  code: textOf(event, 'event.code'),
  outcome: textOf(event, 'event.outcome'),
  provider: textOf(event, 'event.provider'),
  dataset: textOf(event, 'event.dataset'),
});

interface Branch {
  [name: string]: EcsValue | Branch;
}

/** The fields that stand in the groups, with the names that lead to each. */
const GROUPED = FIELD_NAMES.map((field) => ({ field, names: field.split('.') })).filter(({ names }) =>
  (ECS_GROUPS as readonly string[]).includes(names[0] as string),
);

/** What an event that is no process's start or end is about, nested as ECS has it. */
export function groupsOf(event: WholeEvent): EcsGroups {
  if (isProcessKind(event.kind)) return {};
  const root: Branch = {};
  for (const { field, names } of GROUPED) {
    const value = event.fields[field];
    if (value === undefined) continue;
    let branch = root;
    for (let level = 0; level < names.length - 1; level += 1) {
      const name = names[level] as string;
      branch[name] ??= {};
      branch = branch[name] as Branch;
    }
    branch[names.at(-1) as string] = written(FIELDS[field], value);
  }
  return root as EcsGroups;
}

const written = (type: ColumnType, value: Cell): EcsValue =>
  type === 'flattened' ? (JSON.parse(value as string) as EcsValue) : (value as EcsValue);
