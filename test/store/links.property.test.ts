import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ID_CLOCK_TOLERANCE_MS, MERGE_TOLERANCE_MS } from '../../src/model/link.ts';
import { caseOf } from '../support/case.ts';
import { filesOf, fleet } from '../support/fleet.ts';
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
