import { InputError } from '../model/errors.ts';
import { safeJson } from '../model/text.ts';
import type { Database } from '../store/database.ts';
import { FACETS, type Facet, prevalenceOf } from '../store/prevalence.ts';

/** What a good case has, by facet. */
export type Baseline = ReadonlyMap<Facet, ReadonlySet<string>>;

/** The first member of a baseline file. */
const KIND = 'stemma-baseline';
const VERSION = 1;

/** Everything that a case has, as the text of a file. */
export async function writeBaseline(database: Database): Promise<string> {
  const facets: Partial<Record<Facet, string[]>> = {};
  for (const facet of FACETS)
    facets[facet] = (await prevalenceOf(database, facet)).map(({ key }) => key).sort();
  return `${safeJson({ kind: KIND, version: VERSION, ...facets }, 1)}\n`;
}

/**
 * Reads what `writeBaseline` wrote.
 * @throws InputError where the text is something else.
 */
export function readBaseline(text: string, path: string): Baseline {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (cause) {
    throw notOne(path, cause);
  }
  const file = (root ?? {}) as Readonly<Record<string, unknown>>;
  if (file.kind !== KIND) throw notOne(path);
  if (file.version !== VERSION)
    throw new InputError(
      `${path} is a baseline of version ${String(file.version)}; this version reads ${VERSION}`,
      {
        place: path,
        remedy: 'Save it anew: stemma prevalence --case FILE --save FILE',
      },
    );
  return new Map(
    FACETS.map((facet) => {
      const keys = file[facet];
      if (!Array.isArray(keys) || !keys.every((key) => typeof key === 'string')) throw notOne(path);
      return [facet, new Set(keys as string[])] as const;
    }),
  );
}

const notOne = (path: string, cause?: unknown): InputError =>
  new InputError(`${path} is not a baseline`, {
    place: path,
    remedy: 'Save one from a good case: stemma prevalence --case FILE --save FILE',
    cause,
  });
