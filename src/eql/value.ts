/** A value of a field; a date is epoch milliseconds. */
export type Value = string | number | boolean;

/** The values of a field in no order, without nulls; none when the field is missing. */
export type FieldReader = (field: string) => readonly Value[];
