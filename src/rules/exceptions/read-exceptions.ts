import type { Exception } from '../../model/exception.ts';
import { textOf } from '../triage-reference.ts';
import { readElasticExceptions } from './elastic.ts';
import { readTomlExceptions } from './toml.ts';

/**
 * The exceptions of files: exports of Elastic's exception lists (NDJSON), or TOML.
 * @throws InputError with file, line and remedy where one can't be used.
 */
export async function readExceptions(paths: readonly string[]): Promise<Exception[]> {
  const read = await Promise.all(
    paths.map(async (path) => {
      const text = await textOf(path);
      return /^\s*\{/.test(text.replace(/^\uFEFF/, ''))
        ? readElasticExceptions(text, path)
        : readTomlExceptions(text, path);
    }),
  );
  return read.flat();
}
