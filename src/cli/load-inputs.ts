import { statSync } from 'node:fs';
import { type IngestReport, ingest, type LogOptions, nothingRead } from '../analyze.ts';
import { InputError } from '../model/errors.ts';
import type { Database } from '../store/database.ts';
import { progressBar } from './print/progress.ts';

/** Loads and links inputs with a progress bar. */
export async function loadInputs(
  database: Database,
  inputs: readonly string[],
  quiet: boolean,
  options: LogOptions = {},
): Promise<IngestReport> {
  const bar = progressBar(quiet);
  const size = (path: string): number => (path === '-' ? 0 : statSync(path).size);
  let pending = 0;
  try {
    return await ingest(
      database,
      inputs,
      {
        onInputs: (paths) =>
          bar.start(
            paths.reduce((sum, path) => sum + size(path), 0),
            'loading',
          ),
        onFile: (path) => {
          bar.advance(pending, path);
          pending = path === '-' ? 0 : size(path);
        },
        onLink: () => bar.advance(pending, 'linking processes'),
      },
      options,
    );
  } finally {
    bar.stop();
  }
}

/** @throws InputError when no record of the inputs could be read, or none is of a kind that is known. */
export function refuseNothing(report: IngestReport, command: string): void {
  if (!nothingRead(report)) return;
  const some = report.files.some((file) => file.records > file.rejected);
  throw new InputError(
    some ? 'no record of the inputs is of a known kind' : 'no record could be read from the inputs',
    {
      remedy: `The lines above say why; \`stemma ${command} --help\` says what is read.`,
    },
  );
}
