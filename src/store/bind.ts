import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampValue,
  type DuckDBType,
  TIMESTAMP,
  VARCHAR,
} from '@duckdb/node-api';
import { InputError } from '../model/errors.ts';
import type { ReadStatement } from './fence.ts';

/** A value of a named parameter, or NULL of its type: `time` is in milliseconds since 1970. */
export type BoundValue =
  | { readonly type: 'text'; readonly value: string | null }
  | { readonly type: 'integer' | 'number' | 'time'; readonly value: number | null }
  | { readonly type: 'boolean'; readonly value: boolean | null };

const TYPES: Record<BoundValue['type'], DuckDBType> = {
  text: VARCHAR,
  integer: BIGINT,
  number: DOUBLE,
  boolean: BOOLEAN,
  time: TIMESTAMP,
};

/** The names of a statement's parameters, without their `$`. */
export const parametersOf = ({ prepared }: ReadStatement): string[] =>
  Array.from({ length: prepared.parameterCount }, (_, index) => prepared.parameterName(index + 1));

/**
 * Binds values to the parameters of a statement by their names.
 * @throws InputError for an integer that is none
 */
export function bindValues({ prepared }: ReadStatement, values: ReadonlyMap<string, BoundValue>): void {
  for (const [name, { type, value }] of values) {
    const index = prepared.parameterIndex(name);
    if (value === null) prepared.bindValue(index, null, TYPES[type]);
    else if (type === 'integer') {
      if (!Number.isSafeInteger(value)) throw new InputError(`${name} is not a whole number: ${value}`);
      prepared.bindBigInt(index, BigInt(value));
    } else if (type === 'time')
      prepared.bindTimestamp(index, new DuckDBTimestampValue(BigInt(value) * 1000n));
    else prepared.bindValue(index, value, TYPES[type]);
  }
}
