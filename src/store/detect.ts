import { ACTIVITY_KINDS, type EventKind, isProcessKind, PROCESS_KINDS } from '../model/event-kind.ts';
import type { Source } from '../model/source.ts';
import { type Database, execute, query } from './database.ts';
import { literal } from './quote.ts';
import type { RecordReader } from './raw-record.ts';
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

/**
 * SQL that adds to records the columns `shape`, the place of the source that has them, and `variant`, NULL for what is
 * no event. Each step is a query of its own, since DuckDB computes what a CASE compares anew for each of its branches.
 */
export function withVariant(sources: readonly Source[], records: () => string, reader: RecordReader): string {
  const branches = (sql: (source: Source) => string): string =>
    sources
      .flatMap((source, shape) => (source.kinds.length === 0 ? [] : [`WHEN ${shape} THEN ${sql(source)}`]))
      .join(' ');
  const shape = `CASE ${sources.map((source, index) => `WHEN ${source.recognises(reader)} THEN ${index}`).join(' ')} END`;
  const kind = `CASE shape ${branches((source) => source.kind(reader))} END`;
  const number = `shape * ${PER_SOURCE} + list_position([${KINDS.map(literal).join(', ')}], kind)`;
  return `SELECT * EXCLUDE (kind), CASE WHEN NOT bad THEN ${number} END AS variant FROM (SELECT *, ${kind} AS kind FROM (SELECT *, ${shape} AS shape FROM (${records()})))`;
}

/**
 * SQL that picks by the column `variant` among expressions for several; those that share one are asked for together.
 * It says nothing of rows that are none of them: these are left out.
 */
export function perVariant(variants: readonly Variant[], sql: (variant: Variant) => string): string {
  const numbers = new Map<string, number[]>();
  for (const variant of variants) {
    const expression = sql(variant);
    const same = numbers.get(expression);
    if (same === undefined) numbers.set(expression, [variant.number]);
    else same.push(variant.number);
  }
  const entries = [...numbers];
  if (entries.length === 1) return entries[0]?.[0] as string;
  return `CASE ${entries.map(([expression, same]) => `WHEN list_contains([${same.join(', ')}], variant) THEN ${expression}`).join(' ')} END`;
}

/** Records looked at to guess what a file holds. */
const SAMPLE = 1000;

/**
 * Writes temp table `detected`: for each record in file order `bad` (no JSON object), `hit` (an Elasticsearch hit that
 * wraps a document), `shape` (the source's place in the registry), `variant`, NULL where it is no event, and the `label`
 * under which it is then counted.
 */
async function writeDetected(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
  limit?: number,
): Promise<void> {
  const reader = file.reader();
  const label = `CASE shape ${sources.map((source, index) => `WHEN ${index} THEN ${source.label(reader)}`).join(' ')} END`;
  const hit = `coalesce(${['_index', '_id', '_source'].map(reader.text).join(', ')}) IS NOT NULL`;
  // Built first: what is asked of the records decides what is read of them.
  const records = (): string => `SELECT *, ${hit} AS hit FROM (${reader.select(limit)})`;
  await execute(
    database,
    `CREATE OR REPLACE TEMP TABLE detected AS SELECT bad, hit, shape, variant, CASE WHEN NOT bad AND variant IS NULL THEN ${label} END AS label ` +
      `FROM (${withVariant(sources, records, reader)})`,
  );
}

async function anyHit(database: Database): Promise<boolean> {
  return (await query(database, 'SELECT 1 FROM detected WHERE hit LIMIT 1')).length > 0;
}

/** Detects every record of a file; hits are opened once the first of them is met. */
export async function detect(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<void> {
  await writeDetected(database, file, sources);
  if (file.unwrapHits || !(await anyHit(database))) return;
  file.unwrapHits = true;
  await writeDetected(database, file, sources);
}

/**
 * The variants of a file that seems uniform by its first records: all events of one shape, and either of one kind or of
 * processes, of which then every kind is to be expected. Undefined for any other file.
 */
export async function uniformVariants(
  database: Database,
  file: OpenedFile,
  sources: readonly Source[],
): Promise<readonly Variant[] | undefined> {
  await writeDetected(database, file, sources, SAMPLE);
  if (await anyHit(database)) return undefined;
  const found = await query<{ variant: number | null }>(database, 'SELECT DISTINCT variant FROM detected');
  const variants = variantsOf(sources);
  const seen = found.map(({ variant }) => variants.find(({ number }) => number === variant));
  const [first] = seen;
  if (first === undefined || seen.some((variant) => variant?.source !== first.source)) return undefined;
  if (!isProcessKind(first.kind)) return seen.length === 1 ? [first] : undefined;
  if (seen.some((variant) => variant === undefined || !isProcessKind(variant.kind))) return undefined;
  return variants.filter(({ source, kind }) => source === first.source && isProcessKind(kind));
}
