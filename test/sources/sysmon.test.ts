import { describe, expect, it } from 'vitest';
import { eventOf } from '../support/events.ts';

const GUID = '{4d5ec2a1-8f66-69af-0c01-000000001200}';
const data = {
  UtcTime: '2026-03-10 08:12:07.824',
  ProcessGuid: GUID,
  ProcessId: '6292',
  Image: 'C:\\Windows\\System32\\svchost.exe',
  CommandLine: 'svchost.exe -k netsvcs',
  CurrentDirectory: 'C:\\Windows\\',
  User: 'HALVARD\\bjørn\\x',
  LogonId: '0x3E7',
  TerminalSessionId: '1',
  IntegrityLevel: 'High',
  Hashes: 'SHA1=AAAA,MD5=BBBB,SHA256=CCCC,IMPHASH=DDDD',
  OriginalFileName: 'svchost.exe',
  Company: '?',
  Description: '-',
  ParentProcessGuid: '{4D5EC2A1-8F65-69AF-0B01-000000001200}',
  ParentProcessId: '12300',
  ParentImage: 'C:\\Temp\\OneDriveUpd.exe',
  ParentCommandLine: 'OneDriveUpd.exe /q',
};
const mapped = {
  source: 'sysmon',
  kind: 'start',
  '@timestamp': '2026-03-10T08:12:07.824Z',
  'event.category': ['process'],
  'event.type': ['start'],
  'event.code': '1',
  'host.name': 'WS-1',
  'host.os.type': 'windows',
  'process.entity_id': '4D5EC2A1-8F66-69AF-0C01-000000001200',
  'process.pid': 6292,
  'process.name': 'svchost.exe',
  'process.executable': 'C:\\Windows\\System32\\svchost.exe',
  'process.command_line': 'svchost.exe -k netsvcs',
  'process.working_directory': 'C:\\Windows\\',
  'process.start': '2026-03-10T08:12:07.824Z',
  'user.domain': 'HALVARD',
  'user.name': 'bjørn\\x',
  'process.Ext.authentication_id': '0x3e7',
  'process.Ext.session_info.id': 1,
  'process.Ext.token.integrity_level_name': 'high',
  'process.hash.sha1': 'aaaa',
  'process.hash.md5': 'bbbb',
  'process.hash.sha256': 'cccc',
  'process.pe.imphash': 'dddd',
  'process.pe.original_file_name': 'svchost.exe',
  'process.parent.entity_id': '4D5EC2A1-8F65-69AF-0B01-000000001200',
  'process.parent.pid': 12300,
  'process.parent.name': 'OneDriveUpd.exe',
  'process.parent.executable': 'C:\\Temp\\OneDriveUpd.exe',
  'process.parent.command_line': 'OneDriveUpd.exe /q',
};

const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
const flat = { EventID: 1, Channel: CHANNEL, Hostname: 'WS-1', TimeCreated: '2026-03-10T01:00:00Z', ...data };
const winlog = { channel: CHANNEL, event_id: 1, computer_name: 'WS-1' };
const forms: Record<string, object> = {
  flat,
  'flat, known by its provider': { ...flat, Channel: undefined, SourceName: 'Microsoft-Windows-Sysmon' },
  'winlog, nested': {
    '@timestamp': '2026-03-10T08:12:09Z',
    host: { name: 'collector' },
    winlog: { ...winlog, event_data: data },
  },
  'winlog, with text for the event id': { winlog: { ...winlog, event_id: '1', event_data: data } },
  'winlog, dotted': {
    'winlog.channel': CHANNEL,
    'event.code': 1,
    'winlog.computer_name': 'WS-1',
    ...Object.fromEntries(Object.entries(data).map(([name, value]) => [`winlog.event_data.${name}`, value])),
  },
  'winlogbeat 6': { log_name: CHANNEL, event_id: 1, computer_name: 'WS-1', event_data: data },
};

describe('Sysmon 1', () => {
  it.each(Object.entries(forms))('%s', async (_, record) => {
    const event = await eventOf(record);
    expect(event).toMatchObject(mapped);
    expect(event).not.toHaveProperty(['process.pe.company']);
    expect(event).not.toHaveProperty(['process.pe.description']);
    expect(event).not.toHaveProperty(['user.id']);
  });

  it('as Elastic leaves it, with the data in ECS', async () => {
    const event = await eventOf({
      '@timestamp': '2026-03-10T08:12:07.824Z',
      event: { code: 1, category: ['process'], type: ['start'] },
      winlog: { ...winlog, event_data: { Company: 'x' } },
      user: { name: 'SYSTEM', domain: 'NT AUTHORITY', id: 'S-1-5-18' },
      process: {
        entity_id: GUID,
        pid: 6292,
        executable: data.Image,
        hash: { sha1: 'AAAA' },
        parent: { entity_id: data.ParentProcessGuid, executable: data.ParentImage, pid: 12300 },
      },
    });
    expect(event).toMatchObject({
      'process.entity_id': mapped['process.entity_id'],
      'process.start': mapped['process.start'],
      'process.hash.sha1': 'aaaa',
      'process.parent.name': 'OneDriveUpd.exe',
      'user.name': 'SYSTEM',
    });
    expect(event).not.toHaveProperty(['user.id']);
  });

  it.each(['?', 'S-1-16-12288', '-', ''])(
    'has no parent name where %j stands for the image',
    async (image) => {
      expect(await eventOf({ ...flat, ParentImage: image })).not.toHaveProperty(['process.parent.name']);
    },
  );

  it('knows the kernel by its name alone', async () => {
    expect(await eventOf({ ...flat, ParentImage: 'System' })).toMatchObject({
      'process.parent.name': 'System',
    });
  });

  it('takes the zero GUID and pid 0 for no parent', async () => {
    const event = await eventOf({
      ...flat,
      ParentProcessGuid: '{00000000-0000-0000-0000-000000000000}',
      ParentProcessId: 0,
    });
    expect(event).not.toHaveProperty(['process.parent.entity_id']);
    expect(event).not.toHaveProperty(['process.parent.pid']);
  });

  it('never takes the pid of Sysmon itself', async () => {
    const event = await eventOf({ ...flat, ProcessId: undefined, ProcessID: 2828, ExecutionProcessID: 2828 });
    expect(event).not.toHaveProperty(['process.pid']);
  });
});

it('maps Sysmon 5 to the end of a process', async () => {
  const event = await eventOf({ ...flat, EventID: 5 });
  expect(event).toMatchObject({
    kind: 'end',
    'event.type': ['end'],
    'process.end': '2026-03-10T08:12:07.824Z',
  });
  expect(event).not.toHaveProperty(['process.start']);
});
