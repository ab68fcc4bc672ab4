import { expect, it } from 'vitest';
import { SOURCES } from '../../src/sources/index.ts';
import { caseOf } from '../support/case.ts';
import { eventRows } from '../support/events.ts';
import { type EventSpec, evtxOfEvents } from '../support/evtx/evtx.ts';
import { element, slot, value } from '../support/evtx/xml.ts';

const SECURITY = { channel: 'Security', provider: 'Microsoft-Windows-Security-Auditing' };

async function load(events: readonly EventSpec[]) {
  return caseOf({ 'log.evtx': evtxOfEvents(events) });
}

it('reads Sysmon as it stands in EVTX', async () => {
  const data = {
    UtcTime: '2026-03-10 08:00:00.123',
    ProcessGuid: value.guid('a1c25e4d668faf690c01000000001200'),
    ProcessId: value.uint32(6292),
    Image: 'C:\\Windows\\System32\\svchost.exe',
    ParentProcessId: value.uint32(12300),
    ParentImage: 'C:\\Temp\\OneDriveUpd.exe',
  };
  await using loaded = await load([{ recordId: 77, data }]);
  expect((await eventRows(loaded)).get(1)).toMatchObject({
    source: 'sysmon',
    kind: 'start',
    '@timestamp': '2026-03-10T08:00:00.123Z',
    'event.created': '2026-03-10T08:00:00.123456Z',
    'host.name': 'WS-014.corp.example',
    'process.entity_id': '4D5EC2A1-8F66-69AF-0C01-000000001200',
    'process.pid': 6292,
    'process.name': 'svchost.exe',
    'process.parent.pid': 12300,
    'process.parent.name': 'OneDriveUpd.exe',
    'winlog.channel': 'Microsoft-Windows-Sysmon/Operational',
    'winlog.record_id': '77',
  });
});

it("reads Security, whatever names the event's data has", async () => {
  const data = {
    NewProcessId: value.hex64(0x1894n),
    NewProcessName: 'C:\\Windows\\System32\\cmd.exe',
    ProcessId: value.hex64(0x300cn),
    Channel: 'Application',
    Computer: 'elsewhere',
    EventID: '1',
  };
  await using loaded = await load([{ ...SECURITY, eventId: 4688, data }]);
  expect((await eventRows(loaded)).get(1)).toMatchObject({
    source: 'security',
    kind: 'start',
    'host.name': 'WS-014.corp.example',
    'process.pid': 6292,
    'process.name': 'cmd.exe',
    'process.parent.pid': 12300,
    'winlog.channel': 'Security',
  });
});

it('knows who cleared the log, which 1102 says in its user data', async () => {
  const cleared = element(
    'UserData',
    {},
    element(
      'LogFileCleared',
      { xmlns: 'http://manifests.microsoft.com/win/2004/08/windows/eventlog' },
      element('SubjectUserSid', {}, slot(0)),
      element('SubjectUserName', {}, slot(1)),
      element('SubjectDomainName', {}, slot(2)),
      element('SubjectLogonId', {}, slot(3)),
    ),
  );
  const values = [
    value.text('S-1-5-21-1-2-3-1104'),
    value.text('mallory'),
    value.text('CORP'),
    value.hex64(0x68314n),
  ];
  const event = { channel: 'Security', provider: 'Microsoft-Windows-Eventlog', eventId: 1102 };
  await using loaded = await load([{ ...event, content: value.xml(cleared, ...values) }]);
  expect((await eventRows(loaded)).get(1)).toMatchObject({
    'event.action': 'audit-log-cleared',
    'user.id': 'S-1-5-21-1-2-3-1104',
    'user.name': 'mallory',
    'user.domain': 'CORP',
    'winlog.logon.id': '0x68314',
    'winlog.event_data': { SubjectUserName: 'mallory' },
  });
});

it('counts what no source has under the same name, decoded or not', async () => {
  const events: EventSpec[] = [
    { channel: 'Application', provider: 'VSS', eventId: 8224 },
    { ...SECURITY, eventId: 4688, data: { NewProcessName: 'C:\\a.exe', NewProcessId: value.hex64(4n) } },
    { channel: 'Application', provider: 'VSS', eventId: 8224 },
  ];
  await using loaded = await load(events);
  expect(loaded.report.files).toMatchObject([
    { records: 3, events: 1, rejected: 0, skipped: 2, skippedByKind: { 'Application 8224': 2 } },
  ]);
  expect([...(await eventRows(loaded)).keys()]).toEqual([2]);
});

it('books a log of which nothing is left', async () => {
  await using loaded = await load([{ channel: 'Setup', eventId: 1, provider: 'x' }]);
  expect(loaded.report.files).toMatchObject([{ records: 1, skipped: 1, skippedByKind: { 'Setup 1': 1 } }]);
});

it('knows the log of each source that reads Windows events', () => {
  const known = SOURCES.filter(({ log }) => log !== undefined).map(({ name }) => name);
  expect([...new Set(known)]).toEqual(['sysmon', 'security', 'system']);
  const others = SOURCES.filter(({ log }) => log === undefined).map(({ name }) => name);
  for (const name of known) expect(others).not.toContain(name);
});
