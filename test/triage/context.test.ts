import { describe, expect, it } from 'vitest';
import { excerpt } from '../../src/hunt/excerpt.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { sameStory } from '../../src/model/same-story.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { contextOf } from '../../src/triage/context.ts';
import { investigate } from '../../src/triage/investigate.ts';
import { judge } from '../../src/triage/judge.ts';
import type { TriageReport } from '../../src/triage/report.ts';
import { caseFrom } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

describe('the context of an excerpt', async () => {
  await using example = await caseFrom([['fixtures/example'], ['fixtures/triage']]);
  const { database } = example;
  const compiled = await shippedRule(314);
  const reference = await triageReference();
  const alerts = await judge(database, await hunt(database, [compiled]), { reference });
  const page = await excerpt(database, { kind: 'alerts', alerts }, { rules: [compiled] });
  const context = await contextOf(database, page, { reference, rules: [compiled.rule] });
  const guideOf = (): string => compiled.rule.guide;
  const reports: TriageReport[] = [];
  for (const alert of alerts.slice(0, 12))
    reports.push(await investigate(database, alert, { reference, alerts, guideOf }));

  it('has what each alert\u2019s own investigation finds', () => {
    expect(reports.length).toBeGreaterThan(8);
    for (const report of reports) {
      const place = page.alerts.findIndex(({ id }) => id === report.alert.id);
      const around = context.alerts.find(({ alert }) => alert === place);
      expect(around?.services).toEqual(report.services);
      expect(around?.logons).toEqual(report.logons);
      for (const link of report.chain) {
        const node = page.nodes.findIndex(({ entity_id }) => entity_id === link.entity_id);
        const image = context.images.find((each) => each.node === node);
        expect(image?.at_home ?? null).toBe(link.at_home);
        expect(image?.original_file_name ?? null).toBe(link.original_file_name);
        expect(image?.path?.processes).toBe(link.prevalence.path?.processes);
        expect(image?.hash?.days).toBe(link.prevalence.hash?.days);
      }
      expect(sameStory(report.alert, alerts)).toHaveLength(report.related.count);
      expect(context.responses).toEqual([
        { rule: compiled.rule.id, version: compiled.rule.version, text: report.response },
      ]);
    }
  });

  it('has logons, images in the wrong place and the rule\u2019s steps', () => {
    expect(context.alerts.some(({ logons }) => logons.length > 0)).toBe(true);
    expect(context.images.some(({ at_home }) => at_home === false)).toBe(true);
    expect(context.responses[0]?.text).toMatch(/^- Isolate the host/);
  });

  it('of nothing is nothing', async () => {
    expect(await contextOf(database, { nodes: [], alerts: [] }, { reference, rules: [] })).toEqual({
      images: [],
      alerts: [],
      responses: [],
    });
  });
});
