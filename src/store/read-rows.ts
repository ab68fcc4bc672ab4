import { type DuckDBDecimalType, type DuckDBType, DuckDBTypeId, type Json } from '@duckdb/node-api';
import type { CellType } from '../model/table.ts';
import type { ReadStatement } from './fence.ts';
import { refusal } from './fence.ts';
import { jsonCell } from './json-cell.ts';

/** Rows of a result as JSON values: numbers where they are exact, and what is not JSON (times, bigger integers) as text. */
export type JsonRows = readonly (readonly Json[])[];

/** Rows that are read as they are asked for. */
export interface Rows {
  readonly columns: readonly string[];
  /** The rows a few thousand at a time. */
  readonly chunks: AsyncIterable<JsonRows>;
}

/** The rows of a result, with the type of each column. */
export interface TypedRows extends Rows {
  /** `text` also for what only JSON can write: lists, structs, maps. */
  readonly types: readonly CellType[];
}

/**
 * Starts a statement that only reads.
 * @throws InputError with the engine's words when it fails; so do the chunks.
 */
export async function readRows({ prepared }: ReadStatement): Promise<TypedRows> {
  try {
    const result = await prepared.stream();
    return {
      columns: result.deduplicatedColumnNames(),
      types: result.columnTypes().map(cellType),
      chunks: chunksOf(result.yieldConvertedRows(jsonCell)),
    };
  } catch (cause) {
    throw refusal(cause);
  }
}

/** Reads all rows of a result. */
export async function allRows({ chunks }: Rows): Promise<JsonRows> {
  const rows: JsonRows[number][] = [];
  for await (const chunk of chunks) for (const row of chunk) rows.push(row);
  return rows;
}

async function* chunksOf(chunks: AsyncIterable<JsonRows>): AsyncGenerator<JsonRows> {
  try {
    yield* chunks;
  } catch (cause) {
    throw refusal(cause);
  }
}

const CELL_TYPES: Partial<Record<DuckDBTypeId, CellType>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'integer',
  [DuckDBTypeId.SMALLINT]: 'integer',
  [DuckDBTypeId.INTEGER]: 'integer',
  [DuckDBTypeId.BIGINT]: 'integer',
  [DuckDBTypeId.HUGEINT]: 'integer',
  [DuckDBTypeId.UTINYINT]: 'integer',
  [DuckDBTypeId.USMALLINT]: 'integer',
  [DuckDBTypeId.UINTEGER]: 'integer',
  [DuckDBTypeId.UBIGINT]: 'integer',
  [DuckDBTypeId.UHUGEINT]: 'integer',
  [DuckDBTypeId.FLOAT]: 'number',
  [DuckDBTypeId.DOUBLE]: 'number',
  [DuckDBTypeId.TIMESTAMP]: 'time',
  [DuckDBTypeId.TIMESTAMP_S]: 'time',
  [DuckDBTypeId.TIMESTAMP_MS]: 'time',
  [DuckDBTypeId.TIMESTAMP_NS]: 'time',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'time',
};

const cellType = (type: DuckDBType): CellType =>
  type.typeId === DuckDBTypeId.DECIMAL && (type as DuckDBDecimalType).width <= 15
    ? 'number'
    : (CELL_TYPES[type.typeId] ?? 'text');
