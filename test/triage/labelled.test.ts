import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CASES } from '../../fixtures/triage/cases.ts';
import { triageLog } from '../../fixtures/triage/generate.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { REASON_KINDS, VERDICT_CLASSES } from '../../src/model/verdict.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseFrom } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const LOG = join(import.meta.dirname, '../../fixtures/triage/alerts.ndjson');

/** Branches of version 314. */
const CLAUSES = 24;

await using loaded = await caseFrom([[LOG]]);
const found = await hunt(loaded.database, [await shippedRule(314)]);
const judged = await judge(loaded.database, found, { reference: await triageReference() });
const reversed = await judge(loaded.database, [...found].reverse(), { reference: await triageReference() });

describe('the labelled set', () => {
  it('is what its stories write', () => expect(readFileSync(LOG, 'utf8')).toBe(triageLog()));

  it('has sixty alerts and more, of every class', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(CASES.map(({ expect: label }) => label))).toEqual(new Set(VERDICT_CLASSES));
  });

  it('has every kind of reason but those that several hosts or a baseline take', () => {
    const kinds = new Set(judged.flatMap(({ verdict }) => verdict.reasons.map(({ kind }) => kind)));
    expect(REASON_KINDS.filter((kind) => !kinds.has(kind))).toEqual([
      'common_pair',
      'baseline_pair',
      'other_hash',
      'not_in_baseline',
    ]);
  });

  it('is of every clause of the rule', () => {
    expect(new Set(found.map(({ clause }) => clause)).size).toBe(CLAUSES);
  });

  it('drops no alert, and gives the same verdicts to alerts in another order', () => {
    expect(judged.map(({ id }) => id)).toEqual(found.map(({ id }) => id));
    expect(reversed.reverse()).toEqual(judged);
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
