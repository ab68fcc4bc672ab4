import fc from 'fast-check';
import { expect, it } from 'vitest';
import { expandInputs } from '../../src/formats/prepare.ts';
import { ID_FACTS } from '../../src/sources/fields.ts';
import { openCase } from '../../src/store/case.ts';
import { query } from '../../src/store/database.ts';
import { linkProcesses } from '../../src/store/link.ts';
import { caseFrom, inFolder, ndjson, put } from '../support/case.ts';
import { DUMPED, differences, dumpCase } from '../support/dump.ts';
import { fleetInOrder } from '../support/fleet.ts';

it('dumps every table of a case but those that say where rows lie', async () => {
  const database = await openCase(':memory:');
  const tables = await query<{ name: string }>(
    database,
    "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'flat' ORDER BY name",
  );
  database.close();
  expect(tables.map(({ name }) => name).filter((name) => !DUMPED.includes(name))).toEqual([
    'activity_runs',
    'events_runs',
    'version',
  ]);
});

it('comes to the same, in every table, when files are added one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(fleetInOrder, async ([files, order]) => {
      await inFolder(async (folder) => {
        const paths = order.map((name) => put(folder, name, `${(files[name] ?? []).join('\n')}\n`));
        await using together = await caseFrom([paths]);
        await using apart = await caseFrom(paths.map((path) => [path]));
        const whole = await dumpCase(together.database);
        expect(differences(whole, await dumpCase(apart.database))).toEqual([]);
        await linkProcesses(apart.database, ID_FACTS, { anew: true });
        expect(differences(whole, await dumpCase(apart.database))).toEqual([]);
      });
    }),
    { numRuns: 8, seed: 20260310 },
  );
});

it('comes to the same for logs of every kind, added a few files at a time, the last first', async () => {
  const inputs = ['fixtures/sources', 'fixtures/example'];
  await using together = await caseFrom([inputs]);
  const whole = await dumpCase(together.database);
  const paths = (await expandInputs(inputs)).reverse();
  expect(paths.length).toBeGreaterThan(30);
  const groups = Array.from({ length: 6 }, (_, turn) => paths.filter((_, index) => index % 6 === turn));
  await using apart = await caseFrom(groups);
  expect(differences(whole, await dumpCase(apart.database))).toEqual([]);
  expect(apart.report.links.hostsLinked).toBeLessThan(apart.report.links.hosts);
});

/** NDJSON of a Sysmon process start, and whatever else it says. */
const start = (host: string, guid: string, more: object = {}): string =>
  ndjson([
    {
      Channel: 'Microsoft-Windows-Sysmon/Operational',
      EventID: 1,
      Hostname: host,
      UtcTime: '2026-03-10 08:00:01.000',
      ProcessGuid: guid,
      ProcessId: 100,
      Image: 'C:\\Windows\\System32\\cmd.exe',
      ...more,
    },
  ]);

const GUID = '{00000000-cf81-69af-0100-000000000000}';
const OTHER = '{00000000-cf81-69af-0200-000000000000}';

const security = (host: string, id: number, more: object): string =>
  ndjson([
    {
      Channel: 'Security',
      ProviderName: 'Microsoft-Windows-Security-Auditing',
      EventID: id,
      Hostname: host,
      EventTime: '2026-03-10 08:00:01.500',
      ...more,
    },
  ]);

const defend = (host: object, id: string): string =>
  ndjson([
    {
      '@timestamp': '2026-03-10T08:00:01.000Z',
      agent: { type: 'endpoint' },
      event: { category: ['process'], type: ['start'], action: 'start' },
      host: { os: { type: 'windows' }, ...host },
      process: { entity_id: id, pid: 100, name: 'cmd.exe', executable: 'C:\\Windows\\System32\\cmd.exe' },
    },
  ]);

