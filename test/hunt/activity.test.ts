import { afterAll, expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import type { Alert } from '../../src/model/alert.ts';
import { caseOf } from '../support/case.ts';
import { INTRUSION } from '../support/intrusion.ts';
import { shippedRule } from '../support/rules.ts';

const { rule } = await shippedRule(314);
const intrusion = await caseOf({ 'intrusion.ndjson': INTRUSION });
afterAll(() => intrusion.database.close());
const alertsOf = (query: string, exhaustive = false): Promise<Alert[]> =>
  hunt(intrusion.database, [compileRule({ ...rule, query })], { exhaustive });
const names = (alert: Alert | undefined): (string | null | undefined)[] => [
  alert?.process?.name,
  ...(alert?.ancestry ?? []).map(({ name }) => name),
];
const SHELL_CHAIN = ['powershell.exe', 'WINWORD.EXE', 'explorer.exe'];

it.each([
  [
    'a file',
    'file where file.extension : "exe" and process.name : "powershell.exe"',
    { file: { name: 'drop.exe' } },
  ],
  [
    'a registry value',
    'registry where registry.path : "*\\\\Run\\\\*" and event.type == "change"',
    { registry: { value: 'Updater' } },
  ],
  [
    'a connection',
    'network where destination.port == 443 and event.code == "3"',
    { destination: { ip: '203.0.113.9', port: 443 } },
  ],
  [
    'a connection of another log, by pid and time',
    'network where event.code == "5156"',
    { destination: { port: 443 } },
  ],
  [
    'a DNS query',
    'dns where dns.question.name : "*.evil.example"',
    { dns: { question: { name: 'cdn.evil.example' } } },
  ],
  [
    'an address that a query gave',
    'network where cidrmatch(dns.resolved_ip, "203.0.113.0/24")',
    { dns: { question: { name: 'cdn.evil.example' } } },
  ],
  [
    'a library',
    'library where dll.name : "amsi.dll" and dll.code_signature.trusted == true',
    { dll: { name: 'amsi.dll' } },
  ],
  [
    'an access to another process',
    'process where event.code == "10" and winlog.event_data.TargetImage : "*\\\\lsass.exe"',
    { winlog: { event_data: { GrantedAccess: '0x1010' } } },
  ],
  ['its end', 'process where event.type == "end"', {}],
])('ties %s to its process and its chain', async (_, query, groups) => {
  const [alert, ...others] = await alertsOf(query);
  expect(others).toEqual([]);
  expect(alert).toMatchObject(groups);
  expect(names(alert)).toEqual(SHELL_CHAIN);
  expect(alert?.records.filter(({ matched }) => matched)).toHaveLength(1);
  expect(await alertsOf(query, true)).toEqual([alert]);
});

it('knows a process of which only activity was logged by what that says', async () => {
  const [alert] = await alertsOf('network where destination.ip == "198.51.100.4"');
  expect(alert?.process).toMatchObject({
    seen_via: 'mentioned',
    name: 'beacon.exe',
    pid: 777,
    executable: 'C:\\ProgramData\\beacon.exe',
    start: '2026-03-10T08:51:40.000Z',
  });
  expect(alert?.ancestry).toEqual([]);
});

it.each([
  ['a driver', 'driver where dll.name : "rtcore64.sys"', { dll: { name: 'rtcore64.sys' } }],
  [
    'a logon',
    'authentication where event.action == "logged-in" and winlog.logon.type : "Network"',
    { source: { ip: '10.0.0.99' } },
  ],
  [
    'a service',
    'any where event.code == "7045" and winlog.event_data.ImagePath : "*psexesvc*"',
    { service: { name: 'PSEXESVC' } },
  ],
])('alerts on %s though it is of no process', async (_, query, groups) => {
  const [alert, ...others] = await alertsOf(query);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ ...groups, process: null, ancestry: [], siblings: { count: 0 } });
});

const SEQUENCE = `sequence by process.entity_id with maxspan=1m
  [process where event.type == "start" and process.name : "powershell.exe"]
  [network where destination.port == 443]
  [registry where registry.path : "*\\\\Run\\\\*"]`;

it('alerts on a sequence with every record and the chain', async () => {
  const [alert, ...others] = await alertsOf(SEQUENCE);
  expect(others).toEqual([]);
  expect(alert).toMatchObject({
    clause: 'sequence by process.entity_id with maxspan=1m [process] [network] [registry]',
    registry: { value: 'Updater' },
    steps: [
      {
        clause: expect.stringContaining('powershell.exe'),
        event: { code: '1' },
        records: [{ record: 2, matched: true }],
      },
      { destination: { port: 443 }, process: { name: 'powershell.exe' }, records: [{ record: 4 }] },
      { registry: { value: 'Updater' }, records: [{ record: 6 }] },
    ],
    chains: [],
  });
  expect(names(alert)).toEqual(SHELL_CHAIN);
  expect(alert?.records.map(({ record }) => record)).toEqual([2, 4, 6]);
  expect(await alertsOf(SEQUENCE, true)).toEqual([alert]);
});

it('lists the chain of each process of a sequence that spans several', async () => {
  const [alert] = await alertsOf(
    'sequence by host.name with maxspan=1h [process where process.name : "winword.exe"] [network where process.name : "beacon.exe"]',
  );
  expect(alert?.process?.name).toBe('beacon.exe');
  expect(alert?.chains).toMatchObject([
    { process: { name: 'WINWORD.EXE' }, ancestry: [{ name: 'explorer.exe' }] },
  ]);
});

it.each([
  [
    'a step that must be missing and is',
    '[process where process.name : "winword.exe"] ![file where file.name : "none"] [dns where true]',
    1,
  ],
  [
    'a step that must be missing and is not',
    '[process where process.name : "winword.exe"] ![process where process.name : "powershell.exe"] [dns where true]',
    0,
  ],
  [
    'the ancestry of a step',
    '[file where descendant of [process where process.name : "winword.exe"]] [driver where true]',
    1,
  ],
  [
    'no ancestry of a step',
    '[file where not child of [process where process.name : "winword.exe"]] [driver where true]',
    0,
  ],
])('decides a sequence by %s', async (_, terms, count) => {
  const query = `sequence by host.name with maxspan=1m ${terms}`;
  const alerts = await alertsOf(query);
  expect(alerts).toHaveLength(count);
  if (terms.includes('![') && count > 0) expect(alerts[0]?.steps?.[1]).toBeNull();
});

it('keeps the first and the last of what a pipe asks for', async () => {
  const times = async (pipe: string) =>
    (await alertsOf(`any where process.name : "powershell.exe" ${pipe}`)).map(({ event }) => event.code);
  expect(await times('| head 2')).toEqual(['1', '22']);
  expect(await times('| tail 1')).toEqual(['5']);
  expect(await times('| head 3 | tail 1')).toEqual(['3']);
});

it('finds one event a term for a sample, in any order', async () => {
  const [alert] = await alertsOf('sample by host.name [driver where true] [dns where true]');
  expect(alert?.steps).toMatchObject([{ event: { code: '6' } }, { event: { code: '22' } }]);
});

it('makes one alert of copies of one record', async () => {
  await using loaded = await caseOf({ 'a.ndjson': INTRUSION, 'b.ndjson': `${INTRUSION}\n` });
  const query = 'file where file.extension : "exe"';
  const alerts = await hunt(loaded.database, [compileRule({ ...rule, query })]);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]?.records).toHaveLength(2);
});
