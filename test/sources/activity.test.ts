import { expect, it } from 'vitest';
import { eventsOf } from '../support/events.ts';
import { INTRUSION } from '../support/intrusion.ts';

const rows = await eventsOf('intrusion.ndjson', INTRUSION);
const of = (code: string) => rows.find((row) => row['event.code'] === code);

it.each([
  [
    '3',
    {
      kind: 'network',
      'event.category': ['network'],
      'process.name': 'powershell.exe',
      'network.transport': 'tcp',
      'network.type': 'ipv4',
      'network.direction': 'egress',
      'network.protocol': 'https',
      'source.ip': '10.0.0.7',
      'source.port': 50123,
      'destination.ip': '203.0.113.9',
      'destination.port': 443,
    },
  ],
  [
    '22',
    {
      kind: 'dns',
      'event.category': ['network', 'dns'],
      'dns.question.name': 'cdn.evil.example',
      'dns.resolved_ip': ['203.0.113.9', '2001:db8::9'],
    },
  ],
  [
    '11',
    {
      kind: 'file',
      'event.type': ['creation'],
      'event.action': 'FileCreate',
      'file.path': 'C:\\Users\\ana\\AppData\\Local\\Temp\\drop.exe',
      'file.name': 'drop.exe',
      'file.extension': 'exe',
      'file.directory': 'C:\\Users\\ana\\AppData\\Local\\Temp',
    },
  ],
  [
    '13',
    {
      kind: 'registry',
      'event.type': ['change'],
      'registry.path': 'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run\\Updater',
      'registry.hive': 'HKLM',
      'registry.key': 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Run',
      'registry.value': 'Updater',
      'registry.data.strings': ['C:\\Users\\ana\\AppData\\Local\\Temp\\drop.exe'],
    },
  ],
  ['12', { kind: 'registry', 'event.type': ['deletion'], 'registry.key': 'SOFTWARE\\Policies\\Old' }],
  [
    '7',
    {
      kind: 'library',
      'event.category': ['library'],
      'dll.name': 'amsi.dll',
      'dll.hash.sha256': 'abcd',
      'dll.pe.original_file_name': 'amsi.dll',
      'dll.code_signature.trusted': true,
      'dll.code_signature.subject_name': 'Microsoft Windows',
    },
  ],
  [
    '10',
    {
      kind: 'process_access',
      'process.name': 'powershell.exe',
      'process.pid': 4242,
      'winlog.event_data': expect.objectContaining({
        TargetImage: 'C:\\Windows\\System32\\lsass.exe',
        GrantedAccess: '0x1010',
      }),
    },
  ],
  ['6', { kind: 'driver', 'event.category': ['driver'], 'dll.name': 'rtcore64.sys' }],
  [
    '5156',
    {
      kind: 'network',
      'process.name': 'powershell.exe',
      'network.direction': 'egress',
      'network.transport': 'tcp',
      'destination.ip': '203.0.113.9',
      'destination.port': 443,
    },
  ],
  [
    '4624',
    {
      kind: 'logon',
      'event.category': ['authentication'],
      'event.action': 'logged-in',
      'event.outcome': 'success',
      'user.name': 'svc-backup',
      'user.domain': 'HALVARD',
      'source.ip': '10.0.0.99',
      'source.port': 50999,
      'winlog.logon.type': 'Network',
      'winlog.logon.id': '0xabc1',
      'winlog.event_data': expect.objectContaining({ TargetUserName: 'svc-backup', LogonType: '3' }),
    },
  ],
  ['4625', { 'event.action': 'logon-failed', 'event.outcome': 'failure', 'user.name': 'administrator' }],
  [
    '7045',
    {
      source: 'system',
      kind: 'service',
      'service.name': 'PSEXESVC',
      'winlog.event_data': expect.objectContaining({ ImagePath: '%SystemRoot%\\PSEXESVC.exe' }),
    },
  ],
])('maps event %s', (code, expected) => {
  expect(of(code)).toMatchObject(expected);
});

it('gives a record of activity no fields of a start', () => {
  expect(of('3')).not.toHaveProperty(['process.start']);
  expect(of('6')).not.toHaveProperty(['process.entity_id']);
});
