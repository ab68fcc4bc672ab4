import { describe, expect, it } from 'vitest';
import { listedAlerts, NO_FILTER } from '../../../src/export/viewer/alert-order.ts';
import type { Alert } from '../../../src/model/alert.ts';
import type { VerdictClass } from '../../../src/model/verdict.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const [made] = excerpt({ processes: 50 }).alerts as [Alert];
const alert = (id: string, severity: string, judged?: readonly [VerdictClass, number]): Alert => ({
  ...made,
  id,
  rule: { ...made.rule, severity, risk_score: severity === 'high' ? 73 : 47 },
  ...(judged === undefined ? {} : { verdict: { class: judged[0], score: judged[1], reasons: [] } }),
});
const alerts = [
  alert('unjudged', 'medium'),
  alert('known', 'medium', ['known', 0]),
  alert('weak', 'medium', ['suspicious', 40]),
  alert('strong', 'medium', ['suspicious', 98]),
  alert('grave', 'high', ['artifact', 0]),
];
const order = (sort: 'Severity' | 'Verdict'): string[] =>
  listedAlerts(alerts, { ...NO_FILTER, sort }).map((index) => alerts[index]?.id as string);

describe('the list of alerts', () => {
  it('begins with the gravest rule, and of these with what triage takes for an attack', () => {
    expect(order('Severity')).toEqual(['grave', 'strong', 'weak', 'known', 'unjudged']);
  });

  it('or with what triage takes for an attack, whatever the rule', () => {
    expect(order('Verdict')).toEqual(['strong', 'weak', 'known', 'grave', 'unjudged']);
  });

  it('leaves nothing out by itself', () => {
    expect(listedAlerts(alerts, NO_FILTER)).toHaveLength(alerts.length);
  });
});
