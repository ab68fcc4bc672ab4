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

/** Columns below which a table leaves out what a reader can do without. */
const WIDE = 140;

/** Columns that a command line has at least. */
const LEAST_ROOM = 12;

/** Between two columns. */
const GAP = 2;

const cell = (text: string | null | undefined, width: number): string =>
  cutColumns(visible(text ?? ''), width);

const about = (alert: Alert): string =>
  eventSubject(alert) ?? alert.process?.command_line ?? alert.event.action ?? '';

const parentOf = ({ process, ancestry }: Alert): string | undefined =>
  process?.parent.name ?? ancestry[0]?.name ?? undefined;

/** Alerts as one line each, as much of them as the width has room for. */
export function printAlertTable({ width, color }: Terminal, alerts: readonly Alert[]): string {
  const { head, row } = width < WIDE ? NARROW_ROWS : WIDE_ROWS;
  const rows = alerts.map(row);
  const used = head.map((name, column) =>
    Math.max(...[name, ...rows.map((each) => each[column] as string)].map(columnsOf)),
  );
  const room = Math.max(LEAST_ROOM, width - used.reduce((sum, columns) => sum + columns + GAP, 0));
  const filled = rows.map((each, index) => [...each, cell(about(alerts[index] as Alert), room)]);
  return `${plainTable([...head, cell('command line or subject', room)], filled, color.dim)}\n`;
}

interface Rows {
  readonly head: readonly string[];
  readonly row: (alert: Alert) => readonly string[];
}

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
    `${cell(parentOf(alert) ?? '?', 14)} → ${cell(alert.process?.name, 14)} ${alert.process?.pid ?? ''}`,
  ],
};
