import { statSync } from 'node:fs';
import { InputError } from '../model/errors.ts';
import { openCase, openCaseReadOnly } from '../store/case.ts';
import type { Database, OpenOptions } from '../store/database.ts';
import { unlinkedFiles } from '../store/sources.ts';
import { counted } from './print/counted.ts';
import type { GlobalOptions, ResourceOptions } from './shared-options.ts';

/**
 * Opens a case to read, and says on standard error where files of it wait for being linked, which nothing shows until then.
 * @throws InputError as `openCaseReadOnly`, and for a folder of temporary files that does not exist.
 */
export async function openToRead(path: string, options: ResourceOptions & GlobalOptions): Promise<Database> {
  const database = await openCaseReadOnly(path, given(options));
  const files = await unlinkedFiles(database);
  if (files > 0 && !options.quiet)
    process.stderr.write(
      `stemma: ${counted(files, 'file')} of this case ${files === 1 ? 'is' : 'are'} not linked yet, and left out, since an ingest was stopped; \`stemma ingest --case FILE\` finishes it\n`,
    );
  return database;
}

/**
 * Opens a case to add to, or makes it.
 * @throws InputError as `openCase`, and for a folder of temporary files that does not exist.
 */
export const openToAdd = (path: string, options: ResourceOptions): Promise<Database> =>
  openCase(path, given(options));

function given({ memory, threads, tempDir }: ResourceOptions): OpenOptions {
  if (tempDir !== undefined && statSync(tempDir, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new InputError('there is no folder for temporary files at this path', {
      place: tempDir,
      remedy: 'Give --temp-dir a folder that exists and that you may write to.',
    });
  return { memory, threads, tempDir };
}
