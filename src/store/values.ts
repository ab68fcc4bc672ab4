import type { Cell } from './database.ts';

/** A value of an event's field as EQL sees it; dates are epoch milliseconds. */
export type FieldValue = string | number | boolean;

/** The values that a cell holds, none where it is NULL. */
export const valuesOf = (cell: Cell): FieldValue[] =>
  cell === null
    ? []
    : Array.isArray(cell)
      ? (cell.filter((value) => value !== null) as FieldValue[])
      : [cell];
