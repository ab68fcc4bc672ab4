import { accessSync, constants, statSync } from 'node:fs';
import { InputError } from '../model/errors.ts';
import { openCase, openCaseReadOnly } from '../store/case.ts';
import type { Database } from '../store/database.ts';
import { unlinkedFiles } from '../store/sources.ts';
import { counted } from './print/counted.ts';
import type { GlobalOptions, ResourceOptions } from './shared-options.ts';

/**
 * Opens a case to read, and says on standard error where files of it wait for being linked, which nothing shows until then.
 * @throws InputError as `openCaseReadOnly`, and for a folder that can't be written.
 */
export async function openToRead(path: string, options: ResourceOptions & GlobalOptions): Promise<Database> {
  const database = await openCaseReadOnly(path, checked(options));
  const files = await unlinkedFiles(database);
  if (files > 0 && !options.quiet)
    process.stderr.write(
      `stemma: ${counted(files, 'file')} of this case ${files === 1 ? 'is' : 'are'} not linked yet, and left out, since an ingest was stopped; \`stemma ingest --case FILE\` finishes it\n`,
    );
  return database;
}

/**
 * Opens a case to add to, or makes it.
 * @throws InputError as `openCase`, and for a folder that can't be written.
 */
export const openToAdd = (path: string, options: ResourceOptions): Promise<Database> =>
  openCase(path, checked(options));

function checked({ memory, threads, tempDir }: ResourceOptions): ResourceOptions {
  if (tempDir !== undefined) checkFolder(tempDir);
  return {
    ...(memory === undefined ? {} : { memory }),
    ...(threads === undefined ? {} : { threads }),
    ...(tempDir === undefined ? {} : { tempDir }),
  };
}

function checkFolder(folder: string): void {
  try {
    if (!statSync(folder).isDirectory()) throw new Error('it is no folder');
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new InputError("the folder for temporary files can't be written", {
      place: folder,
      remedy: 'Give --temp-dir a folder that exists and that you may write to.',
      cause,
    });
  }
}
