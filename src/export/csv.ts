import type { Alert } from '../model/alert.ts';
import { eventSubject } from '../model/alert-subject.ts';
import { csvLines } from './csv-line.ts';

type Cell = string | number | null;

const user = (alert: Alert): string =>
  [alert.process?.user.domain, alert.process?.user.name].filter(Boolean).join('\\');

const COLUMNS: Record<string, (alert: Alert) => Cell> = {
  id: (alert) => alert.id,
  time: (alert) => alert.time,
  'host.name': (alert) => alert.host.name,
  'rule.name': (alert) => alert.rule.name,
  'rule.version': (alert) => alert.rule.version,
  'rule.severity': (alert) => alert.rule.severity,
  clause: (alert) => alert.clause,
  'event.action': (alert) => alert.event.action,
  'event.subject': (alert) => eventSubject(alert),
  'process.name': (alert) => alert.process?.name ?? null,
  'process.pid': (alert) => alert.process?.pid ?? null,
  'process.executable': (alert) => alert.process?.executable ?? null,
  'process.command_line': (alert) => alert.process?.command_line ?? null,
  'process.hash.sha256': (alert) => alert.process?.hash.sha256 ?? null,
  'process.entity_id': (alert) => alert.process?.entity_id ?? null,
  user,
  'process.parent.name': (alert) => alert.process?.parent.name ?? null,
  'process.parent.pid': (alert) => alert.process?.parent.pid ?? null,
  'process.parent.executable': (alert) => alert.process?.parent.executable ?? null,
  'process.parent.command_line': (alert) => alert.process?.parent.command_line ?? null,
  parent_source: (alert) => alert.parent_source,
  ancestry: (alert) =>
    alert.ancestry.map((ancestor) => `${ancestor.name ?? '?'} (${ancestor.pid ?? '?'})`).join(' < '),
  link_confidence: (alert) => alert.ancestry[0]?.link.confidence ?? null,
  siblings: (alert) => alert.siblings.count,
  descendants: (alert) => alert.descendants.count,
  facts: (alert) => alert.facts.join('; '),
  records: (alert) => alert.records.map((record) => `${record.source}#${record.record}`).join('; '),
};

/** One alert a row; see `csvLines` for what is made of hostile text. */
export function* csv(alerts: readonly Alert[]): Iterable<string> {
  yield csvLines([Object.keys(COLUMNS)]);
  for (const alert of alerts) yield csvLines([Object.values(COLUMNS).map((cell) => cell(alert))]);
}
