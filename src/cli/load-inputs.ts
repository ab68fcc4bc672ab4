import { statSync } from 'node:fs';
import { type IngestReport, ingest, nothingRead } from '../analyze.ts';
import { InputError } from '../model/errors.ts';
import type { Database } from '../store/database.ts';
import { progressBar } from './print/progress.ts';
import type { GlobalOptions, LoadOptions, ResourceOptions } from './shared-options.ts';
import { writeReport } from './write-report.ts';

/** Loads and links inputs with a progress bar. */
export async function loadInputs(
  database: Database,
  inputs: readonly string[],
  options: LoadOptions & GlobalOptions & ResourceOptions,
): Promise<IngestReport> {
  const bar = progressBar(options.quiet);
  const size = (path: string): number => (path === '-' ? 0 : statSync(path).size);
  let pending = 0;
  let report: IngestReport;
  try {
    report = await ingest(
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
  if (options.report !== undefined) await writeReport(database, report, options.report);
  return report;
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
