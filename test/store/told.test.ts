import { expect, it } from 'vitest';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';

const device = { DeviceId: 'd1', DeviceName: 'ws-1.lab.example' };
const initiator = {
  InitiatingProcessId: 4412,
  InitiatingProcessCreationTime: '2026-04-02T07:30:00.1234567Z',
  InitiatingProcessFileName: 'WINWORD.EXE',
  InitiatingProcessFolderPath: 'c:\\office\\winword.exe',
  InitiatingProcessCommandLine: 'winword /n',
  InitiatingProcessParentId: 3001,
  InitiatingProcessParentCreationTime: '2026-04-02T06:58:12.5Z',
  InitiatingProcessParentFileName: 'explorer.exe',
};
const start = {
  ...device,
  ...initiator,
  ActionType: 'ProcessCreated',
  Timestamp: '2026-04-02T07:31:06Z',
  ProcessId: 7020,
  ProcessCreationTime: '2026-04-02T07:31:05.7654321Z',
  FileName: 'powershell.exe',
  FolderPath: 'C:\\ps\\powershell.exe',
};
const write = {
  ...device,
  ...initiator,
  ActionType: 'FileCreated',
  Timestamp: '2026-04-02T07:32:00Z',
  FileName: 'a.txt',
  FolderPath: 'C:\\a.txt',
};
const funnel = {
  'agent.uuid': 'a1',
  'endpoint.name': 'WS-1',
  'endpoint.os': 'windows',
  'event.category': 'process',
  'event.type': 'Process Creation',
  'meta.event.name': 'PROCESSCREATION',
  'event.time': 1775115065770,
  'src.process.uid': 'U1',
  'src.process.pid': 4412,
  'src.process.name': 'winword.exe',
  'src.process.parent.uid': 'U0',
  'src.process.parent.pid': 3001,
  'src.process.parent.name': 'explorer.exe',
  'src.process.parent.image.path': 'C:\\Windows\\explorer.exe',
  'src.process.parent.cmdline': 'explorer /x',
  'src.process.parent.startTime': 1775114165765,
  'tgt.process.uid': 'U2',
  'tgt.process.name': 'powershell.exe',
};

/** The chain upwards from a process of some name, nearest first. */
const chainOf = (loaded: TestCase, name: string): Promise<Record<string, unknown>[]> =>
  loaded.rows(
    `WITH RECURSIVE up AS (SELECT rid, 0 AS depth, NULL::VARCHAR AS method FROM flat.processes WHERE name = '${name}' UNION ALL SELECT l.parent_rid, depth + 1, l.method FROM up JOIN flat.links l ON l.child_rid = up.rid) ` +
      `SELECT name, pid, executable, command_line, start::VARCHAR AS start, seen_via, up.method FROM up JOIN flat.processes USING (rid) WHERE depth > 0 ORDER BY depth`,
  );

const winword = { name: 'WINWORD.EXE', pid: 4412, executable: 'c:\\office\\winword.exe' };
const explorer = { name: 'explorer.exe', pid: 3001, start: '2026-04-02 06:58:12.5', seen_via: 'placeholder' };

it('makes three levels of one record of Defender', async () => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson([start]) });
  expect(await chainOf(loaded, 'powershell.exe')).toEqual([
    expect.objectContaining({ ...winword, start: '2026-04-02 07:30:00.123456', seen_via: 'placeholder' }),
    { ...explorer, executable: null, command_line: null, method: 'ancestry' },
  ]);
});

it('has all that SentinelOne says of a grandparent', async () => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson([funnel]) });
  expect((await chainOf(loaded, 'powershell.exe'))[1]).toEqual({
    name: 'explorer.exe',
    pid: 3001,
    executable: 'C:\\Windows\\explorer.exe',
    command_line: 'explorer /x',
    start: '2026-04-02 07:16:05.765',
    seen_via: 'placeholder',
    method: 'ancestry',
  });
});

it('links a process that only acted to the parent that its record names', async () => {
  await using loaded = await caseOf({ 'a.ndjson': ndjson([write]) });
  expect(
    await loaded.rows("SELECT start::VARCHAR AS start FROM flat.processes WHERE name = 'WINWORD.EXE'"),
  ).toEqual([{ start: '2026-04-02 07:30:00.123456' }]);
  expect(await chainOf(loaded, 'WINWORD.EXE')).toEqual([
    { ...explorer, executable: null, command_line: null, method: 'reported' },
  ]);
  await using both = await caseOf({ 'a.ndjson': ndjson([write, start]) });
  expect((await chainOf(both, 'powershell.exe')).map((each) => `${each.name} ${each.seen_via}`)).toEqual([
    'WINWORD.EXE mentioned',
    'explorer.exe placeholder',
  ]);
});

it('knows in what Defender names, by pid, start and image, the processes of another log', async () => {
  const sysmon = (pid: number, time: string, image: string, id: string): object => ({
    EventID: 1,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'ws-1.lab.example',
    UtcTime: time,
    ProcessId: pid,
    ProcessGuid: `{1F3A5C77-0000-0000-000${id}-000000000100}`,
    Image: image,
  });
  const explorerStart = '2026-04-02 06:58:12.900';
  const wordStart = '2026-04-02 07:30:00.120';
  const word = sysmon(4412, wordStart, 'C:\\Office\\WINWORD.EXE', '2');
  const chain = async (...known: object[]): Promise<string[]> => {
    await using loaded = await caseOf({ 'a.ndjson': ndjson([start, write]), 'b.ndjson': ndjson(known) });
    return (await chainOf(loaded, 'powershell.exe')).map((each) => `${each.name} ${each.seen_via}`);
  };
  expect(await chain(sysmon(3001, explorerStart, 'C:\\Windows\\explorer.exe', '1'))).toEqual([
    'WINWORD.EXE mentioned',
    'explorer.exe start',
  ]);
  expect(await chain(word)).toEqual(['WINWORD.EXE start']);
  // What started at another time, or has another image, is another process.
  expect(
    await chain(
      sysmon(3001, '2026-04-02 06:58:10.900', 'C:\\Windows\\explorer.exe', '1'),
      sysmon(4412, wordStart, 'C:\\Office\\EXCEL.EXE', '2'),
    ),
  ).toEqual(['WINWORD.EXE mentioned', 'explorer.exe placeholder']);
});
