/**
 * What a parameter of a pivot can be: `process` is written as an entity_id or HOST:PID and bound as the entity_id, `time`
 * is ISO 8601 and UTC where no offset is given.
 */
export const PARAMETER_TYPES = ['text', 'process', 'integer', 'number', 'time', 'boolean'] as const;

/** One of them. */
export type ParameterType = (typeof PARAMETER_TYPES)[number];

/** A named parameter, `$name` in the SQL. */
export interface PivotParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** What it is where none is given, as it would be written; null is NULL, and undefined says that one must be given. */
  readonly preset: string | null | undefined;
  readonly description: string;
}

/** A named question: one SELECT over the views of a case. */
export interface Pivot {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly PivotParameter[];
  readonly sql: string;
  readonly path: string;
}