it.each([
  ['an id that another host has too', { 'b.ndjson': start('B', GUID) }, { 'a.ndjson': start('A', GUID) }, 1],
  [
    'an id that a host shares no longer, since both are one',
    { 'b.ndjson': start('B', GUID) + start('B.corp.example', OTHER), 'c.ndjson': start('C', GUID) },
    { 'a.ndjson': start('A', OTHER) },
    1,
  ],
  [
    'a host between others, and processes of every kind',
    {
      'a.ndjson': start('A', GUID, {
        ParentProcessGuid: OTHER,
        ParentProcessId: 50,
        ParentImage: 'C:\\x.exe',
      }),
      'c.ndjson':
        start('C', GUID, { ParentProcessGuid: OTHER, ParentProcessId: 50, ParentImage: 'C:\\x.exe' }) +
        security('C', 4689, { ProcessId: '0x999', ProcessName: 'C:\\y.exe' }),
    },
    {
      'b.ndjson':
        start('B', GUID, { ParentProcessGuid: OTHER, ParentProcessId: 50, ParentImage: 'C:\\x.exe' }) +
        security('B', 4689, { ProcessId: '0x999', ProcessName: 'C:\\y.exe' }),
    },
    1,
  ],
  [
    'an id that joins two names',
    {
      'a.ndjson': defend({ id: 'one' }, 'p1') + defend({ id: 'two', name: 'ws' }, 'p2'),
      'c.ndjson': defend({ name: 'other' }, 'p3'),
    },
    { 'b.ndjson': defend({ id: 'one', name: 'ws2' }, 'p4') + defend({ name: 'ws2.corp.example' }, 'p5') },
    1,
  ],
  [
    'a name that now goes with two ids',
    {
      'a.ndjson': defend({ id: 'one', name: 'ws' }, 'p1') + defend({ name: 'ws' }, 'p2'),
      'c.ndjson': defend({ name: 'other' }, 'p3'),
    },
    { 'b.ndjson': defend({ id: 'two', name: 'ws' }, 'p4') },
    3,
  ],
  [
    'an account that another host tells the name of',
    {
      'a.ndjson': security('A', 4688, {
        NewProcessId: '0x64',
        NewProcessName: 'C:\\y.exe',
        SubjectUserSid: 'S-1-5-21-1-2-3-1001',
      }),
    },
    {
      'b.ndjson': security('B', 4624, {
        TargetUserSid: 'S-1-5-21-1-2-3-1001',
        TargetUserName: 'alice',
        TargetLogonId: '0x77',
        LogonType: 2,
      }),
    },
    1,
  ],
])('comes to the same with %s', async (_, before, added, linked) => {
  await inFolder(async (folder) => {
    const first = Object.entries(before).map(([name, text]) => put(folder, name, text));
    const second = Object.entries(added).map(([name, text]) => put(folder, name, text));
    await using together = await caseFrom([[...first, ...second]]);
    await using apart = await caseFrom([first, second]);
    expect(differences(await dumpCase(together.database), await dumpCase(apart.database))).toEqual([]);
    expect(apart.report.links.hostsLinked).toBe(linked);
  });
});

it('links nothing where nothing is new, and all where clocks are to be left alone', async () => {
  await inFolder(async (folder) => {
    const path = put(folder, 'a.ndjson', start('A', GUID));
    await using loaded = await caseFrom([[path], [path]]);
    expect(loaded.report.links).toMatchObject({ hosts: 1, hostsLinked: 0, processes: 1 });
    const again = await linkProcesses(loaded.database, ID_FACTS, { clockRepair: false });
    expect(again).toMatchObject({ hosts: 1, hostsLinked: 1, processes: 1 });
  });
});

it('names a file as if its copies had come in order', async () => {
  await inFolder(async (folder) => {
    const paths = ['b.ndjson', 'a.ndjson', 'c.ndjson'].map((name) => put(folder, name, start('A', GUID)));
    await using together = await caseFrom([paths]);
    await using apart = await caseFrom(paths.map((path) => [path]));
    expect(differences(await dumpCase(together.database), await dumpCase(apart.database))).toEqual([]);
    expect(await apart.rows('SELECT path FROM sources')).toEqual([{ path: paths[1] }]);
  });
});
