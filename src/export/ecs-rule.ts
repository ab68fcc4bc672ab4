import { createHash } from 'node:crypto';
import type { Alert } from '../model/alert.ts';
import type { Rule } from '../model/rule.ts';
import { type Document, present } from './ecs-document.ts';

/** The version of Kibana whose alert documents these follow. */
const KIBANA = '8.19.0';

/** What an alert document says of its rule; `whole` is the rule where it is at hand, `execution` the run that found the alert. */
export function ruleFields({ rule }: Alert, whole: Rule | undefined, execution: string): Document {
  const parameters = {
    author: whole?.author,
    description: whole?.description,
    from: whole?.from,
    index: whole?.index,
    language: 'eql',
    license: whole?.license,
    max_signals: whole?.maxSignals,
    query: whole?.query,
    references: whole?.references,
    risk_score: rule.risk_score,
    rule_id: rule.id,
    severity: rule.severity,
    threat: rule.threat,
    to: 'now',
    type: 'eql',
    version: rule.version,
  };
  const fields = {
    author: whole?.author ?? [],
    category: 'Event Correlation Rule',
    consumer: 'siem',
    description: whole?.description ?? '',
    enabled: true,
    'execution.uuid': execution,
    from: whole?.from,
    indices: whole?.index,
    interval: whole?.interval,
    license: whole?.license,
    max_signals: whole?.maxSignals,
    name: rule.name,
    parameters: present(parameters),
    producer: 'siem',
    references: whole?.references ?? [],
    risk_score: rule.risk_score,
    rule_id: rule.id,
    rule_type_id: 'siem.eqlRule',
    severity: rule.severity,
    tags: whole?.tags ?? [],
    threat: rule.threat,
    to: 'now',
    type: 'eql',
    uuid: rule.id,
    version: rule.version,
  };
  return {
    'kibana.version': KIBANA,
    ...Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [`kibana.alert.rule.${name}`, value]),
    ),
  };
}

/** An id of the run that found alerts, a UUID: of the same rule and the same alerts the same. */
export function executionOf(rule: Alert['rule'], alerts: readonly Alert[]): string {
  const ids = alerts.map(({ id }) => id).sort();
  const hex = createHash('sha256')
    .update([rule.id, rule.version, ...ids].join('\n'))
    .digest('hex');
  const variant = ((Number.parseInt(hex[16] as string, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
