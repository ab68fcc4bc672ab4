import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { findMatches } from '../../src/hunt/find-matches.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseFrom, caseOf, inFolder, put } from '../support/case.ts';
import { type Files, filesOf, fleet, fleetInOrder } from '../support/fleet.ts';
import { outcomeOfFiles, withoutPlaces } from '../support/outcome.ts';
import { shippedRule } from '../support/rules.ts';

const FLEETS = { numRuns: 15, seed: 20260310 };
const ZONE = process.env.TZ;

afterEach(() => {
  process.env.TZ = ZONE;
});

/** The lines of each file in another order. */
const shuffled = (files: Files): fc.Arbitrary<Files> =>
  fc
    .tuple(
      ...Object.values(files).map((lines) => fc.shuffledSubarray([...lines], { minLength: lines.length })),
    )
    .map((orders) =>
      Object.fromEntries(Object.keys(files).map((name, index) => [name, orders[index] as string[]])),
    );

it('comes to the same in whatever order the lines lie', async () => {
  const fleetAndOrder = fleet.map(filesOf).chain((files) => fc.tuple(fc.constant(files), shuffled(files)));
  await fc.assert(
    fc.asyncProperty(fleetAndOrder, async ([files, others]) => {
      expect(withoutPlaces(await outcomeOfFiles(others))).toEqual(withoutPlaces(await outcomeOfFiles(files)));
    }),
    FLEETS,
  );
});

it('comes to the same when every record is there twice', async () => {
  await fc.assert(
    fc.asyncProperty(fleet.map(filesOf), async (files) => {
      const copies = Object.entries(files).map(([name, lines]) => [`copy-${name}`, [...lines, '']]);
      const twice = await outcomeOfFiles({ ...files, ...Object.fromEntries(copies) });
      const once = await outcomeOfFiles(files);
      expect({ ...twice, alerts: twice.alerts.map(({ id }) => id) }).toEqual({
        ...once,
        alerts: once.alerts.map(({ id }) => id),
      });
    }),
    FLEETS,
  );
});

it('gives the same bytes for any order of the inputs, number of threads and time zone', async () => {
  const rule = await shippedRule(314);
  await fc.assert(
    fc.asyncProperty(fleetInOrder, async ([files, order]) => {
      await inFolder(async (folder) => {
        const paths = new Map(
          Object.entries(files).map(([name, lines]) => [name, put(folder, name, `${lines.join('\n')}\n`)]),
        );
        const bytes = async (names: readonly string[], threads: number, zone: string): Promise<string> => {
          process.env.TZ = zone;
          await using fleetCase = await caseFrom([names.map((name) => paths.get(name) as string)], {
            threads,
          });
          return JSON.stringify(await hunt(fleetCase.database, [rule]));
        };
        const once = await bytes(Object.keys(files), 2, 'UTC');
        expect(await bytes(order, 1, 'America/St_Johns')).toBe(once);
      });
    }),
    FLEETS,
  );
});

it('comes to the same when files are ingested one after the other, in any order', async () => {
  const rule = await shippedRule(314);
  await fc.assert(
    fc.asyncProperty(fleetInOrder, async ([files, order]) => {
      await inFolder(async (folder) => {
        const paths = order.map((name) => put(folder, name, `${(files[name] ?? []).join('\n')}\n`));
        await using together = await caseFrom([paths]);
        await using apart = await caseFrom(paths.map((path) => [path]));
        expect(await hunt(apart.database, [rule])).toEqual(await hunt(together.database, [rule]));
      });
    }),
    FLEETS,
  );
});

it('finds the same hits with and without narrowing', async () => {
  const rules = [await shippedRule(314), await shippedRule(323)];
  await fc.assert(
    fc.asyncProperty(fleet.map(filesOf), async (files) => {
      const texts = Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`]);
      await using fleetCase = await caseOf(Object.fromEntries(texts));
      for (const rule of rules) {
        const [all] = await findMatches(fleetCase.database, [rule], { exhaustive: true });
        expect((await findMatches(fleetCase.database, [rule]))[0]?.matches).toEqual(all?.matches);
      }
    }),
    FLEETS,
  );
});
