import type { EventKind } from './event-kind.ts';
import type { FieldName } from './field.ts';

/** Text of a DuckDB SQL expression. */
export type Sql = string;

/**
 * One raw record as SQL sees it. A path is spelt with dots (`winlog.event_data.Image`) and finds the value whether
 * the record nests it or spells the key with dots.
 */
export interface RawRecord {
  /** The value as VARCHAR (numbers and booleans as their text), NULL where absent. */
  text(path: string): Sql;
  /** The values as VARCHAR[], a lone value as a list of one, NULL where absent. */
  list(path: string): Sql;
  /** The same expression; where several columns need one that is costly, it is worked out once a record. */
  once(sql: Sql): Sql;
}

/**
 * What a source fills: a field of the catalogue, or `aside`, which no rule reads: what a start's record says of its
 * parent's parent (STRUCT of `pid` BIGINT, `name`, `executable`, `command_line`, `start` TIMESTAMP), and the text in the
 * parent's place that names no image (`parent`).
 */
export type SourceColumn = FieldName | 'aside';

/** Columns with the SQL that gives each. */
export type Columns = Partial<Record<SourceColumn, Sql>>;

/** What a record that is no event says of names, each as SQL, NULL where it says nothing: VARCHAR, and when as TIMESTAMP. */
interface Names {
  readonly told: Sql;
  readonly hostId: Sql;
  readonly hostName: Sql;
  readonly userId: Sql;
  readonly userName: Sql;
}

/** A Windows event log that a source knows. */
export interface EventLog {
  readonly provider: string;
  /** In lower case. */
  readonly channel: string;
}

/** A vendor's record shape: how to know it, what it tells, and how it maps to ECS. All answers are SQL over the record. */
export interface Source {
  /** Name in `events.source`, in reports and in link families. */
  readonly name: string;
  /** The event log that its records come from, if it is one. An event of a log that no source has is not even decoded. */
  readonly log?: EventLog;
  /** BOOLEAN, never NULL: is this record of this shape? The first source in the registry that says yes has it. */
  recognises(raw: RawRecord): Sql;
  /** Whether it recognises what others do too, who are asked first; no two others recognise the same record. */
  readonly yields?: boolean;
  /** The kinds of records that it loads. */
  readonly kinds: readonly EventKind[];
  /** VARCHAR: which of `kinds` the record is, NULL where it is none and so is not loaded. */
  kind(raw: RawRecord): Sql;
  /** VARCHAR, never NULL: what a record that is not loaded is counted as, such as `system 7036`. */
  label(raw: RawRecord): Sql;
  /** SQL of each column's type, for a record of that kind; a field that is left out is missing. */
  columns(raw: RawRecord, kind: EventKind): Columns;
  /** What a record of this shape that is not loaded says of hosts and accounts, if such do. */
  names?(raw: RawRecord): Names;
}
