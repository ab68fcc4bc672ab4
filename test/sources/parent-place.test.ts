import { describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const TIME = '2026-04-02T07:31:05.765Z';
const CHILD = 'C:\\Windows\\System32\\svchost.exe';
const SYSMON = 'Microsoft-Windows-Sysmon/Operational';
const sysmon = { ProcessGuid: '{1F3A5C77-0000-0000-0001-000000000100}', ProcessId: 7, Image: CHILD };
const security = { NewProcessId: '0x7', NewProcessName: CHILD, ProcessId: '0x5' };
const ecs = {
  '@timestamp': TIME,
  event: { category: ['process'], type: ['start'] },
  host: { id: 'h', name: 'WS-1', os: { type: 'windows' } },
};

/** The start of a process in each source's forms, with a text in the parent's place. */
const RECORDS: Record<string, (parent: string) => object> = {
  'Sysmon, flat': (ParentImage) => ({
    EventID: 1,
    Channel: SYSMON,
    Hostname: 'WS-1',
    UtcTime: TIME,
    ...sysmon,
    ParentImage,
  }),
  'Sysmon, winlog': (ParentImage) => ({
    '@timestamp': TIME,
    winlog: {
      channel: SYSMON,
      event_id: 1,
      computer_name: 'WS-1',
      event_data: { ...sysmon, ParentImage },
    },
    process: { parent: { name: ParentImage } },
  }),
  'Sysmon, moved to ECS': (parent) => ({
    '@timestamp': TIME,
    winlog: { channel: SYSMON, event_id: 1, computer_name: 'WS-1', event_data: sysmon },
    process: { parent: { name: parent, executable: parent } },
  }),
  'Sysmon, event XML': (ParentImage) => ({
    Event: {
      System: {
        Channel: SYSMON,
        EventID: 1,
        Computer: 'WS-1',
        TimeCreated: { '#attributes': { SystemTime: TIME } },
      },
      EventData: { ...sysmon, ParentImage },
    },
  }),
  'Security, flat': (ParentProcessName) => ({
    EventID: 4688,
    Channel: 'Security',
    Hostname: 'WS-1',
    TimeCreated: TIME,
    ...security,
    ParentProcessName,
  }),
  'Security, winlogbeat 6': (ParentProcessName) => ({
    '@timestamp': TIME,
    log_name: 'Security',
    event_id: 4688,
    computer_name: 'WS-1',
    event_data: { ...security, ParentProcessName },
  }),
  ECS: (parent) => ({
    ...ecs,
    process: {
      entity_id: 'a',
      pid: 7,
      executable: CHILD,
      parent: { pid: 5, name: parent, executable: parent },
    },
  }),
  Defender: (InitiatingProcessFileName) => ({
    DeviceId: 'd',
    DeviceName: 'ws-1',
    ActionType: 'ProcessCreated',
    Timestamp: TIME,
    ProcessId: 7,
    ProcessCreationTime: TIME,
    FileName: 'svchost.exe',
    FolderPath: CHILD,
    InitiatingProcessFileName,
    InitiatingProcessId: 5,
  }),
  SentinelOne: (parent) => ({
    'agent.uuid': 'a',
    'endpoint.name': 'WS-1',
    'endpoint.os': 'windows',
    'event.category': 'process',
    'event.type': 'Process Creation',
    'meta.event.name': 'PROCESSCREATION',
    'event.time': 1775115065770,
    'tgt.process.uid': 'T',
    'tgt.process.name': 'svchost.exe',
    'tgt.process.image.path': CHILD,
    'src.process.uid': 'S',
    'src.process.name': parent,
  }),
  CrowdStrike: (ParentBaseFileName) => ({
    event_simpleName: 'ProcessRollup2',
    aid: 'a',
    event_platform: 'Win',
    TargetProcessId: '7',
    ImageFileName: CHILD,
    ProcessStartTime: '1775115065.5',
    ParentProcessId: '5',
    ParentBaseFileName,
  }),
  Endgame: (parent_process_name) => ({
    event_type_full: 'process_event',
    event_subtype_full: 'creation_event',
    timestamp: 134195886650000000,
    endpoint: { id: 'e', hostname: 'WS-1' },
    pid: 7,
    unique_pid: 32,
    process_path: CHILD,
    parent_process_name,
  }),
};

const UNUSABLE = [
  'S-1-16-12288',
  '?',
  '-',
  'Mandatory Label\\High Mandatory Level',
  'HALVARD\\ana.exe',
  '%%1936',
];
/** Logs that have names as the kernel has them. */
const CUT = /Sysmon|Security|Endgame|SentinelOne/;

describe.each(Object.entries(RECORDS))('%s', (name, record) => {
  it('names no parent by what is no image, and keeps it for the alert', async () => {
    const texts = [...UNUSABLE, ...(CUT.test(name) ? ['MicrosoftEdgeU'] : [])];
    await using loaded = await caseOf({ 'a.ndjson': ndjson(texts.map(record)) });
    const rows = await loaded.rows(
      `SELECT "process.parent.name" AS parent, aside['parent'] AS written FROM flat.events ORDER BY record`,
    );
    expect(rows).toEqual(texts.map((written) => ({ parent: null, written })));
    const named = "seen_via = 'placeholder' AND (name IS NOT NULL OR executable IS NOT NULL)";
    expect(await loaded.rows(`SELECT name, executable FROM flat.processes WHERE ${named}`)).toEqual([]);
  });

  it('takes an image for what it is', async () => {
    const texts = ['C:\\Windows\\explorer.exe', '\\Device\\HarddiskVolume3\\explorer.exe', 'System'];
    await using loaded = await caseOf({ 'a.ndjson': ndjson(texts.map(record)) });
    expect(
      await loaded.rows(
        `SELECT "process.parent.name" AS parent, aside['parent'] AS written FROM flat.events ORDER BY record`,
      ),
    ).toEqual(['explorer.exe', 'explorer.exe', 'System'].map((parent) => ({ parent, written: null })));
  });
});

it('says in an alert what stands in the place of the parent', async () => {
  const parent = {
    EventID: 4688,
    Channel: 'Security',
    Hostname: 'WS-1',
    TimeCreated: '2026-04-02T07:31:00Z',
  };
  const records = [
    { ...parent, NewProcessId: '0x5', NewProcessName: 'C:\\Temp\\x.exe' },
    RECORDS['Security, flat']?.('S-1-16-12288'),
  ];
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  const [alert] = await hunt(loaded.database, [await shippedRule(314)]);
  expect(alert).toMatchObject({
    parent_source: 'resolved',
    process: { parent: { name: 'x.exe' } },
    facts: expect.arrayContaining(['the record writes no usable parent image: "S-1-16-12288"']),
  });
});

it('takes the whole of a name that the kernel cut from its path', async () => {
  const record = {
    ...(RECORDS.Endgame?.('MicrosoftEdgeU') as object),
    parent_process_path: 'C:\\Edge\\MicrosoftEdgeUpdate.exe',
  };
  await using loaded = await caseOf({ 'a.ndjson': ndjson([record]) });
  expect(await loaded.rows('SELECT "process.parent.name" AS parent FROM flat.events')).toEqual([
    { parent: 'MicrosoftEdgeUpdate.exe' },
  ]);
});
