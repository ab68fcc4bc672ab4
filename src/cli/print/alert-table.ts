import Table from 'cli-table3';
import type { Alert } from '../../model/alert.ts';
import { eventSubject } from '../../model/alert-subject.ts';
import { cut, visible } from '../../model/text.ts';
import type { Terminal } from './terminal.ts';

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

/** Alerts as one line each. */
export function printAlertTable(terminal: Terminal, alerts: readonly Alert[]): string {
  const commandWidth = Math.max(20, terminal.width - 120);
  const rows = alerts.map((alert) => {
    const { process, ancestry } = alert;
    const link = ancestry[0]?.link;
    return [
      alert.time,
      cut(visible(alert.host.name), 24),
      cut(visible(process?.parent.name ?? ancestry[0]?.name ?? ''), 24),
      cut(visible(process?.name ?? ''), 24),
      String(process?.pid ?? ''),
      link === undefined ? '' : `${link.method} ${link.confidence.toFixed(2)}`,
      cut(visible(eventSubject(alert) ?? process?.command_line ?? alert.event.action ?? ''), commandWidth),
    ];
  });
  return `${plainTable(['time', 'host', 'parent', 'child', 'pid', 'link', 'command line or subject'], rows, terminal.color.dim)}\n`;
}
