import { expect, it } from 'vitest';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';
import { guidAt, security, securityStart, sysmon, sysmonStart } from '../support/windows.ts';

const WORD = 'C:\\Program Files\\Office\\WINWORD.EXE';
const SHELL = 'C:\\Windows\\System32\\cmd.exe';

const processes = (loaded: TestCase) =>
  loaded.rows<{ name: string; seen_via: string; logs: string[] }>(
    `SELECT p.name, p.seen_via, list(DISTINCT e.source ORDER BY e.source) AS logs FROM flat.processes p JOIN (SELECT process_rid, source FROM flat.events UNION ALL SELECT process_rid, source FROM flat.activity) e ON e.process_rid = p.rid GROUP BY p.rid, p.name, p.seen_via ORDER BY p.rid`,
  );

const DEFEND = { agent: { type: 'endpoint' }, host: { id: 'h1', name: 'WS-1', os: { type: 'windows' } } };
const defendStart = (at: string, pid: number, executable: string) => ({
  ...DEFEND,
  '@timestamp': `2026-03-10T08:00:${at}Z`,
  event: { category: ['process'], type: ['start'], action: 'start', dataset: 'endpoint.events.process' },
  process: {
    entity_id: `defend-${pid}`,
    pid,
    executable,
    name: executable.split('\\').at(-1),
    start: `2026-03-10T08:00:${at}Z`,
  },
});
const falcon = (event: object) => ({
  aid: 'a1',
  cid: 'c',
  event_platform: 'Win',
  ComputerName: 'WS-1',
  ...event,
});
const seconds = (at: number) => String(Date.UTC(2026, 2, 10, 8) / 1000 + at);
const defender = (event: object) => ({ DeviceId: 'd1', DeviceName: 'ws-1', ...event });

it.each<[string, object[], string[]]>([
  [
    'Sysmon and Security',
    [sysmonStart({ at: 5, record: 1 }, 100, SHELL), securityStart({ at: 5.2, record: 1 }, 100, SHELL)],
    ['security', 'sysmon'],
  ],
  [
    'Elastic Defend and Security',
    [defendStart('05.100', 100, SHELL), securityStart({ at: 5.2, record: 1 }, 100, SHELL)],
    ['ecs', 'security'],
  ],
  [
    'CrowdStrike, which names volumes by device, and Sysmon',
    [
      falcon({
        event_simpleName: 'ProcessRollup2',
        TargetProcessId: '5001',
        RawProcessId: '100',
        ImageFileName: '\\Device\\HarddiskVolume3\\Windows\\System32\\cmd.exe',
        ProcessStartTime: `${seconds(5)}.1`,
        timestamp: `${seconds(9)}000`,
      }),
      sysmonStart({ at: 5.2, record: 1 }, 100, SHELL),
    ],
    ['crowdstrike', 'sysmon'],
  ],
  [
    'Defender and Security',
    [
      defender({
        Timestamp: '2026-03-10T08:00:05.2Z',
        ActionType: 'ProcessCreated',
        ProcessId: 100,
        FileName: 'cmd.exe',
        FolderPath: SHELL,
        ProcessCommandLine: 'cmd',
        ProcessCreationTime: '2026-03-10T08:00:05.1234567Z',
        InitiatingProcessId: 0,
      }),
      securityStart({ at: 5.2, record: 1 }, 100, SHELL),
    ],
    ['defender', 'security'],
  ],
])('makes one node of a process in %s', async (_, records, logs) => {
  await using loaded = await caseOf(
    Object.fromEntries(records.map((record, index) => [`${index}.ndjson`, ndjson([record])])),
  );
  expect((await processes(loaded)).filter(({ seen_via }) => seen_via === 'start')).toEqual([
    { name: 'cmd.exe', seen_via: 'start', logs },
  ]);
});

it('keeps two apart that follow each other on a pid within a second, and those that are too far apart', async () => {
  const other = 'C:\\Windows\\System32\\net.exe';
  await using quick = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 5, record: 1 }, 100, SHELL),
      { ...sysmonStart({ at: 5.6, record: 2 }, 100, other), ProcessGuid: guidAt(5, 999) },
    ]),
    'b.ndjson': ndjson([
      securityStart({ at: 5.1, record: 1 }, 100, SHELL),
      securityStart({ at: 5.7, record: 2 }, 100, other),
    ]),
  });
  expect((await processes(quick)).map(({ name, logs }) => `${name} ${logs}`)).toEqual([
    'cmd.exe security,sysmon',
    'net.exe security,sysmon',
  ]);
  await using apart = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 5, record: 1 }, 100, SHELL),
      securityStart({ at: 6.2, record: 1 }, 100, SHELL),
    ]),
  });
  expect(await processes(apart)).toHaveLength(2);
});

