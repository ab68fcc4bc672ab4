import { cut, visible } from '../../model/text.ts';
import type { JsonRows } from '../../store/read-rows.ts';
import { plainTable } from './alert-table.ts';
import { ROW_WRITERS } from './rows.ts';
import type { Terminal } from './terminal.ts';

/** One property of the things that are listed. */
export interface Column<Item> {
  /** Its name in JSON, NDJSON and CSV. */
  readonly key: string;
  /** Its heading in the table, which leaves out properties without one. */
  readonly head?: string;
  readonly value: (item: Item) => string | number | null | readonly string[];
}

/** Widest cell of a table, its last column excepted. */
const CELL_WIDTH = 70;

const joined = (value: string | number | null | readonly string[]): string =>
  typeof value === 'object' ? (value ?? []).join(', ') : String(value);

/** Writes a list in one of the formats in which rows of SQL are written; lists stay lists in JSON. */
export function writeListing<Item>(
  format: keyof typeof ROW_WRITERS,
  columns: readonly Column<Item>[],
  items: readonly Item[],
  terminal: Terminal,
): AsyncIterable<string> | Iterable<string> {
  if (format === 'table') {
    const shown = columns.filter(({ head }) => head !== undefined);
    const cells = items.map((item) =>
      shown.map(({ value }, index) => {
        const text = visible(joined(value(item)));
        return index === shown.length - 1 ? text : cut(text, CELL_WIDTH);
      }),
    );
    return [
      `${plainTable(
        shown.map(({ head }) => head ?? ''),
        cells,
        terminal.color.dim,
      )}\n`,
    ];
  }
  const rows: JsonRows = items.map((item) =>
    columns.map(({ value }) => {
      const cell = value(item);
      return format === 'csv' ? joined(cell) : typeof cell === 'object' && cell !== null ? [...cell] : cell;
    }),
  );
  async function* chunks(): AsyncGenerator<JsonRows> {
    yield rows;
  }
  return ROW_WRITERS[format]({ columns: columns.map(({ key }) => key), chunks: chunks() });
}
