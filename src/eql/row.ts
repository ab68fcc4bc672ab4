import { foldAscii } from './text.ts';
import type { FieldReader, Value } from './value.ts';

/** The values of one event as the leaves of a predicate ask for them: each field is read once and folded once. */
export interface Row {
  readonly read: FieldReader;
  readonly values: (readonly Value[] | undefined)[];
  readonly folded: (readonly Value[] | undefined)[];
}

/** The values of one field of a row. */
export type Column = (row: Row) => readonly Value[];

/** Gives every field of a predicate its place in the rows. */
export class Layout {
  readonly #slots = new Map<string, number>();

  /** The values of a field; text in ASCII lower case when `folded`. */
  column(field: string, folded = false): Column {
    const slot = this.#slots.get(field) ?? this.#slots.size;
    this.#slots.set(field, slot);
    const values: Column = (row) => {
      const known = row.values[slot];
      if (known !== undefined) return known;
      const read = row.read(field);
      row.values[slot] = read;
      return read;
    };
    if (!folded) return values;
    return (row) => {
      const known = row.folded[slot];
      if (known !== undefined) return known;
      const result = values(row).map((value) => (typeof value === 'string' ? foldAscii(value) : value));
      row.folded[slot] = result;
      return result;
    };
  }

  /** A row to test one event with. */
  open(read: FieldReader): Row {
    return { read, values: new Array(this.#slots.size), folded: new Array(this.#slots.size) };
  }
}
