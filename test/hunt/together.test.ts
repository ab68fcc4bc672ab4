import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { findMatches } from '../../src/hunt/find-matches.ts';
import { fleetLines } from '../bench/fleet.ts';
import { fleetActivityLines } from '../bench/fleet-activity.ts';
import { ruleQueries } from '../bench/rule-set.ts';
import { ruleText } from '../eql/rule-texts.ts';
import { caseOf } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const FLEET = { processes: 6000, hosts: 3, seed: 20261124 };
const { rule } = await shippedRule(314);
const compiled = (queries: readonly string[]) =>
  queries.map((query, index) => compileRule({ ...rule, id: `rule-${index}`, query }));

it.each([
  ['rules as they are written', [...ruleQueries(100), ...ruleQueries(300).slice(200)]],
  ['rules of any shape', fc.sample(ruleText, { numRuns: 60, seed: 11 })],
])('%s, hundreds at once, find what they find without narrowing', async (_, queries) => {
  const lines = [...fleetLines(FLEET)];
  await using loaded = await caseOf({
    'processes.ndjson': `${lines.join('\n')}\n`,
    'activity.ndjson': `${[...fleetActivityLines(lines)].join('\n')}\n`,
  });
  const rules = compiled(queries);
  const together = await findMatches(loaded.database, rules);
  const exhaustive = await findMatches(loaded.database, rules, { exhaustive: true });
  for (const [index, { matches }] of together.entries())
    expect(matches, queries[index]).toEqual(exhaustive[index]?.matches);
  expect(together.filter(({ matches }) => matches.length > 0).length).toBeGreaterThan(10);
  const looked = together.reduce((sum, { candidates }) => sum + candidates, 0);
  const all = exhaustive.reduce((sum, { candidates }) => sum + candidates, 0);
  expect(looked).toBeLessThan(all / 2);
});
