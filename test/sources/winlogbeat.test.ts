import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';
import { eventOf } from '../support/events.ts';

const TIME = '2026-03-10T08:12:07.824Z';
const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
/** A start as the module of the first winlogbeats 7 left it. */
const early = {
  '@timestamp': TIME,
  event: { code: 1, kind: 'event', module: 'sysmon', category: 'process', 'type:': 'process_start' },
  hash: { sha1: 'AA', md5: 'BB', sha256: 'CC', imphash: 'DD' },
  host: { name: 'collector' },
  process: {
    args: ['C:\\Windows\\System32\\cmd.exe', '/c', 'echo "a b"', '>', 'c d.txt'],
    entity_id: '{4d5ec2a1-8f66-69af-0c01-000000001200}',
    executable: 'C:\\Windows\\System32\\cmd.exe',
    name: 'cmd.exe',
    pid: 6292,
    parent: {
      entity_id: '{4d5ec2a1-8f65-69af-0b01-000000001200}',
      executable: 'C:\\Windows\\explorer.exe',
      name: 'explorer.exe',
      pid: 12300,
    },
  },
  user: { domain: 'HALVARD', name: 'ana' },
  winlog: {
    channel: CHANNEL,
    computer_name: 'WS-1',
    event_id: 1,
    record_id: 7,
    event_data: { Company: 'x' },
  },
};

it('reads a start of the first winlogbeats 7, whatever its module misspelt', async () => {
  expect(await eventOf(early)).toMatchObject({
    source: 'sysmon',
    kind: 'start',
    'event.code': '1',
    'event.category': ['process'],
    'event.type': ['start'],
    'host.name': 'WS-1',
    'process.entity_id': '4D5EC2A1-8F66-69AF-0C01-000000001200',
    'process.hash.sha1': 'aa',
    'process.hash.md5': 'bb',
    'process.hash.sha256': 'cc',
    'process.pe.imphash': 'dd',
    'process.command_line': 'C:\\Windows\\System32\\cmd.exe /c echo "a b" > c d.txt',
    'process.args': early.process.args,
    'process.parent.name': 'explorer.exe',
  });
});

it('gives rules the arguments as they were split, else splits the command line itself', async () => {
  const winlog = { ...early.winlog, event_data: { CommandLine: 'cmd.exe /c "a b"' } };
  await using loaded = await caseOf({
    'a.ndjson': ndjson([early, { ...early, winlog: { ...winlog, record_id: 8 } }]),
  });
  expect(await loaded.rows('SELECT process.args AS args FROM events ORDER BY record')).toEqual([
    { args: early.process.args },
    { args: ['cmd.exe', '/c', 'a b'] },
  ]);
});

it('knows what a record is by its event id where the module is off', async () => {
  const data = { ProcessGuid: early.process.entity_id, Image: 'C:\\a.exe', ProcessId: '7', UtcTime: TIME };
  const off = (event_id: number | string, event_data: object, channel = CHANNEL): object => ({
    '@timestamp': TIME,
    event: { code: Number(event_id), kind: 'event' },
    host: { name: 'collector' },
    winlog: { channel, event_id, computer_name: 'WS-1', event_data },
  });
  for (const id of [1, '1'])
    expect(await eventOf(off(id, data))).toMatchObject({
      kind: 'start',
      'event.category': ['process'],
      'event.type': ['start'],
      'host.name': 'WS-1',
      'process.name': 'a.exe',
    });
  const ended = { ProcessId: '0x7', ProcessName: 'C:\\a.exe' };
  expect(await eventOf(off(4689, ended, 'Security'))).toMatchObject({
    source: 'security',
    kind: 'end',
    'event.type': ['end'],
  });
});

it('reads a 4688 of which a pipeline kept the arguments alone', async () => {
  const record = {
    '@timestamp': TIME,
    event: { code: 4688, module: 'security', category: 'process', type: 'start' },
    process: { pid: 7, executable: 'C:\\a.exe', args: ['a.exe', '-x'], parent: { name: 'b.exe' } },
    winlog: { channel: 'Security', event_id: 4688, computer_name: 'WS-1', event_data: { ProcessId: '0x5' } },
  };
  expect(await eventOf(record)).toMatchObject({
    'process.command_line': 'a.exe -x',
    'process.args': ['a.exe', '-x'],
    'process.parent.name': 'b.exe',
    'process.parent.pid': 5,
  });
});