it('recognises a process by the id of a log that did not see it start', async () => {
  const initiating = {
    InitiatingProcessId: 100,
    InitiatingProcessFileName: 'cmd.exe',
    InitiatingProcessFolderPath: SHELL,
    InitiatingProcessCreationTime: '2026-03-10T08:00:05.1234567Z',
  };
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      defender({
        Timestamp: '2026-03-10T08:00:09Z',
        ActionType: 'ConnectionSuccess',
        RemoteIP: '10.0.0.9',
        RemotePort: 443,
        ...initiating,
      }),
      defender({
        Timestamp: '2026-03-10T08:00:10Z',
        ActionType: 'ProcessCreated',
        ProcessId: 200,
        FileName: 'net.exe',
        FolderPath: 'C:\\Windows\\System32\\net.exe',
        ProcessCommandLine: 'net',
        ProcessCreationTime: '2026-03-10T08:00:10Z',
        ...initiating,
      }),
    ]),
    'b.ndjson': ndjson([securityStart({ at: 5.2, record: 1 }, 100, SHELL)]),
    'c.ndjson': ndjson([
      sysmon(5, { at: 20, record: 1 }, { ProcessGuid: guidAt(5, 100), ProcessId: 100, Image: SHELL }),
    ]),
  });
  expect(await processes(loaded)).toEqual([
    { name: 'cmd.exe', seen_via: 'start', logs: ['defender', 'security', 'sysmon'] },
    { name: 'net.exe', seen_via: 'start', logs: ['defender'] },
  ]);
  expect(await loaded.rows('SELECT method, confidence FROM flat.links')).toEqual([
    { method: 'entity_id', confidence: 1 },
  ]);
  expect(
    await loaded.rows(`SELECT name, "end" IS NOT NULL AS ended FROM flat.processes ORDER BY rid LIMIT 1`),
  ).toEqual([{ name: 'cmd.exe', ended: true }]);
});

it('does not take the next owner of a pid for the parent whose start the record tells', async () => {
  const parent = { ParentProcessGuid: guidAt(1, 77), ParentProcessId: 100, ParentImage: SHELL };
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 50, record: 1 }, 100, SHELL),
      sysmonStart({ at: 60, record: 2 }, 300, WORD, parent),
    ]),
  });
  expect(
    await loaded.rows(
      `SELECT p.seen_via, l.method FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid`,
    ),
  ).toEqual([{ seen_via: 'placeholder', method: 'reported' }]);
});

const conflicts = (loaded: TestCase) =>
  loaded.rows<{ field: string; log: string; value: string }>(
    'SELECT field, log, value FROM conflicts ORDER BY ALL',
  );

it('keeps what logs say differently of a process: parent, user and image', async () => {
  const place = { at: 5, record: 1 };
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart(place, 100, SHELL, {
        User: 'CORP\\ann',
        ParentProcessId: 60,
        ParentImage: 'C:\\Windows\\explorer.exe',
      }),
      securityStart(place, 100, 'C:\\Windows\\SysWOW64\\cmd.exe', {
        SubjectUserName: 'bob',
        SubjectDomainName: 'CORP',
        ProcessId: '0x50',
        ParentProcessName: WORD,
      }),
    ]),
  });
  expect(await conflicts(loaded)).toEqual([
    { field: 'image', log: 'security', value: 'C:\\Windows\\SysWOW64\\cmd.exe' },
    { field: 'image', log: 'sysmon', value: SHELL },
    { field: 'parent', log: 'security', value: 'WINWORD.EXE (80)' },
    { field: 'parent', log: 'sysmon', value: 'explorer.exe (60)' },
    { field: 'user', log: 'security', value: 'CORP\\bob' },
    { field: 'user', log: 'sysmon', value: 'CORP\\ann' },
  ]);
  expect(loaded.report.links.findings.conflicts).toEqual({ image: 1, parent: 1, user: 1 });
});

