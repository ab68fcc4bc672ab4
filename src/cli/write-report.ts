import type { IngestReport } from '../analyze.ts';
import { safeJson } from '../model/text.ts';
import type { Database } from '../store/database.ts';
import { readCaseReport } from '../store/ingest-report.ts';
import { writeOutput } from './output.ts';

/**
 * Writes what a case holds after an ingest, and what was not loaded, to a JSON file.
 * @throws InputError when the file can't be written.
 */
export async function writeReport(database: Database, report: IngestReport, path: string): Promise<void> {
  const { files, logs, hosts } = await readCaseReport(database);
  const { findings, ...links } = report.links;
  const whole = {
    loaded: report.files.map((file) => file.path),
    not_loaded: report.unloaded,
    files,
    logs,
    hosts,
    clocks: findings.clocks,
    copies: findings.copies,
    conflicts: findings.conflicts,
    malformed_parents: findings.malformedParents,
    processes: {
      total: links.processes,
      by_seen_via: links.processesBySeenVia,
      in_several_logs: links.merged,
      without_start: links.processes - (links.processesBySeenVia.start ?? 0),
    },
    links: {
      by_method: links.linksByMethod,
      cycles_cut: links.cyclesCut,
      hosts: links.hosts,
      hosts_linked_now: links.hostsLinked,
    },
  };
  await writeOutput(path, [`${safeJson(whole, 2)}\n`]);
}
