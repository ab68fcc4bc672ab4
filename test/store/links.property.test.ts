import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ID_CLOCK_TOLERANCE_MS, MERGE_TOLERANCE_MS } from '../../src/model/link.ts';
import { execute } from '../../src/store/database.ts';
import { type Hidden, judge, linkBlind, type Outcome } from '../support/blind-links.ts';
import { caseOf, type TestCase } from '../support/case.ts';
import { type FleetProcess, filesOf, fleet, livedFleet } from '../support/fleet.ts';
import { outcomeOf } from '../support/outcome.ts';

const FLEETS = { numRuns: 25, seed: 20260310 };

it('makes a forest of any fleet, in which parents are of the same host and start first', async () => {
  await fc.assert(
    fc.asyncProperty(fleet, async (processes) => {
      const files = filesOf(processes);
      const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`]);
      await using fleetCase = await caseOf(Object.fromEntries(texts));
      const { links } = await outcomeOf(fleetCase);
      const parentOf = new Map(links.map((link) => [link.child_rid, link.parent_rid]));
      expect(parentOf.size).toBe(links.length);
      for (const link of links) {
        expect(link.parent_host).toBe(link.child_host);
        if (link.parent_start !== null && link.child_start !== null)
          expect(link.parent_start, JSON.stringify(link)).toBeLessThanOrEqual(
            link.child_start + ID_CLOCK_TOLERANCE_MS,
          );
        if (link.method === 'lifetime' || link.method === 'time')
          expect(link.parent_start).toBeLessThanOrEqual((link.child_start as number) + MERGE_TOLERANCE_MS);
        const above = new Set([link.child_rid]);
        for (let at = parentOf.get(link.child_rid); at !== undefined; at = parentOf.get(at)) {
          expect(above.has(at), 'a cycle').toBe(false);
          above.add(at);
        }
      }
    }),
    FLEETS,
  );
});

const LIVED = fc.sample(livedFleet(0), { numRuns: 60, seed: 20260310 });
const SKEWED = fc.sample(livedFleet(1500), { numRuns: 60, seed: 20260310 });

/** A linked case of fleets that could have lived: hosts are named after their fleet, and command lines tell which process is which. */
async function livedCase(fleets: readonly (readonly FleetProcess[])[]): Promise<TestCase> {
  const processes: FleetProcess[] = [];
  fleets.forEach((fleet, number) => {
    const before = processes.length;
    for (const { host, parent, ...process } of fleet)
      processes.push({ ...process, host: `${host}-${number}`, parent: parent + before });
  });
  const texts = Object.entries(filesOf(processes)).map(([name, lines]) => [name, `${lines.join('\n')}\n`]);
  const lived = await caseOf(Object.fromEntries(texts));
  await execute(
    lived.database,
    `CREATE TABLE owner AS SELECT source_id, record, regexp_extract("process.command_line", '-n (\\d+)$', 1)::INTEGER AS rid FROM flat.events WHERE kind <> 'end'`,
  );
  const truth = processes.flatMap(({ parent }, index) => (parent === index ? [] : [`(${index}, ${parent})`]));
  await execute(lived.database, `CREATE TABLE truth AS FROM (VALUES ${truth.join(', ')}) t(rid, parent_rid)`);
  return lived;
}

/** `sure`: of links of confidence 0.9 and more so many are right; `tied`: of children whose parent has no start so many have a wrong one. */
const HIDDEN: readonly { name: string; hidden: Hidden; sure: number; tied: number }[] = [
  { name: 'nothing else', hidden: {}, sure: 0.985, tied: 0.09 },
  { name: 'the ends', hidden: { ends: true }, sure: 0.96, tied: 0.18 },
  { name: 'the names of parents', hidden: { names: true }, sure: 0.98, tied: 0.2 },
  { name: 'ends and names', hidden: { names: true, ends: true }, sure: 1, tied: 0.38 },
];

describe.each(HIDDEN)('without ids, and $name hidden', ({ hidden, sure, tied }) => {
  it.each([
    { clock: 'one clock', fleets: LIVED, right: 1 },
    { clock: 'two clocks up to 1.5 s apart', fleets: SKEWED, right: 0.97 },
  ])('ties children to who lived by then: $clock', async ({ fleets, right }) => {
    await using lived = await livedCase(fleets);
    await linkBlind(lived.database, hidden);
    const outcomes = await judge(lived.database);
    const count = (test: (each: Outcome) => boolean): number =>
      outcomes.filter(test).reduce((sum, { children }) => sum + children, 0);
    const isTied = ({ outcome }: Outcome): boolean => outcome !== 'open';
    const isSure = (each: Outcome): boolean => isTied(each) && (each.confidence as number) >= 0.9;

    const seen = count((each) => each.parentSeen && each.method !== null);
    expect(seen).toBeGreaterThan(400);
    expect(count((each) => each.outcome === 'right') / seen).toBeGreaterThanOrEqual(right);
    expect(count((each) => isSure(each) && each.outcome === 'right')).toBeGreaterThanOrEqual(
      count(isSure) * sure,
    );
    // Of who was never seen nothing tells that the pid was another's but an end or a name.
    expect(count((each) => !each.parentSeen && isTied(each))).toBeLessThanOrEqual(
      count((each) => !each.parentSeen) * tied,
    );
    const late = `INTERVAL ${MERGE_TOLERANCE_MS} MILLISECOND`;
    const impossible = await lived.rows(
      `SELECT l.* FROM flat.links l JOIN flat.processes c ON c.rid = l.child_rid JOIN flat.processes p ON p.rid = l.parent_rid ` +
        `WHERE p.host_rid <> c.host_rid OR p.pid NOT IN (SELECT e."process.parent.pid" FROM flat.events e WHERE e.process_rid = c.rid AND e."process.parent.pid" IS NOT NULL) OR (p.seen_via = 'start' AND (p.start > c.start + ${late} OR p."end" < c.start - ${late}))`,
    );
    expect(impossible).toEqual([]);
  });
});

it('gives every record of a process exactly one process of its host', async () => {
  await fc.assert(
    fc.asyncProperty(fleet, async (processes) => {
      const files = filesOf(processes);
      const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`]);
      await using fleetCase = await caseOf(Object.fromEntries(texts));
      const [counts] = await fleetCase.rows(
        `SELECT count(*) AS records, count(p.rid) AS owned, count(*) FILTER (p.host_rid = e.host_rid) AS at_home,
         count(*) FILTER (p.pid = e."process.pid") AS fitting
         FROM flat.events e LEFT JOIN flat.processes p ON p.rid = e.process_rid`,
      );
      const records = Object.values(files).reduce((sum, lines) => sum + lines.length, 0);
      const fitting = processes.every(({ stolenId }) => stolenId === undefined) ? records : counts?.fitting;
      expect(counts).toEqual({ records, owned: records, at_home: records, fitting });
      const [rids] = await fleetCase.rows(
        'SELECT count(*) AS n, count(DISTINCT rid) AS different, count(DISTINCT entity_id) AS ids, coalesce(max(rid), -1) + 1 AS next FROM flat.processes',
      );
      expect(new Set(Object.values(rids as object)).size).toBe(1);
    }),
    FLEETS,
  );
});
