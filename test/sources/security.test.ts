import { describe, expect, it } from 'vitest';
import { eventOf, eventsOf } from '../support/events.ts';

const data = {
  NewProcessId: '0x1894',
  NewProcessName: 'C:\\Windows\\System32\\svchost.exe',
  ProcessId: '0x300c',
  ParentProcessName: 'C:\\Temp\\OneDriveUpd.exe',
  CommandLine: '',
  SubjectUserSid: 'S-1-5-18',
  SubjectUserName: 'WS-1$',
  SubjectDomainName: 'HALVARD',
  SubjectLogonId: '0x3E7',
  TargetUserSid: 'S-1-0-0',
  TargetUserName: '-',
  TargetDomainName: '-',
  TargetLogonId: '0x0',
  MandatoryLabel: 'S-1-16-16384',
  TokenElevationType: '%%1936',
};
const time = '2026-03-10T08:12:07.8251234Z';
const flat = {
  EventID: 4688,
  Channel: 'Security',
  Hostname: 'WS-1',
  TimeCreated: time,
  RecordNumber: 7,
  ...data,
};
const mapped = {
  source: 'security',
  kind: 'start',
  '@timestamp': '2026-03-10T08:12:07.825123Z',
  'event.type': ['start'],
  'host.name': 'WS-1',
  'host.os.type': 'windows',
  'process.pid': 6292,
  'process.name': 'svchost.exe',
  'process.start': '2026-03-10T08:12:07.825123Z',
  'process.parent.pid': 12300,
  'process.parent.name': 'OneDriveUpd.exe',
  'process.parent.executable': 'C:\\Temp\\OneDriveUpd.exe',
  'user.id': 'S-1-5-18',
  'user.name': 'WS-1$',
  'process.Ext.authentication_id': '0x3e7',
  'process.Ext.token.integrity_level_name': 'system',
  'process.Ext.token.elevation_type': 'default',
};
const winlog = { channel: 'Security', event_id: 4688, computer_name: 'WS-1', record_id: 7 };
const quoted = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
const csv = (...rows: readonly Record<string, unknown>[]): string =>
  [Object.keys(rows[0] as object), ...rows.map(Object.values)]
    .map((cells) => `${cells.map(quoted).join(',')}\r\n`)
    .join('');

const forms: Record<string, object> = {
  flat,
  'winlog, nested': { '@timestamp': time, winlog: { ...winlog, event_data: data } },
  'winlog, where the pipeline has moved the names to ECS': {
    '@timestamp': time,
    winlog: {
      ...winlog,
      event_data: {
        ...data,
        NewProcessId: undefined,
        NewProcessName: undefined,
        ParentProcessName: undefined,
      },
    },
    process: {
      pid: 6292,
      executable: data.NewProcessName,
      parent: { executable: data.ParentProcessName, pid: 12300 },
    },
  },
  'winlog, dotted': {
    '@timestamp': time,
    'winlog.channel': 'Security',
    'winlog.event_id': '4688',
    'winlog.computer_name': 'WS-1',
    ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`winlog.event_data.${name}`, value])),
  },
  'winlogbeat 6': {
    '@timestamp': time,
    log_name: 'Security',
    event_id: 4688,
    computer_name: 'WS-1',
    event_data: data,
  },
};

describe('Security 4688', () => {
  it.each(Object.entries(forms))('%s', async (_, record) => {
    const event = await eventOf(record);
    expect(event).toMatchObject(mapped);
    expect(event['process.entity_id']).toMatch(/^syn:[0-9a-f]{40}$/);
    expect(event).not.toHaveProperty(['process.command_line']);
  });

  it('as a row of a SecurityEvent table, without channel or provider', async () => {
    const { Hostname, TimeCreated, Channel, ...rest } = flat;
    const text = `\ufeff${csv({ Computer: Hostname, TimeGenerated: TimeCreated, ...rest, CommandLine: 'a "b",\r\nc' })}`;
    const [event] = await eventsOf('x.csv', text);
    expect(event).toMatchObject({ ...mapped, 'process.command_line': 'a "b",\r\nc' });
  });

  it('gives the account of the new process where it has one of its own', async () => {
    const target = {
      TargetUserSid: 'S-1-0-0',
      TargetUserName: 'ada',
      TargetDomainName: 'CORP',
      TargetLogonId: '0xABC',
    };
    const event = await eventOf({ ...flat, ...target });
    expect(event).toMatchObject({
      'user.name': 'ada',
      'user.domain': 'CORP',
      'process.Ext.authentication_id': '0xabc',
    });
    expect(event).not.toHaveProperty(['user.id']);
  });

  it('names no parent where an old Windows writes none, or a mandatory label stands there', async () => {
    const { ParentProcessName: _, ...old } = flat;
    for (const record of [old, { ...flat, ParentProcessName: 'S-1-16-12288' }]) {
      const event = await eventOf(record);
      expect(event).not.toHaveProperty(['process.parent.name']);
      expect(event['process.parent.pid']).toBe(12300);
    }
  });
});

it('maps 4689 to the end of a process', async () => {
  const end = {
    ProcessId: '0x1894',
    ProcessName: data.NewProcessName,
    Status: '0xc0000005',
    TimeCreated: time,
  };
  const event = await eventOf({ EventID: 4689, Channel: 'Security', Hostname: 'WS-1', ...end });
  expect(event).toMatchObject({
    kind: 'end',
    'process.pid': 6292,
    'process.executable': data.NewProcessName,
    'process.end': '2026-03-10T08:12:07.825123Z',
    'process.exit_code': 0xc0000005,
  });
  expect(event).not.toHaveProperty(['process.parent.pid']);
});
