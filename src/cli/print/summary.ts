import type { IngestReport } from '../../analyze.ts';
import type { Alert } from '../../model/alert.ts';
import { FACT_KINDS } from '../../model/fact-kinds.ts';
import { groupBy } from '../../model/group-by.ts';
import { visible } from '../../model/text.ts';
import { plainTable } from './alert-table.ts';
import { counted, number, tally } from './counted.ts';
import { printFindings } from './findings.ts';
import type { Terminal } from './terminal.ts';
import { verdictCounts } from './verdict.ts';

/** Files listed by name at most; those with rejects come first. */
const LISTED_FILES = 40;

/** Files that were not loaded for one and the same reason and are listed one by one, at most. */
const LISTED_SHARING = 10;

/** How many of more than that are named. */
const NAMED_SHARING = 3;

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const merge = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const merged: Record<string, number> = {};
  for (const counts of all)
    for (const [key, count] of Object.entries(counts)) merged[key] = (merged[key] ?? 0) + count;
  return merged;
};

/** What was not loaded: a line each, or one for a reason that many share. */
function unloadedLines({ unloaded }: IngestReport): string[] {
  const groups = groupBy(unloaded, ({ twin, reason }) =>
    twin ? 'same content as a file that is loaded' : reason,
  );
  return [...groups].flatMap(([reason, files]) => {
    if (files.length <= LISTED_SHARING)
      return files.map((file) => `${visible(file.path)}: ${visible(file.reason)}`);
    const first = files.slice(0, NAMED_SHARING).map((file) => visible(file.path));
    return [`${number(files.length)} files: ${visible(reason)}: ${first.join(', ')}, …`];
  });
}

/** What was read, file by file and in all: records in = events + rejected + skipped. */
export function printIngest(terminal: Terminal, report: IngestReport): string {
  const { color } = terminal;
  const files = [...report.files].sort((a, b) => Number(b.rejected > 0) - Number(a.rejected > 0));
  const listed = files
    .slice(0, LISTED_FILES)
    .map((file) => [
      number(file.records),
      number(file.events),
      number(file.rejected),
      number(file.skipped),
      `${visible(file.path)}${file.rejected > 0 ? color.yellow(`  ${tally(file.rejectsByReason)}`) : ''}`,
    ]);
  const head = ['records', 'events', 'rejected', 'skipped', 'file'];
  const lines = listed.length === 0 ? [] : [plainTable(head, listed, color.dim, 4)];
  if (files.length > LISTED_FILES)
    lines.push(
      color.dim(`… and ${counted(files.length - LISTED_FILES, 'more file')} (table sources has all)`),
    );
  const unloaded = unloadedLines(report);
  for (const line of unloaded.slice(0, LISTED_FILES)) lines.push(`${color.yellow('not loaded')}  ${line}`);
  if (unloaded.length > LISTED_FILES)
    lines.push(color.dim(`… and ${number(unloaded.length - LISTED_FILES)} more that were not loaded`));
  const total = (key: 'records' | 'events' | 'rejected' | 'skipped'): number =>
    sum(files.map((file) => file[key]));
  const skipped = tally(merge(files.map((file) => file.skippedByKind)), 8);
  const { links } = report;
  lines.push(
    `${counted(files.length, 'file')}: ${counted(total('records'), 'record')} = ${counted(total('events'), 'event')} + ${number(total('rejected'))} rejected + ${number(total('skipped'))} skipped`,
  );
  const { start = 0, already_running = 0 } = report.links.processesBySeenVia;
  if (start + already_running === 0)
    lines.push(color.yellow('no start of a process was found: there are no chains to show'));
  if (skipped !== '') lines.push(color.dim(`  skipped, not about processes: ${skipped}`));
  const timeless = sum(files.map((file) => file.withoutTime));
  if (timeless > 0)
    lines.push(
      color.yellow(`${counted(timeless, 'event')} without a readable time: --from and --to leave them out`),
    );
  if (links.processes > 0) {
    const several = links.merged > 0 ? `; ${number(links.merged)} in several logs` : '';
    const cycles = links.cyclesCut > 0 ? `; ${number(links.cyclesCut)} cut that closed a cycle` : '';
    lines.push(
      `${counted(links.processes, 'process', 'processes')} on ${counted(links.hosts, 'host')} (${tally(links.processesBySeenVia)})${several}`,
      `${counted(sum(Object.values(links.linksByMethod)), 'link')} (${tally(links.linksByMethod)})${cycles}`,
    );
  }
  if (links.hostsLinked < links.hosts)
    lines.push(
      color.dim(
        links.hostsLinked === 0
          ? 'nothing new to link'
          : `linked: ${counted(links.hostsLinked, 'host')} that the new files tell of; the others are as they were`,
      ),
    );
  lines.push(...printFindings(terminal, links.findings));
  return `${lines.join('\n')}\n`;
}

/** How many alerts by clause, or by rule where several have some, and by the facts that decide how far to believe them. */
export function printAlertCounts(terminal: Terminal, alerts: readonly Alert[], shown: number): string {
  const ruleOf = ({ rule }: Alert): string => `${visible(rule.name)} v${rule.version}`;
  const several = new Set(alerts.map(ruleOf)).size > 1;
  const counts = new Map<string, number>();
  for (const alert of alerts) {
    const key = several ? ruleOf(alert) : alert.clause;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const lines = [
    `${terminal.color.bold(`${counted(alerts.length, 'alert')}`)}${shown < alerts.length ? ` (${number(shown)} shown)` : ''}`,
    ...verdictCounts(terminal, alerts),
    ...most.map(([key, count]) => `  ${number(count).padStart(5)}  ${key}`),
  ];
  for (const kind of Object.values(FACT_KINDS)) {
    const count = alerts.filter((alert) => alert.facts.some((fact) => fact.startsWith(kind))).length;
    if (count > 0) lines.push(`  ${number(count).padStart(5)}  ${terminal.color.yellow('!')} ${kind}`);
  }
  return `${lines.join('\n')}\n`;
}
