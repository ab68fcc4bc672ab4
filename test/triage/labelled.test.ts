import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CASES } from '../../fixtures/triage/cases.ts';
import { triageLog } from '../../fixtures/triage/generate.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { VERDICT_CLASSES } from '../../src/model/verdict.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseFrom } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const LOG = join(import.meta.dirname, '../../fixtures/triage/alerts.ndjson');

await using loaded = await caseFrom([[LOG]]);
const found = await hunt(loaded.database, [await shippedRule(314)]);
const judged = await judge(loaded.database, found, { reference: await triageReference() });

describe('the labelled set', () => {
  it('is what its stories write', () => expect(readFileSync(LOG, 'utf8')).toBe(triageLog()));

  it('has sixty alerts and more, of every class', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CASES.map(({ expect: label }) => label))).toEqual(new Set(VERDICT_CLASSES));
  });

  it.each(CASES.map((story, place) => ({ story, host: `T-${String(place + 1).padStart(3, '0')}` })))(
    '$story.expect: $story.label',
    ({ story, host }) => {
      const alerts = judged.filter((alert) => alert.host.name === host && alert.process?.pid === 2400);
      expect(alerts).toHaveLength(1);
      const verdict = alerts[0]?.verdict;
      const kinds = verdict?.reasons.map(({ kind }) => kind) ?? [];
      expect(kinds).toEqual(expect.arrayContaining([...story.because]));
      expect(verdict?.class, JSON.stringify(verdict?.reasons.map(({ kind, weight }) => [kind, weight]))).toBe(
        story.expect,
      );
    },
  );
});
