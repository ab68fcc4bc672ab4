import { statSync } from 'node:fs';
import { type IngestReport, ingest, nothingRead } from '../analyze.ts';
import { InputError } from '../model/errors.ts';
import type { Database } from '../store/database.ts';
import { progressBar } from './print/progress.ts';
import type { GlobalOptions, LoadOptions, ResourceOptions } from './shared-options.ts';
import { stoppable } from './signals.ts';
import { writeReport } from './write-report.ts';

/** Parts that a link is counted in. */
const PARTS = 1000;

/** Loads and links inputs with a progress bar. */
export async function loadInputs(
  database: Database,
  inputs: readonly string[],
  options: LoadOptions & GlobalOptions & ResourceOptions,
): Promise<IngestReport> {
  const bar = progressBar(options.quiet);
  const size = (path: string): number =>
    path === '-' ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
  let pending = 0;
  let linked: number | undefined;
  let loading: string | undefined;
  const notice = (): string | undefined => {
    if (linked !== undefined) return 'stopping; the files that are loaded stay, to be linked the next time';
    // What is typed or piped in has no end that could be waited for.
    return loading === undefined || loading === '-' ? undefined : `stopping when ${loading} is loaded`;
  };
  const report = await stoppable(notice, async (signal) => {
    try {
      return await ingest(
        database,
        inputs,
        {
          onInputs: (paths) =>
            bar.start(
              paths.reduce((sum, path) => sum + size(path), 0),
              'bytes',
              'loading',
            ),
          onFile: (path) => {
            bar.advance(pending, path);
            pending = size(path);
            loading = path;
          },
          onLink: (done, what) => {
            if (linked === undefined) bar.start(PARTS, 'steps', what);
            bar.advance((done - (linked ?? 0)) * PARTS, what);
            linked = done;
          },
        },
        { ...options, signal },
      );
    } finally {
      bar.stop();
    }
  });
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
