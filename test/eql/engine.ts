import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBInstance,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  listValue,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import type { EventQuery } from '../../src/eql/ast.ts';
import type { FieldReader, Value } from '../../src/eql/predicate.ts';
import { compilePrefilter } from '../../src/eql/sql.ts';
import { sqlFold } from '../../src/eql/sql-duckdb.ts';
import { type FieldPath, type FieldType, fieldType } from '../../src/model/field.ts';

/** An event of a test: a field is missing when it is left out, null, `[]` or `[null]`; dates are epoch milliseconds. */
export type Row = { readonly [Name in FieldPath]?: Value | bigint | null | readonly (string | null)[] };

const TYPES: Readonly<Record<FieldType, DuckDBType>> = {
  keyword: VARCHAR,
  ip: VARCHAR,
  'keyword[]': LIST(VARCHAR),
  'ip[]': LIST(VARCHAR),
  long: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
  date: TIMESTAMP,
};

/** Reads a row as a predicate does. */
export function readerOf(row: Row): FieldReader {
  return (field) =>
    [row[field as FieldPath] ?? []]
      .flat()
      .flatMap((value) => (value === null ? [] : [typeof value === 'bigint' ? Number(value) : value]));
}

/** A real DuckDB to run prefilters on. */
export class Engine {
  readonly #connection: DuckDBConnection;
  #fields: readonly FieldPath[] = [];

  private constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  static async open(): Promise<Engine> {
    return new Engine(await (await DuckDBInstance.create(':memory:')).connect());
  }

  /** Replaces the table by these rows, with a column for each of the fields. */
  async load(fields: readonly FieldPath[], rows: readonly Row[]): Promise<void> {
    this.#fields = fields;
    const columns = fields.map((field) => `${column(field)} ${TYPES[typeOf(field)]}`);
    await this.#connection.run(`CREATE OR REPLACE TABLE event_rows (rid INTEGER, ${columns.join(', ')})`);
    const appender = await this.#connection.createAppender('event_rows');
    for (const [rid, row] of rows.entries()) {
      appender.appendInteger(rid);
      for (const field of fields) {
        const value = row[field] ?? null;
        const type = typeOf(field);
        if (value === null) appender.appendNull();
        else appender.appendValue(CONVERT[type](value as never), TYPES[type]);
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** The indexes of the rows that the query's prefilter keeps; fails if it is NULL for any. */
  async keeps(query: EventQuery): Promise<readonly number[]> {
    const prefilter = compilePrefilter(query, (field, folded) => {
      if (!this.#fields.includes(field)) throw new Error(`no column ${field}`);
      return folded ? sqlFold(column(field)) : column(field);
    });
    const result = await this.#connection.runAndReadAll(
      `SELECT rid, ${prefilter} AS kept FROM event_rows ORDER BY rid`,
    );
    return result.getRows().flatMap(([rid, kept]) => {
      if (typeof kept !== 'boolean') throw new Error(`the prefilter is ${kept} for row ${rid}: ${prefilter}`);
      return kept ? [Number(rid)] : [];
    });
  }
}

const typeOf = (field: FieldPath): FieldType => fieldType(field) as FieldType;

function column(field: FieldPath): string {
  return `"${field}"`;
}

const CONVERT: Readonly<Record<FieldType, (value: never) => DuckDBValue>> = {
  keyword: (value: string) => value,
  ip: (value: string) => value,
  'keyword[]': (value: string | readonly string[]) => listValue([value].flat()),
  'ip[]': (value: string | readonly string[]) => listValue([value].flat()),
  long: (value: number | bigint) => BigInt(value),
  double: (value: number) => value,
  boolean: (value: boolean) => value,
  date: (value: number) => new DuckDBTimestampValue(BigInt(value) * 1000n),
};
