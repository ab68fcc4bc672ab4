import type { CellType, Table, TableCell } from '../model/table.ts';
import { allRows, type JsonRows, type TypedRows } from './read-rows.ts';

type Value = JsonRows[number][number];

const text = (value: Value): string => (typeof value === 'string' ? value : JSON.stringify(value));

const isoTime = (value: Value): string => `${text(value).replace(' ', 'T').replace(/\+00$/, '')}Z`;

const INT64 = 2n ** 63n;

/** Whether a value can be written as its column's type: no integer beyond 64 bits, no time without a plain year. */
const FITS: Record<CellType, (value: Value) => boolean> = {
  text: () => true,
  boolean: () => true,
  number: () => true,
  integer: (value) =>
    typeof value === 'number' || (BigInt(text(value)) < INT64 && BigInt(text(value)) >= -INT64),
  time: (value) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(\+00)?$/.test(text(value)),
};

const WRITTEN: Record<CellType, (value: Value) => TableCell> = {
  text,
  boolean: (value) => value as boolean,
  number: Number,
  integer: (value) => value as number | string,
  time: isoTime,
};

/** The rows of a result as a table for Arrow and Parquet; a column with a value that its type can't hold is one of text. */
export async function rowTable(result: TypedRows): Promise<Table<readonly Value[]>> {
  const rows = await allRows(result);
  const columns = result.columns.map((name, index) => {
    const type = result.types[index] as CellType;
    const fits = rows.every((row) => row[index] === null || FITS[type](row[index] as Value));
    const written = WRITTEN[fits ? type : 'text'];
    return {
      name,
      type: fits ? type : ('text' as const),
      value: (row: readonly Value[]): TableCell =>
        row[index] === null ? null : written(row[index] as Value),
    };
  });
  return { columns, rows };
}
