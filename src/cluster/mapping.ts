import { parse, TomlError } from 'smol-toml';
import { InputError } from '../model/errors.ts';
import { FIELD_NAMES, type FieldName } from '../model/field.ts';
import { clusterColumn } from './columns.ts';

/** Expressions of ClickHouse over the rows of a table that is not Stemma's. */
export interface Mapping {
  /** The table, as it stands after FROM. */
  readonly table: string;
  /** What tells hosts apart; by default the id, else the name in lower case. */
  readonly host?: string | undefined;
  /** What kind of record it is; by default what `event.category` and `event.type` say. */
  readonly kind?: string | undefined;
  /** A column by which the table can look up ranges of time; by default `@timestamp`. */
  readonly time?: string | undefined;
  /** Which log the record is of. */
  readonly log?: string | undefined;
  readonly fields: Readonly<Partial<Record<FieldName, string>>>;
}

/** What stands for a load where the events are in a table of somebody else's. */
export const mappedLoad = ({ table }: Mapping): string => `table ${table}`;

const HEAD = ['table', 'host', 'kind', 'time', 'log'] as const;

/**
 * Reads a mapping: TOML with `table`, and if need be `host`, `kind`, `time` and `log`, and under `[fields]` an expression for
 * each field of ECS.
 * @throws InputError where it says something else.
 */
export function readMapping(text: string, path: string): Mapping {
  let root: Record<string, unknown>;
  try {
    root = parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    throw new InputError(`this is not TOML: ${cause.message.split('\n')[0]}`, {
      place: `${path}:${cause.line}:${cause.column}`,
      cause,
    });
  }
  const { fields = {}, ...head } = root;
  const bad = (what: string, remedy: string): InputError => new InputError(what, { place: path, remedy });
  for (const [key, value] of Object.entries(head)) {
    if (!(HEAD as readonly string[]).includes(key))
      throw bad(`a mapping has no ${JSON.stringify(key)}`, `It has ${HEAD.join(', ')} and [fields].`);
    if (typeof value !== 'string') throw bad(`${key} is no text`, 'Write SQL of ClickHouse in quotes.');
  }
  if (typeof head.table !== 'string') throw bad('a mapping has to name its table', 'Write table = "NAME".');
  if (typeof fields !== 'object' || fields === null)
    throw bad('[fields] is no table', 'Write [fields] and below it "process.name" = "COLUMN".');
  for (const [field, sql] of Object.entries(fields)) {
    if (!(FIELD_NAMES as readonly string[]).includes(field))
      throw bad(
        `${JSON.stringify(field)} is no field that Stemma knows`,
        `Names are those of ECS, dots and all, in quotes; \`stemma cluster check\` lists them.`,
      );
    if (typeof sql !== 'string') throw bad(`${field} is no text`, 'Write SQL of ClickHouse in quotes.');
  }
  return { ...(head as unknown as Omit<Mapping, 'fields'>), fields: fields as Mapping['fields'] };
}

/** The mapping of a table whose columns have the names of ECS, with dots or underscores, or are called as Stemma's own. */
export function mappingByName(table: string, columns: readonly string[]): Mapping {
  const known = new Set(columns);
  const fields: Partial<Record<FieldName, string>> = {};
  for (const field of FIELD_NAMES) {
    const name = [field, clusterColumn(field), field.replaceAll('.', '_')].find((each) => known.has(each));
    if (name !== undefined) fields[field] = `\`${name}\``;
  }
  return { table, fields };
}
