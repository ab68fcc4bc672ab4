import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Wanted } from './formats/evtx/wanted.ts';
import { salvageLines } from './formats/lines.ts';
import { expandInputs, type PreparedFile, type PrepareOptions, prepareFile } from './formats/prepare.ts';
import { fullDisk, InputError, NoRoomError, StoppedError } from './model/errors.ts';
import { ID_FACTS } from './sources/fields.ts';
import { hasSource, SOURCES } from './sources/index.ts';
import type { LoadedFile } from './store/book.ts';
import { type Database, interruptible } from './store/database.ts';
import { type LinkSummary, linkProcesses } from './store/link.ts';
import { loadFile, UnreadableLines } from './store/load.ts';
import { loadedContent, nameSource, nextSourceId } from './store/sources.ts';

/** An input, or a member of one, that was not loaded. */
export interface UnloadedFile {
  readonly path: string;
  readonly reason: string;
  /** Whether the case holds the same content already. */
  readonly twin: boolean;
}

/** What an ingest did. */
export interface IngestReport {
  readonly files: readonly LoadedFile[];
  readonly unloaded: readonly UnloadedFile[];
  readonly links: LinkSummary;
}

/** Whether nothing at all came of the inputs: no record was read and known for what it is, and none was loaded before. */
export function nothingRead(report: IngestReport): boolean {
  return (
    !report.files.some((file) => file.records > file.rejected + (file.skippedByKind.unrecognised ?? 0)) &&
    !report.unloaded.some((file) => file.twin)
  );
}

/** Hooks that tell of progress. */
export interface IngestHooks {
  readonly onInputs?: ((paths: readonly string[]) => void) | undefined;
  readonly onFile?: ((path: string) => void) | undefined;
  /** How much of the linking is done, from 0 to 1, and what comes next. */
  readonly onLink?: ((done: number, what: string) => void) | undefined;
}

/** How inputs are loaded. */
export interface IngestOptions extends Pick<PrepareOptions, 'carve' | 'strict'> {
  /** Correct times of Windows logs that were written as local ones, where the evidence is unanimous; true by default. */
  readonly clockRepair?: boolean | undefined;
  /** Folder in which files are unpacked; by default that of the system. */
  readonly tempDir?: string | undefined;
  /** Ends the work: the file that is being loaded is finished, a link is undone. */
  readonly signal?: AbortSignal | undefined;
}

const openTempDirs = new Set<string>();

/** Events of other logs are nothing but counted. */
const wanted: Wanted = ({ provider, channel }) => hasSource(provider, channel);

function makeFolder(base: string): string {
  try {
    return mkdtempSync(join(base, 'stemma-'));
  } catch (cause) {
    throw new InputError("the folder for temporary files can't be written", {
      place: base,
      remedy: 'Give --temp-dir a folder that exists and that you may write to.',
      cause,
    });
  }
}

/**
 * Runs work with a fresh folder for temporary files, and removes it whatever happens.
 * @throws InputError where the folder that it is to be in can't be written, or has no room left.
 */
export async function withTempDir<T>(
  work: (folder: string) => Promise<T>,
  base: string = tmpdir(),
): Promise<T> {
  const folder = makeFolder(base);
  openTempDirs.add(folder);
  try {
    return await work(folder);
  } catch (cause) {
    throw fullDisk(cause, base);
  } finally {
    await rm(folder, { recursive: true, force: true });
    openTempDirs.delete(folder);
  }
}

/** Removes every folder that `withTempDir` has open, at once: for a program that is about to be ended. */
export function removeTempDirs(): void {
  for (const folder of openTempDirs) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 2 });
    } catch {
      // Where an open file can't be removed (Windows), the folder stays.
    }
  }
}

/**
 * Loads inputs (files, folders, globs, `-`) into a case and links its processes anew. A file that can't be read at all
 * is reported and the rest goes on; content that the case already holds is not loaded again.
 * @throws InputError when an input does not exist, StoppedError when the signal ended it.
 */
export async function ingest(
  database: Database,
  inputs: readonly string[],
  hooks: IngestHooks = {},
  options: IngestOptions = {},
): Promise<IngestReport> {
  const { carve, strict, signal } = options;
  const paths = await expandInputs(inputs);
  hooks.onInputs?.(paths);
  const files: LoadedFile[] = [];
  const unloaded: UnloadedFile[] = [];
  const known = await loadedContent(database);
  const shapes = new Set<number>();
  let sourceId = await nextSourceId(database);
  const loadAll = async (tempDir: string): Promise<void> => {
    for (const path of paths) {
      if (signal?.aborted) throw new StoppedError('stopped');
      hooks.onFile?.(path);
      for await (const prepared of prepareFile(path, { tempDir, wanted, carve, strict })) {
        if (prepared.kind === 'skipped') {
          unloaded.push({ path: prepared.path, reason: prepared.reason, twin: false });
          continue;
        }
        const twin = known.get(prepared.sha256);
        if (twin !== undefined) {
          unloaded.push({
            path: prepared.path,
            reason: `same content as ${twin}, which is loaded`,
            twin: true,
          });
          if (await nameSource(database, prepared)) known.set(prepared.sha256, prepared.path);
          continue;
        }
        try {
          files.push(await load(database, prepared, sourceId, tempDir, shapes));
          known.set(prepared.sha256, prepared.path);
          sourceId += 1;
          if (signal?.aborted) throw new StoppedError('stopped');
        } catch (error) {
          if (!(error instanceof InputError) || error instanceof NoRoomError) throw error;
          unloaded.push({ path: prepared.path, reason: error.message, twin: false });
        }
      }
    }
  };
  await withTempDir(loadAll, options.tempDir);
  return {
    files,
    unloaded,
    links: await interruptible(database, signal, () =>
      linkProcesses(database, ID_FACTS, {
        clockRepair: options.clockRepair,
        onStep: hooks.onLink,
        signal,
      }),
    ),
  };
}

async function load(
  database: Database,
  file: PreparedFile,
  sourceId: number,
  tempDir: string,
  shapes: Set<number>,
): Promise<LoadedFile> {
  try {
    return await loadFile(database, file, sourceId, SOURCES, shapes);
  } catch (error) {
    if (!(error instanceof UnreadableLines)) throw error;
    const salvaged = await salvageLines(file, {
      tempDir,
      ...(error.isBad === undefined ? {} : { isBad: error.isBad }),
    });
    return loadFile(database, salvaged, sourceId, SOURCES, shapes, true);
  }
}
