import { nearest } from './nearest.ts';
import { keyError, type RuleTable } from './rule-table.ts';

/** @throws InputError for a key that is none of those known: left alone, it would look as if it did something. */
export function refuseUnknownKeys(table: RuleTable, known: readonly string[]): void {
  const unknown = Object.keys(table.values).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const near = nearest(unknown, known);
  throw keyError(
    table,
    unknown,
    'is not a key that means anything',
    `${near.length > 0 ? `Did you mean ${near.join(' or ')}? ` : ''}Keys: ${known.join(', ')}.`,
  );
}
