import Table from 'cli-table3';
import type { Alert } from '../../model/alert.ts';
import { eventSubject } from '../../model/alert-subject.ts';
import { visible } from '../../model/text.ts';
import type { Terminal } from './terminal.ts';
import { columnsOf, cutColumns } from './width.ts';

/** Text in columns without lines, as `ls -l` would; the first `numeric` columns are set to the right. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  dim: (text: string) => string,
  numeric = 0,
): string {
  const none = Object.fromEntries(
    [
      'top',
      'top-mid',
      'top-left',
      'top-right',
      'bottom',
      'bottom-mid',
      'bottom-left',
      'bottom-right',
      'left',
      'left-mid',
      'mid',
      'mid-mid',
      'right',
      'right-mid',
    ].map((part) => [part, '']),
  );
  const table = new Table({
    head: head.map(dim),
    chars: { ...none, middle: '  ' },
    colAligns: head.map((_, index) => (index < numeric ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

/** Columns that a command line has at least, beside the rest. */
const LEAST_ROOM = 24;

/** Columns by which it is set in, on a line of its own. */
const BELOW = 16;

/** Between two columns. */
const GAP = 2;

const cell = (text: string | null | undefined, width: number): string =>
  cutColumns(visible(text ?? ''), width);

const about = (alert: Alert): string =>
  eventSubject(alert) ?? alert.process?.command_line ?? alert.event.action ?? '';

const parentOf = ({ process, ancestry }: Alert): string | undefined =>
  process?.parent.name ?? ancestry[0]?.name ?? undefined;

/**
 * Alerts as one line each, as much of them as the width has room for; with the rule where there are several. Where a command
 * line has no room beside the rest, it has a line of its own.
 */
export function printAlertTable({ width, color }: Terminal, alerts: readonly Alert[]): string {
  const severalRules = new Set(alerts.map(({ rule }) => `${rule.id}@${rule.version}`)).size > 1;
  for (const { head, row } of [WIDE_ROWS, NARROW_ROWS]) {
    const heads = [...head, ...(severalRules ? ['rule'] : [])];
    const rows = alerts.map((alert) => [...row(alert), ...(severalRules ? [cell(ruleOf(alert), 32)] : [])]);
    const used = heads.map((name, column) =>
      Math.max(...[name, ...rows.map((each) => each[column] as string)].map(columnsOf)),
    );
    const room = width - used.reduce((sum, columns) => sum + columns + GAP, 0);
    if (room < LEAST_ROOM) continue;
    const filled = rows.map((each, index) => [...each, cell(about(alerts[index] as Alert), room)]);
    return `${plainTable([...heads, cell('command line or subject', room)], filled, color.dim)}\n`;
  }
  const [head, ...lines] = plainTable(NARROW_ROWS.head, alerts.map(NARROW_ROWS.row), color.dim).split('\n');
  const below = alerts.map((alert) => {
    const text = [severalRules ? ruleOf(alert) : '', about(alert)].filter(Boolean).join(' · ');
    return color.dim(`${' '.repeat(BELOW)}${cell(text, width - BELOW)}`.trimEnd());
  });
  return [head, ...lines.flatMap((line, index) => [line, below[index] as string]), ''].join('\n');
}

const ruleOf = ({ rule }: Alert): string => `${rule.name} v${rule.version}`;

interface Rows {
  readonly head: readonly string[];
  readonly row: (alert: Alert) => readonly string[];
}

/** At most 34 columns with a pid of five digits, so that a line has 80. */
const EDGE = { names: 25, child: 12 } as const;

const edgeOf = (alert: Alert): string => {
  const [parent, child] = [visible(parentOf(alert) ?? '?'), visible(alert.process?.name ?? '')];
  const room = Math.max(EDGE.child, EDGE.names - columnsOf(parent));
  const cut = cutColumns(child, room);
  return `${cutColumns(parent, EDGE.names - columnsOf(cut))} → ${cut} ${alert.process?.pid ?? ''}`;
};

const verdictOf = ({ verdict }: Alert): string =>
  verdict === undefined ? '' : `${verdict.class} ${verdict.score}`;

const WIDE_ROWS: Rows = {
  head: ['time', 'verdict', 'host', 'parent', 'child', 'pid', 'link'],
  row: (alert) => {
    const link = alert.ancestry[0]?.link;
    return [
      alert.time,
      verdictOf(alert),
      cell(alert.host.name, 24),
      cell(parentOf(alert), 24),
      cell(alert.process?.name, 24),
      String(alert.process?.pid ?? ''),
      link === undefined ? '' : `${link.method} ${link.confidence.toFixed(2)}`,
    ];
  },
};

/** Time to the second, the host by its first label, and the edge in one. */
const NARROW_ROWS: Rows = {
  head: ['time (UTC)', 'verdict', 'host', 'parent → child, pid'],
  row: (alert) => [
    alert.time.slice(5, 19).replace('T', ' '),
    verdictOf(alert),
    cell(alert.host.name.split('.')[0], 12),
    edgeOf(alert),
  ],
};
