import { expect, it } from 'vitest';
import { compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { clausesOf } from '../../src/hunt/narrow.ts';
import type { Alert } from '../../src/model/alert.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const { rule } = await shippedRule(314);
const compiled = (query: string) => compileRule({ ...rule, query });

async function alertsOf(files: Readonly<Record<string, readonly object[]>>, query: string): Promise<Alert[]> {
  await using loaded = await caseOf(
    Object.fromEntries(Object.entries(files).map(([name, records]) => [name, `${ndjson(records)}\n`])),
  );
  return await hunt(loaded.database, [compiled(query)]);
}

const security = (EventID: number, RecordNumber: number, time: string, data: object): object => ({
  EventID,
  Channel: 'Security',
  SourceName: 'Microsoft-Windows-Security-Auditing',
  Hostname: 'WS-1',
  RecordNumber,
  TimeCreated: `2026-03-10T10:00:${time}Z`,
  ...data,
});
const failure = security(4625, 7, '01.000', { TargetUserName: 'bob', IpAddress: '10.0.0.9' });

it('counts a record that two exports hold once in a sequence', async () => {
  const query =
    'sequence by user.name with maxspan=1m [authentication where event.outcome == "failure"] with runs=2';
  const other = security(4634, 8, '02.000', { TargetUserName: 'bob' });
  expect(await alertsOf({ 'a.ndjson': [failure], 'b.ndjson': [failure, other] }, query)).toEqual([]);
  const again = security(4625, 9, '03.000', { TargetUserName: 'bob' });
  expect(await alertsOf({ 'a.ndjson': [failure], 'b.ndjson': [failure, again] }, query)).toHaveLength(1);
});

it.each(['foo.exe', 'bar.exe'])(
  'ties a record to who had the pid then, not to %s, who had it next',
  async (next) => {
    const start = (image: string, record: number, time: string, line: string) =>
      security(4688, record, time, {
        NewProcessId: '0x64',
        NewProcessName: `C:\\Temp\\${image}`,
        CommandLine: line,
        ProcessId: '0x4',
      });
    const access = security(4663, 2, '04.600', { ProcessId: '0x64', ProcessName: 'C:\\Temp\\foo.exe' });
    const records = [start('foo.exe', 1, '00.000', 'foo A'), access, start(next, 3, '05.200', 'foo B')];
    const [alert] = await alertsOf({ 'a.ndjson': records }, 'any where event.code == "4663"');
    expect(alert?.process?.command_line).toBe('foo A');
  },
);

it('keeps the subject of a logon with the credentials of another', async () => {
  const explicit = security(4648, 1, '00.000', { SubjectUserName: 'alice', TargetUserName: 'admin' });
  const query = 'any where user.name == "alice" and winlog.event_data.TargetUserName == "admin"';
  expect(await alertsOf({ 'a.ndjson': [explicit] }, query)).toHaveLength(1);
});

it('takes a connection that calls itself of a process for a connection', async () => {
  const event = { category: ['process', 'network'], type: ['start', 'connection'] };
  const connection = {
    '@timestamp': '2026-03-10T10:00:00Z',
    event,
    host: { name: 'WS-1', os: { type: 'windows' } },
    process: { entity_id: 'x', pid: 5, name: 'a.exe' },
    destination: { ip: ['1.2.3.4', '5.6.7.8'] },
  };
  const [alert] = await alertsOf({ 'a.ndjson': [connection] }, 'network where destination.ip == "1.2.3.4"');
  expect(alert?.process).toMatchObject({ name: 'a.exe', seen_via: 'mentioned', start: null });
});

it('asks events of a sample for no time', async () => {
  const of = (category: string) => ({
    event: { category: [category] },
    host: { name: 'WS-1' },
    user: { name: 'bob' },
  });
  const records = { 'a.ndjson': [of('file'), of('network')] };
  expect(await alertsOf(records, 'sample by user.name [file where true] [network where true]')).toHaveLength(
    1,
  );
  expect(await alertsOf(records, 'sequence by user.name [file where true] [network where true]')).toEqual([]);
});

it('reads what a pipeline has moved from the data of the event to ECS', async () => {
  const winlog = (channel: string, provider: string, event_id: number, data: object) => ({
    '@timestamp': '2026-03-10T10:00:00Z',
    winlog: { channel, provider_name: provider, event_id, computer_name: 'WS-1', event_data: {} },
    ...data,
  });
  const sysmon = (id: number, data: object) =>
    winlog('Microsoft-Windows-Sysmon/Operational', 'Microsoft-Windows-Sysmon', id, {
      process: { entity_id: '{4d5ec2a1-8f66-69af-0c01-000000001200}', executable: 'C:\\a.exe' },
      ...data,
    });
  const records = {
    'a.ndjson': [
      winlog('Security', 'Microsoft-Windows-Security-Auditing', 4624, {
        source: { ip: '10.0.0.9', port: 5000 },
        process: { pid: 700, executable: 'C:\\Windows\\System32\\services.exe' },
      }),
      sysmon(7, { file: { path: 'C:\\x.dll' } }),
      sysmon(13, { registry: { path: 'HKLM\\a\\b', data: { strings: ['1', '2'] } } }),
      sysmon(22, { dns: { question: { name: 'x.example' }, resolved_ip: ['192.0.2.1'] } }),
      sysmon(3, { network: { direction: 'ingress', type: 'ipv6' } }),
    ],
  };
  for (const condition of [
    'source.ip == "10.0.0.9" and process.name == "services.exe"',
    'dll.name == "x.dll"',
    'registry.data.strings == "2" and registry.value == "b"',
    'dns.resolved_ip == "192.0.2.1"',
    'network.direction == "ingress" and network.type == "ipv6"',
  ])
    expect(await alertsOf(records, `any where ${condition}`), condition).toHaveLength(1);
});

it('reads numbers of the registry as rules write them', async () => {
  const value = (Details: string) => ({
    EventID: 13,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'WS-1',
    UtcTime: '2026-03-10 10:00:00.000',
    TargetObject: 'HKLM\\System\\CurrentControlSet\\Control\\Lsa\\RunAsPPL',
    Details,
  });
  const records = ['DWORD (0x00000000)', 'QWORD (0x00000001-0x00000000)', 'Binary Data', 'text'].map(value);
  for (const [text, type] of [
    ['0', 'SZ_DWORD'],
    ['4294967296', 'SZ_QWORD'],
    ['Binary Data', 'REG_BINARY'],
    ['text', 'REG_SZ'],
  ]) {
    const query = `registry where registry.data.strings == "${text}" and registry.data.type == "${type}"`;
    expect(await alertsOf({ 'a.ndjson': records }, query), text).toHaveLength(1);
  }
});

it('decides as many profiles as there are names', () => {
  const profiles = Array.from({ length: 300_000 }, (_, profile) => ({
    profile,
    events: 1,
    read: (field: string) => (field === 'event.type' ? [profile % 2 === 0 ? 'start' : 'end'] : []),
  }));
  const { query, fields } = compiled('any where event.type != "zzz" and user.name == "x"');
  if (query.kind !== 'event') throw new Error('not a query of single events');
  const [clause] = clausesOf([{ query, fields, found: () => undefined }], profiles, 'events');
  expect(clause?.profiles).toHaveLength(300_000);
});
