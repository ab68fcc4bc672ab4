import type { RawRecord } from '../model/source.ts';
import { hasTwins, type NameTree, plant } from './name-tree.ts';
import { identifier, literal } from './quote.ts';

/** Collects the paths that mappings ask for, and reads exactly those from a file's records. */
export interface RecordReader extends RawRecord {
  /**
   * SELECT that gives one row a record in file order: a column for each path asked for, plus `bad` (BOOLEAN: no JSON
   * object was there) and, of a part, `row` (BIGINT: its place in the file, from 0). Valid once all expressions are built.
   */
  select(part?: Part): string;
}

/** Some of a file's records: so many first ones, or those whose places SQL gives. */
export type Part = { readonly first: number } | { readonly places: string };

/** SELECT of some column of a table's or a table function's records, and of `row`, where only a part is asked for. */
const partOf = (column: string, records: string, part: Part | undefined): string => {
  if (part === undefined) return `SELECT ${column} FROM ${records}`;
  const numbered = `SELECT ${column}, row_number() OVER () - 1 AS row FROM`;
  return 'first' in part
    ? `${numbered} (FROM ${records} LIMIT ${part.first})`
    : `FROM (${numbered} ${records}) WHERE row IN (${part.places})`;
};

const rowSql = (part: Part | undefined): string => (part === undefined ? '' : ', row');

/**
 * Names of the columns of paths. DuckDB takes `ProcessId` and `ProcessID` for one name, and would read the first for
 * both without a word: the second is numbered.
 */
function columnNames(): (path: string) => string {
  const spelt = new Map<string, string[]>();
  return (path) => {
    const twins = spelt.get(path.toLowerCase()) ?? [];
    spelt.set(path.toLowerCase(), twins);
    if (!twins.includes(path)) twins.push(path);
    const number = twins.indexOf(path);
    return identifier(number === 0 ? path : `${path} (${number + 1})`);
  };
}

const listName = (path: string): string => `${path}[]`;

/** Text of a JSON array, or a lone value, as VARCHAR[]. */
const asList = (text: string): string =>
  `CASE WHEN ${text} IS NULL THEN NULL WHEN starts_with(${text}, '[') THEN coalesce(try(from_json(${text}, '["VARCHAR"]')), [${text}]) ELSE [${text}] END`;

/** The first value where a JSON array stands for one, as Elasticsearch writes every one of its `fields`. */
const firstOfArray = (text: string): string =>
  `CASE WHEN starts_with(${text}, '[') THEN coalesce(json_extract_string(TRY_CAST(${text} AS JSON), '$[0]'), ${text}) ELSE ${text} END`;

/** Paths that hold prose of the attacker's choosing: a leading bracket there is no array, unless every value is one. */
const FREE_TEXT = /command_line|CommandLine|Directory$|description/i;

/** Paths that rules decide on: there an array is opened wherever it stands, so that none hides a name. */
const NAMES = /(^|\.)(Image|ParentImage|NewProcessName|ProcessName|ParentProcessName)$|\.(name|executable)$/;

const isObject = `starts_with(ltrim(json), '{')`;
const hasSource = `coalesce(json_type(json, '$._source') = 'OBJECT', false)`;

/** Whether a hit's document is under `fields`, in which every value is an array. */
const FIELDED = `(${isObject} AND NOT ${hasSource} AND coalesce(json_type(json, '$.fields') = 'OBJECT', false) AND coalesce(json->>'_index', json->>'_id') IS NOT NULL)`;

/** How an Elasticsearch hit is opened: its document is under `_source`, else under `fields`. */
const UNWRAPPED = `CASE WHEN NOT ${isObject} THEN json WHEN ${hasSource} THEN json->'_source' WHEN ${FIELDED} THEN json->'fields' ELSE json END`;

/** Where JSON records come from. */
export interface JsonInput {
  /** Table function call with one column `json`, NULL for a line that is no JSON. */
  readonly objects: string;
  /** Table function call that reads fields straight into columns, given their types: faster, but silent on bad lines. */
  readonly typed: (columns: string) => string;
}

/**
 * SQL for what lies at a path in a struct of a shape. DuckDB takes `User` and `user` for one name: where a shape has
 * both, the place tells.
 */
function extract(struct: string, shape: NameTree, [name, ...rest]: readonly string[]): string {
  const names = Object.keys(shape);
  const clashes = names.filter((each) => each.toLowerCase() === name?.toLowerCase()).length > 1;
  const sql = clashes
    ? `struct_extract_at(${struct}, ${names.indexOf(name as string) + 1})`
    : `${struct}.${identifier(name as string)}`;
  return rest.length === 0 ? sql : extract(sql, shape[name as string] as NameTree, rest);
}

