import { ACTIVITY_KINDS, type EventKind, isProcessKind, PROCESS_KINDS } from '../model/event-kind.ts';
import { groupBy } from '../model/group-by.ts';
import type { Source } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import { literal } from './quote.ts';
import type { Part, RecordReader } from './raw-record.ts';
import type { OpenedFile } from './scan.ts';

/** A shape and a kind that a record can have: what decides how it is mapped. */
export interface Variant {
  readonly number: number;
  readonly source: Source;
  readonly kind: EventKind;
}

const KINDS: readonly EventKind[] = [...PROCESS_KINDS, ...ACTIVITY_KINDS];

/** Variants of one source have numbers from this times its place in the registry. */
const PER_SOURCE = 100;

/** Every variant of the registry's sources. */
export const variantsOf = (sources: readonly Source[]): Variant[] =>
  sources.flatMap((source, shape) =>
    source.kinds.map((kind) => ({ source, kind, number: shape * PER_SOURCE + KINDS.indexOf(kind) + 1 })),
  );

/** Sources by their places in the registry, in its order. */
export type Shapes = ReadonlyMap<number, Source>;

/** All of the registry. */
export const everyShape = (sources: readonly Source[]): Shapes => new Map(sources.entries());

/**
 * SQL that adds to records, which have one of the `shapes`, the columns `shape`, the place of the source that has them,
 * and `variant`, NULL for what is no event. Each step is a query of its own, since DuckDB computes what a CASE compares
 * anew for each of its branches.
 */
export function withVariant(shapes: Shapes, records: () => string, reader: RecordReader): string {
  const cases = (sql: (source: Source, shape: number) => string): string =>
    [...shapes].map(([shape, source]) => sql(source, shape)).join(' ');
  const shape = `CASE ${cases((source, shape) => `WHEN ${source.recognises(reader)} THEN ${shape}`)} END`;
  const kind = `CASE shape ${cases((source, shape) => `WHEN ${shape} THEN ${source.kinds.length === 0 ? 'NULL' : source.kind(reader)}`)} END`;
  const number = `shape * ${PER_SOURCE} + list_position([${KINDS.map(literal).join(', ')}], kind)`;
  return `SELECT * EXCLUDE (kind), CASE WHEN NOT bad THEN ${number} END AS variant FROM (SELECT *, ${kind} AS kind FROM (SELECT *, ${shape} AS shape FROM (${records()})))`;
}

/**
 * SQL that picks by the column `variant` among expressions for several; those that share one are asked for together.
 * It says nothing of rows that are none of them: these are left out.
 */
export function perVariant(variants: readonly Variant[], sql: (variant: Variant) => string): string {
  const entries = [...groupBy(variants, sql)];
  if (entries.length === 1) return entries[0]?.[0] as string;
  return `CASE ${entries.map(([expression, same]) => `WHEN list_contains([${same.map(({ number }) => number).join(', ')}], variant) THEN ${expression}`).join(' ')} END`;
}

/** SELECT that gives the columns of `detected` for records, or for a part of them and `row` beside. */
function detected(shapes: Shapes, reader: RecordReader, part?: Part): string {
  const label = `CASE shape ${[...shapes].map(([shape, source]) => `WHEN ${shape} THEN ${source.label(reader)}`).join(' ')} END`;
  const hit = `coalesce(${['_index', '_id', '_source'].map(reader.text).join(', ')}) IS NOT NULL`;
  // Built first: what is asked of the records decides what is read of them.
  const records = (): string => `SELECT *, ${hit} AS hit FROM (${reader.select(part)})`;
  return (
    `SELECT bad, hit, shape, variant, CASE WHEN NOT bad AND variant IS NULL THEN ${label} END AS label${part === undefined ? '' : ', row'} ` +
    `FROM (${withVariant(shapes, records, reader)})`
  );
}

/**
 * Writes temp table `detected`: for each record in file order `bad` (no JSON object), `hit` (an Elasticsearch hit that
 * wraps a document), `shape` (the source's place in the registry), `variant`, NULL where it is no event, and the `label`
 * under which it is then counted.
 */
const writeDetected = (database: Database, select: string): Promise<void> =>
  execute(database, `CREATE OR REPLACE TEMP TABLE detected AS ${select}`);

