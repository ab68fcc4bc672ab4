import { hunt } from '../../src/hunt/hunt.ts';
import type { Alert } from '../../src/model/alert.ts';
import { caseOf, type TestCase } from './case.ts';
import type { Files } from './fleet.ts';
import { shippedRule } from './rules.ts';

/** What a case came to: everything that must not depend on how the records lay in the files. */
export interface Outcome {
  readonly processes: Record<string, unknown>[];
  readonly links: Link[];
  readonly alerts: Alert[];
}

/** A link with the starts of its two ends in epoch milliseconds. */
interface Link {
  readonly child: string;
  readonly parent: string;
  readonly child_rid: number;
  readonly parent_rid: number;
  readonly child_host: number;
  readonly parent_host: number;
  readonly child_start: number | null;
  readonly parent_start: number | null;
  readonly method: string;
  readonly confidence: number;
  readonly rivals: number;
}

/** Reads processes, links and the alerts of the rule from a case. */
export async function outcomeOf(fleetCase: TestCase): Promise<Outcome> {
  return {
    processes: await fleetCase.rows(
      'SELECT rid, host_rid, entity_id, seen_via, pid, name, executable, command_line, epoch_us(start) AS start, epoch_us("end") AS "end", exit_code FROM flat.processes ORDER BY rid',
    ),
    links: await fleetCase.rows<Link>(
      `SELECT c.entity_id AS child, p.entity_id AS parent, child_rid, parent_rid, c.host_rid AS child_host, p.host_rid AS parent_host,
       epoch_ms(c.start) AS child_start, epoch_ms(p.start) AS parent_start, method, confidence, rivals
       FROM flat.links JOIN flat.processes c ON c.rid = child_rid JOIN flat.processes p ON p.rid = parent_rid ORDER BY ALL`,
    ),
    alerts: await hunt(fleetCase.database, [await shippedRule(314)]),
  };
}

/** The outcome of files, each a list of lines. */
export async function outcomeOfFiles(files: Files, options: { threads?: number } = {}): Promise<Outcome> {
  const texts = Object.entries(files).map(([name, lines]) => [
    name,
    lines.map((line) => `${line}\n`).join(''),
  ]);
  await using fleetCase = await caseOf(Object.fromEntries(texts), options);
  return await outcomeOf(fleetCase);
}

/** The same without what names a place in a file. */
export function withoutPlaces({ processes, links, alerts }: Outcome): unknown {
  const placeless = alerts.map(({ records, ...alert }) => ({
    ...alert,
    records: records.map(({ log, matched }) => `${log} ${matched}`).sort(),
  }));
  return { processes, links, alerts: placeless };
}
