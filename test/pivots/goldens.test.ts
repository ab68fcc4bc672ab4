import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPivots, SHIPPED_PIVOTS } from '../../src/cli/pivots/find-pivots.ts';
import type { Database } from '../../src/store/database.ts';
import { put } from '../support/case.ts';
import { deletedRecords } from '../support/evtx/deleted.ts';
import { evtxOfChunks } from '../support/evtx/evtx.ts';
import { countOf, fencedCase, tableOf } from '../support/pivots.ts';
import { PIVOT_ARGUMENTS } from './arguments.ts';

const GOLDEN = join(import.meta.dirname, '../../fixtures/golden/pivots');
const SAMPLE = join(
  import.meta.dirname,
  '../../../shared/data/samples/OTRF+Security-Datasets/datasets/atomic/windows/credential_access/host/cmd_psexec_lsa_secrets_dump.zip',
);

/** What the shipped example has nothing of: it is in fixtures/pivots. */
const NOT_IN_EXAMPLE = [
  'carved-events',
  'elevated',
  'failed-logons',
  'lateral-service',
  'masquerading',
  'network-without-parent',
  'parents-that-had-ended',
  'pipes',
  'process-access',
  'process-logons',
  'process-siblings',
  'remote-threads',
  'run-keys',
  'service-installs',
  'tampering',
  'wmi-persistence',
];

const pivots = await findPivots([]);
const argumentsOf = (name: string): readonly string[] => PIVOT_ARGUMENTS[name] ?? [];

/** The example, and what it has nothing of: activity of other kinds, and records that were deleted. */
const inputs = (folder: string): string[] => [
  'fixtures/example',
  'fixtures/pivots',
  put(folder, 'deleted.evtx', evtxOfChunks([deletedRecords()])),
];

const folders: string[] = [];
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  folders.push(folder);
  return folder;
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the pivots that come with Stemma', () => {
  let database: Database;
  let other: Database;
  let shipped: Database;
  const places = [makeFolder(), makeFolder(), makeFolder()] as const;
  const plain = (text: string): string =>
    places.reduce((left, place) => left.replaceAll(`${place}/`, ''), text);
  beforeAll(async () => {
    database = await fencedCase(places[0], inputs(places[0]), { carve: true });
    other = await fencedCase(places[1], inputs(places[1]).reverse(), { carve: true, threads: 1 });
    shipped = await fencedCase(places[2], ['fixtures/example']);
  });
  afterAll(() => {
    for (const each of [database, other, shipped]) each.close();
  });

  it('are the files of their folder, each with its golden, and no golden without', () => {
    const names = pivots.map(({ name }) => name);
    expect(names.length).toBeGreaterThanOrEqual(30);
    expect(readdirSync(SHIPPED_PIVOTS).map((file) => basename(file, '.sql'))).toEqual(names);
    expect(readdirSync(GOLDEN).map((file) => basename(file, '.txt'))).toEqual(names);
    for (const name of Object.keys(PIVOT_ARGUMENTS)) expect(names).toContain(name);
  });

  it.each(pivots)(
    '$name gives the rows of its golden, in whatever order and with whatever threads',
    async (pivot) => {
      const given = argumentsOf(pivot.name);
      const table = await tableOf(database, pivot, given, plain);
      expect(await tableOf(other, pivot, given, plain)).toBe(table);
      expect(table.trimEnd().split('\n').length).toBeGreaterThan(1);
      const asked = ['stemma query', pivot.name, ...given.map((pair) => `--param ${pair}`)].join(' ');
      await expect(`${asked}\n\n${table}`).toMatchFileSnapshot(join(GOLDEN, `${pivot.name}.txt`));
    },
  );

  it('are answered by the example itself, but for what it has nothing of', async () => {
    const empty: string[] = [];
    for (const pivot of pivots) {
      const given = argumentsOf(pivot.name).filter(
        (pair) => !pair.includes('WS-033') && !pair.includes('5D2A7C11'),
      );
      const needed = pivot.parameters.filter(
        ({ name, preset }) => preset === undefined && !given.some((pair) => pair.startsWith(`${name}=`)),
      );
      const all = [...given, ...needed.map(({ name }) => `${name}=WS-014:6292`)];
      if ((await countOf(shipped, pivot, all)) === 0) empty.push(pivot.name);
    }
    expect(empty).toEqual(NOT_IN_EXAMPLE);
  });

  it.each(pivots)('$name says what it is and orders its rows', ({ title, description, parameters, sql }) => {
    expect(title.length).toBeLessThan(80);
    expect(description).toMatch(/\.$/);
    expect(sql).toMatch(/\nORDER BY /);
    for (const { name } of parameters) expect(sql).toContain(`$${name}`);
  });
});

describe.skipIf(!existsSync(SAMPLE))('on a real log (../shared is absent where this is skipped)', () => {
  let database: Database;
  beforeAll(async () => {
    database = await fencedCase(makeFolder(), [SAMPLE]);
  });
  afterAll(() => database.close());

  it('every pivot without a parameter that must be given runs, and most find something', async () => {
    const free = pivots.filter(({ parameters }) => parameters.every(({ preset }) => preset !== undefined));
    let found = 0;
    for (const pivot of free) found += (await countOf(database, pivot, [])) > 0 ? 1 : 0;
    expect(free.length).toBeGreaterThan(40);
    expect(found).toBeGreaterThan(20);
  });
});
