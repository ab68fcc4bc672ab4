import type { FieldPath } from '../model/field.ts';
import { EVENT_COLUMNS, ruleColumn } from './columns.ts';
import { quoted } from './tables.ts';

/** Where events are read from in ClickHouse: rows with the columns of Stemma's own table. */
export interface ClusterEvents {
  /** SQL that can stand after FROM. */
  readonly from: string;
  /** SQL for a field as rules read it. */
  readonly column: (field: FieldPath) => string;
  /** What to select for a whole event. */
  readonly columns: string;
  /** SQL for the rows of the other tables that belong to these events. */
  readonly loads: string;
}

/** The table that `cluster load` fills. */
export const OWN_EVENTS: ClusterEvents = {
  from: 'events',
  column: ruleColumn,
  columns: EVENT_COLUMNS.filter(({ name }) => name !== 'batch')
    .map(({ name }) => quoted(name))
    .join(', '),
  loads: "NOT startsWith(load, 'table ')",
};