/** A DuckDB type for a shape of names. */
const structType = (shape: NameTree): string =>
  `STRUCT(${Object.entries(shape)
    .map(([name, child]) => `${identifier(name)} ${typeof child === 'string' ? child : structType(child)}`)
    .join(', ')})`;

/** How JSON records are read. */
export interface JsonReading {
  /** Open Elasticsearch hits. */
  readonly hits: boolean;
  /**
   * Read fields straight into columns, where a line that is no object, or whose objects and texts are not where they
   * should be, gives NULL everywhere; so does a record that is no hit with `_source`, where hits are opened.
   */
  readonly typed: boolean;
}

/** Reader of JSON records. */
export function jsonReader(input: JsonInput, { hits, typed }: JsonReading): RecordReader {
  const texts = new Set<string>();
  const lists = new Set<string>();
  const column = columnNames();
  return {
    text: (path) => {
      texts.add(path);
      return column(path);
    },
    list: (path) => {
      lists.add(path);
      return column(listName(path));
    },
    once: (sql) => sql,
    select: (part) => {
      const shape = shapeOf([...texts, ...lists]);
      // A table's columns, and a struct's fields, may not differ in letter case alone.
      const straight = typed && part === undefined && !hasTwins(shape);
      const document = straight && hits ? 'r._source' : 'r';
      const value = (path: string): string => {
        const nested = extract(document, shape, path.split('.'));
        return path.includes('.') ? `coalesce(${nested}, ${extract(document, shape, [path])})` : nested;
      };
      const opened = (path: string): string => {
        const text = value(path);
        if (FREE_TEXT.test(path))
          return hits && !straight ? `CASE WHEN fielded THEN ${firstOfArray(text)} ELSE ${text} END` : text;
        return hits || NAMES.test(path) ? firstOfArray(text) : text;
      };
      const columns = [
        ...[...texts].map((path) => `${opened(path)} AS ${column(path)}`),
        ...[...lists].map((path) => `${asList(value(path))} AS ${column(listName(path))}`),
      ].join(', ');
      if (straight)
        return `SELECT false AS bad, ${columns} FROM ${input.typed(columnTypes(hits ? { _source: shape } : shape))} r`;
      return (
        `SELECT bad${rowSql(part)}, ${columns} FROM (SELECT json IS NULL OR NOT starts_with(ltrim(json), '{') AS bad${rowSql(part)}, ${hits ? FIELDED : 'false'} AS fielded, ` +
        `json_transform(${hits ? UNWRAPPED : 'json'}, ${literal(JSON.stringify(shape))}) AS r FROM (${partOf('json', input.objects, part)}))`
      );
    },
  };
}

/** The names below which records have what lies at some paths, whether they nest it or spell the key with dots. */
function shapeOf(paths: readonly string[]): NameTree {
  const shape: NameTree = {};
  for (const path of paths) {
    plant(shape, path.split('.'), 'VARCHAR');
    if (path.includes('.')) plant(shape, [path], 'VARCHAR');
  }
  return shape;
}

/** The columns of a shape as `read_json` takes them. */
const columnTypes = (shape: NameTree): string =>
  `{${Object.entries(shape)
    .map(
      ([name, child]) =>
        `${identifier(name)}: ${literal(typeof child === 'string' ? child : structType(child))}`,
    )
    .join(', ')}}`;

/** Reader of rows of `table`: SQL for the VARCHAR columns by the names that they go by, in lower case. */
export function tableReader(table: string, named: ReadonlyMap<string, string>): RecordReader {
  const texts = new Set<string>();
  const lists = new Set<string>();
  const value = (path: string): string => named.get(path.toLowerCase()) ?? '(NULL::VARCHAR)';
  return {
    text: (path) => {
      texts.add(path);
      return identifier(`raw ${path}`);
    },
    list: (path) => {
      lists.add(path);
      return identifier(listName(path));
    },
    once: (sql) => sql,
    select: (part) => {
      const columns = [
        ...[...texts].map((path) => `${value(path)} AS ${identifier(`raw ${path}`)}`),
        ...[...lists].map(
          (path) =>
            `CASE WHEN starts_with(${value(path)}, '[') THEN ${asList(value(path))} ELSE string_split(${value(path)}, ', ') END AS ${identifier(listName(path))}`,
        ),
      ];
      return `SELECT false AS bad${rowSql(part)}, ${columns.join(', ')} FROM (${partOf('*', table, part)})`;
    },
  };
}
