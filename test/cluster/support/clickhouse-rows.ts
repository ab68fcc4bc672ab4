import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { EventQuery } from '../../../src/eql/ast.ts';
import { compilePrefilter } from '../../../src/eql/sql.ts';
import { CLICKHOUSE } from '../../../src/eql/sql-clickhouse.ts';
import { type FieldPath, type FieldType, fieldType } from '../../../src/model/field.ts';
import type { Row } from '../../eql/engine.ts';

const TYPES: Readonly<Record<FieldType, string>> = {
  keyword: 'Nullable(String)',
  ip: 'Nullable(String)',
  'keyword[]': 'Array(Nullable(String))',
  'ip[]': 'Array(Nullable(String))',
  long: 'Nullable(Int64)',
  double: 'Nullable(Float64)',
  boolean: 'Nullable(Bool)',
  date: 'Nullable(Int64)',
};

const typeOf = (field: FieldPath): FieldType => fieldType(field) as FieldType;

const column = (field: FieldPath): string => `\`${field.replaceAll('.', '_')}\``;

function stored(field: FieldPath, value: Row[FieldPath]): unknown {
  if (value === null || value === undefined) return typeOf(field).endsWith('[]') ? [] : null;
  if (typeOf(field) === 'date') return Number(value) * 1000;
  if (typeOf(field).endsWith('[]')) return [value].flat();
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Rows of tests in a real ClickHouse, to run prefilters on, as `test/eql/engine.ts` has them in DuckDB. */
export class ClickHouseRows {
  readonly #client: ReturnType<typeof createClient>;
  #fields: readonly FieldPath[] = [];

  constructor(url: string) {
    this.#client = createClient({ url, log: { level: ClickHouseLogLevel.OFF } });
  }

  /** Replaces the table by these rows, with a column for each of the fields. */
  async load(fields: readonly FieldPath[], rows: readonly Row[]): Promise<void> {
    this.#fields = fields;
    const columns = fields.map((field) => `${column(field)} ${TYPES[typeOf(field)]}`);
    await this.#client.command({
      query: `CREATE OR REPLACE TABLE event_rows (rid Int32, ${columns.join(', ')}) ENGINE = MergeTree ORDER BY rid`,
    });
    await this.#client.insert({
      table: 'event_rows',
      format: 'JSONCompactEachRow',
      values: rows.map((row, rid) => [rid, ...fields.map((field) => stored(field, row[field]))]),
    });
  }

  /** For each query the indexes of the rows that its prefilter keeps; fails if it is NULL for any. */
  async keeps(queries: readonly EventQuery[]): Promise<readonly (readonly number[])[]> {
    const filters = queries.map((query, index) => {
      const filter = compilePrefilter(
        query,
        (field, folded) => {
          if (!this.#fields.includes(field)) throw new Error(`no column ${field}`);
          return folded ? CLICKHOUSE.fold(column(field)) : column(field);
        },
        CLICKHOUSE,
      );
      return `CAST(${filter} AS Nullable(Int8)) AS kept${index}`;
    });
    const result = await this.#client.query({
      query: `SELECT ${filters.join(', ')} FROM event_rows ORDER BY rid`,
      format: 'JSONCompactEachRow',
    });
    const rows = await result.json<readonly (number | null)[]>();
    return queries.map((_, index) =>
      rows.flatMap((row, rid) => {
        if (row[index] === null) throw new Error(`the prefilter is NULL for row ${rid}: ${filters[index]}`);
        return row[index] === 1 ? [rid] : [];
      }),
    );
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}
