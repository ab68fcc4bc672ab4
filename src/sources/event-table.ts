import type { EventKind } from '../model/event-kind.ts';
import type { Sql } from '../model/source.ts';
import { literal } from './fields.ts';

/** What a table of event ids says of one of them. */
interface Described {
  readonly kind: EventKind;
}

/** What an event is, in the words of ECS. */
export interface NamedEvent extends Described {
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly action: string;
}

/** One entry of a table of events. */
export const event = (
  kind: EventKind,
  category: readonly string[],
  type: readonly string[],
  action: string,
): NamedEvent => ({ kind, category, type, action });

/** What is said of each of some event ids. */
export type EventTable<Entry extends Described = Described> = Readonly<Record<string, Entry>>;

/**
 * SQL that looks an event id up in a table, whose entries give constants. A map, since DuckDB makes a join of a long IN,
 * and a join gives rows in another order than the file has them.
 */
export function byEventId<Entry extends Described>(
  table: EventTable<Entry>,
  eventId: Sql,
  give: (entry: Entry) => Sql,
  otherwise?: Sql,
): Sql {
  const entries = Object.entries(table);
  if (entries.length === 0) return otherwise ?? 'NULL';
  const values = new Set(entries.map(([, entry]) => give(entry)));
  // A table of one kind is only asked of events that are in it.
  if (values.size === 1 && otherwise === undefined) return [...values][0] as Sql;
  const found = `map([${entries.map(([id]) => literal(id)).join(', ')}], [${entries.map(([, entry]) => give(entry)).join(', ')}])[${eventId}]`;
  return otherwise === undefined ? found : `coalesce(${found}, ${otherwise})`;
}

/** The entries of a table that are of a kind. */
export const ofKind = <Entry extends Described>(
  table: EventTable<Entry>,
  kind: EventKind,
): EventTable<Entry> => Object.fromEntries(Object.entries(table).filter(([, entry]) => entry.kind === kind));

/** The kinds that occur in a table, and `more`, each once. */
export const kindsOf = (table: EventTable<Described>, ...more: EventKind[]): EventKind[] => [
  ...new Set([...Object.values(table).map(({ kind }) => kind), ...more]),
];

/** SQL list of words. */
export const words = (list: readonly string[]): Sql =>
  list.length === 0 ? 'NULL' : `[${list.map(literal).join(', ')}]`;

/** SQL for `winlog.event_data`: those of the names that have a value, as pairs of key and value. */
export const eventData = (read: (name: string) => Sql, names: readonly string[]): Sql =>
  `list_filter([${names.map((name) => `{'key': ${literal(name)}, 'value': ${read(name)}}`).join(', ')}], lambda pair: pair.value IS NOT NULL)`;