const isAny = async (database: Database, condition: string): Promise<boolean> =>
  (await query(database, `SELECT 1 FROM detected WHERE ${condition} LIMIT 1`)).length > 0;

/** Records looked at to guess what a file holds. */
const SAMPLE = 1000;

/**
 * Detects the first records of a file; whether hits are to be opened is found by them. Shapes that files before it had
 * are asked for alone at first, since to ask for all of them costs 40 ms a file; `known` then has those of this one too.
 */
export async function detectSample(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
  known: Set<number>,
): Promise<void> {
  const look = async (): Promise<void> => {
    const ask = (shapes: Shapes): Promise<void> =>
      writeDetected(database, detected(shapes, file.reader(), { first: SAMPLE }));
    const likely = withPreceding(sources, [...known]);
    if (likely.size > 0) await ask(likely);
    if (likely.size === 0 || (await isAny(database, 'shape IS NULL'))) await ask(everyShape(sources));
  };
  await look();
  if (await isAny(database, 'hit')) {
    file.unwrapHits = true;
    await look();
  }
  for (const shape of await shapesSeen(database, sources)) known.add(shape);
}

/** The shapes among those detected that have events: what a source without events takes may be anything. */
async function shapesSeen(database: Database, sources: readonly Source[]): Promise<number[]> {
  const seen = await query<{ shape: number }>(
    database,
    'SELECT DISTINCT shape FROM detected WHERE shape IS NOT NULL ORDER BY shape',
  );
  return seen.map(({ shape }) => shape).filter((shape) => sources[shape]?.kinds.length !== 0);
}

/** Some shapes, and where one of them yields to others, all before it. */
function withPreceding(sources: readonly Source[], chosen: readonly number[]): Shapes {
  const yielding = Math.max(-1, ...chosen.filter((shape) => sources[shape]?.yields === true));
  return new Map([...everyShape(sources)].filter(([shape]) => shape < yielding || chosen.includes(shape)));
}

/** Detects every record of a file, of which the sample is detected; hits are opened once the first of them is met. */
export async function detect(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<void> {
  const whole = (): Promise<void> => writeDetected(database, detected(everyShape(sources), file.reader()));
  if (!(await detectFast(database, file, sources))) await whole();
  if (file.unwrapHits || !(await isAny(database, 'hit'))) return;
  file.unwrapHits = true;
  await whole();
}

/** Asks only for shapes that the sample has, then for all of them those records that have none of these. */
async function detectFast(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<boolean> {
  // A record that a fast read finds empty is left to the others.
  const shapes = withPreceding(sources, await shapesSeen(database, sources));
  if (shapes.size === 0) return false;
  await writeDetected(database, detected(shapes, file.reader(true)));
  if (await isAny(database, 'shape IS NULL')) await detectRest(database, file, sources);
  return true;
}

/** Asks the records that `detected` has no shape of for every shape. */
async function detectRest(database: Database, file: OpenedFile, sources: readonly Source[]): Promise<void> {
  const places = 'SELECT rowid FROM detected WHERE shape IS NULL';
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE rest AS ${detected(everyShape(sources), file.reader(), { places })}`,
  );
  await execute(
    database,
    'UPDATE detected SET bad = r.bad, hit = r.hit, shape = r.shape, variant = r.variant, label = r.label FROM rest r WHERE detected.rowid = r.row',
  );
  await execute(database, 'DROP TABLE rest');
}

/**
 * The variants of a file that seems uniform by its sample, which is detected: all events of one shape, and either of one kind or of
 * processes, of which then every kind is to be expected. Undefined for any other file.
 */
export async function uniformVariants(
  database: Database,
  sources: readonly Source[],
): Promise<readonly Variant[] | undefined> {
  const found = await query<{ variant: number | null }>(database, 'SELECT DISTINCT variant FROM detected');
  const variants = variantsOf(sources);
  const seen = found.map(({ variant }) => variants.find(({ number }) => number === variant));
  const [first] = seen;
  if (first === undefined || seen.some((variant) => variant?.source !== first.source)) return undefined;
  if (!isProcessKind(first.kind)) return seen.length === 1 ? [first] : undefined;
  if (seen.some((variant) => variant === undefined || !isProcessKind(variant.kind))) return undefined;
  return variants.filter(({ source, kind }) => source === first.source && isProcessKind(kind));
}