it('takes the names that logs give to the system itself for one, and copies for no other log', async () => {
  const parent = { ProcessId: '0x3c', ParentProcessName: 'C:\\Windows\\System32\\services.exe' };
  const start = securityStart({ at: 5, record: 1 }, 100, SHELL, {
    SubjectUserSid: 'S-1-5-20',
    SubjectUserName: 'WS-1$',
    SubjectDomainName: 'CORP',
    ...parent,
  });
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 5, record: 1 }, 100, SHELL, {
        User: 'NT AUTHORITY\\NETWORK SERVICE',
        ParentProcessId: 60,
        ParentImage: '\\??\\C:\\Windows\\System32\\services.exe',
      }),
      start,
    ]),
    'b.ndjson': ndjson([start, security(4624, { at: 1, record: 2 }, {})]),
  });
  expect(await conflicts(loaded)).toEqual([]);
});

it('flags a parent that a log itself calls unreal', async () => {
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      defendStart('01.000', 40, WORD),
      {
        ...defendStart('05.000', 100, SHELL),
        process: {
          ...defendStart('05.000', 100, SHELL).process,
          parent: {
            entity_id: 'e',
            pid: 60,
            name: 'explorer.exe',
            Ext: { real: { pid: 40, entity_id: 'defend-40' } },
          },
        },
      },
    ]),
  });
  expect(await conflicts(loaded)).toEqual([
    { field: 'parent', log: 'ecs', value: 'explorer.exe (60)' },
    { field: 'parent', log: 'ecs (real parent)', value: 'WINWORD.EXE (40)' },
  ]);
});

it('ties a start to the nearest of the other log, and two names to one process only at one moment', async () => {
  await using nearest = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 1, record: 1 }, 100, SHELL),
      {
        ...sysmonStart({ at: 1.8, record: 2 }, 100, SHELL, { CommandLine: 'second' }),
        ProcessGuid: guidAt(1, 999),
      },
      securityStart({ at: 1.8, record: 3 }, 100, SHELL),
    ]),
  });
  expect((await processes(nearest)).map(({ logs }) => logs)).toEqual([['sysmon'], ['security', 'sysmon']]);
  await using apart = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 1, record: 1 }, 100, SHELL),
      securityStart({ at: 1.8, record: 2 }, 100, WORD),
    ]),
  });
  expect(await processes(apart)).toHaveLength(2);
  expect(await conflicts(apart)).toEqual([]);
});

it('keeps ids of one log apart, whatever else its host logs', async () => {
  const connection = sysmon(
    3,
    { at: 3, record: 3 },
    { ProcessGuid: guidAt(2, 999), ProcessId: 100, Image: SHELL },
  );
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 1, record: 1 }, 100, SHELL),
      sysmon(5, { at: 1.5, record: 2 }, { ProcessGuid: guidAt(1, 100), ProcessId: 100, Image: SHELL }),
      connection,
      security(4624, { at: 1, record: 4 }, { TargetUserName: 'ann' }),
    ]),
  });
  expect((await processes(loaded)).map(({ seen_via }) => seen_via)).toEqual(['start', 'mentioned']);
});

it('makes one process of an id whose records are too far apart to merge', async () => {
  const id = guidAt(1, 100).slice(1, -1);
  const defend = defendStart('06.000', 100, SHELL);
  await using loaded = await caseOf({
    'a.ndjson': ndjson([
      sysmonStart({ at: 1, record: 1 }, 100, SHELL),
      { ...defend, process: { ...defend.process, entity_id: id } },
    ]),
  });
  expect(await processes(loaded)).toEqual([{ name: 'cmd.exe', seen_via: 'start', logs: ['ecs', 'sysmon'] }]);
});

it('knows the system by its logon, and no account by a dollar sign', async () => {
  const both = (user: object) =>
    caseOf({
      'a.ndjson': ndjson([
        sysmonStart({ at: 5, record: 1 }, 100, SHELL, { User: 'NT AUTHORITY\\SYSTEM', LogonId: '0x3e7' }),
        securityStart({ at: 5, record: 1 }, 100, SHELL, { SubjectDomainName: 'CORP', ...user }),
      ]),
    });
  await using system = await both({ SubjectUserName: 'WS-1$', SubjectLogonId: '0x3e7' });
  expect(await conflicts(system)).toEqual([]);
  await using hidden = await both({
    SubjectUserSid: 'S-1-5-21-1-2-3-1001',
    SubjectUserName: 'hidden$',
    SubjectLogonId: '0x9999',
  });
  expect(await conflicts(hidden)).toHaveLength(2);
});
