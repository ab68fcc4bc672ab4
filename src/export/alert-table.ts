import type { Alert } from '../model/alert.ts';
import { eventSubject } from '../model/alert-subject.ts';
import type { CellType, Table, TableCell } from '../model/table.ts';

const user = (alert: Alert): string =>
  [alert.process?.user.domain, alert.process?.user.name].filter(Boolean).join('\\');

const COLUMNS: Record<string, readonly [CellType, (alert: Alert) => TableCell]> = {
  id: ['text', (alert) => alert.id],
  time: ['time', (alert) => alert.time || null],
  'host.name': ['text', (alert) => alert.host.name],
  'rule.name': ['text', (alert) => alert.rule.name],
  'rule.version': ['integer', (alert) => alert.rule.version],
  'rule.severity': ['text', (alert) => alert.rule.severity],
  'verdict.class': ['text', (alert) => alert.verdict?.class ?? null],
  'verdict.score': ['integer', (alert) => alert.verdict?.score ?? null],
  clause: ['text', (alert) => alert.clause],
  'event.action': ['text', (alert) => alert.event.action],
  'event.subject': ['text', (alert) => eventSubject(alert)],
  'process.name': ['text', (alert) => alert.process?.name ?? null],
  'process.pid': ['integer', (alert) => alert.process?.pid ?? null],
  'process.executable': ['text', (alert) => alert.process?.executable ?? null],
  'process.command_line': ['text', (alert) => alert.process?.command_line ?? null],
  'process.hash.sha256': ['text', (alert) => alert.process?.hash.sha256 ?? null],
  'process.entity_id': ['text', (alert) => alert.process?.entity_id ?? null],
  user: ['text', user],
  'process.parent.name': ['text', (alert) => alert.process?.parent.name ?? null],
  'process.parent.pid': ['integer', (alert) => alert.process?.parent.pid ?? null],
  'process.parent.executable': ['text', (alert) => alert.process?.parent.executable ?? null],
  'process.parent.command_line': ['text', (alert) => alert.process?.parent.command_line ?? null],
  parent_source: ['text', (alert) => alert.parent_source],
  ancestry: [
    'text',
    (alert) =>
      alert.ancestry.map((ancestor) => `${ancestor.name ?? '?'} (${ancestor.pid ?? '?'})`).join(' < '),
  ],
  link_confidence: ['number', (alert) => alert.ancestry[0]?.link.confidence ?? null],
  siblings: ['integer', (alert) => alert.siblings.count],
  descendants: ['integer', (alert) => alert.descendants.count],
  'verdict.reasons': [
    'text',
    (alert) => alert.verdict?.reasons.map(({ kind, text }) => `${kind}: ${text}`).join('; ') ?? null,
  ],
  facts: ['text', (alert) => alert.facts.join('; ')],
  records: ['text', (alert) => alert.records.map((record) => `${record.source}#${record.record}`).join('; ')],
};

/** Alerts as a table, the same in every format of tables. */
export const alertTable = (alerts: readonly Alert[]): Table<Alert> => ({
  columns: Object.entries(COLUMNS).map(([name, [type, value]]) => ({ name, type, value })),
  rows: alerts,
});
