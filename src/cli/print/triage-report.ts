import { cut, safeJson, visible } from '../../model/text.ts';
import type { TriageReport } from '../../triage/report.ts';
import { plainTable } from './alert-table.ts';
import type { Terminal } from './terminal.ts';
import { type Section, sectionsOf } from './triage-sections.ts';
import { verdictLine } from './verdict.ts';

/** Widest cell of a printed report, and of its last column; JSON has everything. */
const CELL_WIDTH = 80;
const LAST_WIDTH = 300;
const MARKDOWN_WIDTH = 400;

const edgeOf = ({ alert: { process } }: TriageReport): string =>
  process === null ? '' : `${process.parent.name ?? '?'} → ${process.name ?? '?'} (${process.pid ?? '?'})`;

/** Every form in which reports are written. */
export const TRIAGE_WRITERS = {
  text: (reports: readonly TriageReport[], terminal: Terminal): string =>
    reports.map((report) => `${printText(report, terminal)}\n`).join('\n'),
  markdown: (reports: readonly TriageReport[]): string =>
    reports.map((report) => `${printMarkdown(report)}\n`).join('\n'),
  json: (reports: readonly TriageReport[]): string => `${safeJson(reports, 2)}\n`,
};

function printText(report: TriageReport, terminal: Terminal): string {
  const { color } = terminal;
  const { alert } = report;
  const head = [
    `${color.bold(color.yellow(`▲ ${visible(alert.rule.name)}`))} ${color.dim(`v${alert.rule.version} · ${alert.id}`)}`,
    `  ${alert.time}  ${visible(alert.host.name)}  ${visible(edgeOf(report))}`,
    `  ${verdictLine(terminal, alert.verdict)}`,
  ];
  return [
    ...head,
    ...sectionsOf(report).flatMap((section) => [
      '',
      color.bold(visible(section.title)),
      ...textOf(section, terminal),
    ]),
  ].join('\n');
}

function textOf({ head, rows, text, none }: Section, { color }: Terminal): string[] {
  if (text !== undefined && text !== '') return text.split('\n').map((line) => `  ${visible(line)}`);
  if (rows.length === 0) return [`  ${color.dim(none)}`];
  const cells = rows.map((row) =>
    row.map((cell, column) => cut(visible(cell), column === row.length - 1 ? LAST_WIDTH : CELL_WIDTH)),
  );
  const table =
    head === undefined
      ? plainTable(cells[0] as string[], cells.slice(1), (each) => each)
      : plainTable(head, cells, color.dim);
  return table.split('\n').map((line) => `  ${line}`);
}

/** Text that Markdown and HTML take for nothing but text. */
const plain = (text: string): string =>
  cut(visible(text), MARKDOWN_WIDTH)
    .replace(/[\\`*_{}[\]()#+!|~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // An address that a hostile command line writes must not become a link.
    .replace(/(https?|ftp)(?=:)/gi, '$1&#8203;');

function printMarkdown(report: TriageReport): string {
  const { alert } = report;
  return [
    `# ${plain(alert.rule.name)}: ${plain(edgeOf(report))}`,
    '',
    `- Alert: ${alert.id}, version ${alert.rule.version} of the rule`,
    `- Time: ${alert.time}`,
    `- Host: ${plain(alert.host.name)}`,
    `- Verdict: **${alert.verdict.class}**, score ${alert.verdict.score}`,
    ...sectionsOf(report).flatMap((section) => [
      '',
      `## ${plain(section.title)}`,
      '',
      ...markdownOf(section),
    ]),
  ].join('\n');
}

function markdownOf({ head, rows, text, none }: Section): string[] {
  if (text !== undefined && text !== '')
    return text.split('\n').map((line) => visible(line).replaceAll('<', '&lt;'));
  if (rows.length === 0) return [`_${none}_`];
  const columns = Math.max(...rows.map((row) => row.length));
  const heading = head ?? new Array<string>(columns).fill(' ');
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(heading),
    line(heading.map(() => '---')),
    ...rows.map((row) => line(row.map((cell) => plain(cell)))),
  ];
}
