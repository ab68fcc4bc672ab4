import { describe, expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import { isoTime } from '../../src/model/time.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { investigate } from '../../src/triage/investigate.ts';
import { judge } from '../../src/triage/judge.ts';
import type { TriageReport } from '../../src/triage/report.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const AT = Date.UTC(2026, 5, 1, 9);
const at = (minutes: number): string => new Date(AT + minutes * 60_000).toISOString();
const guid = (pid: number): string => `{00000001-0000-0000-0000-${String(pid).padStart(12, '0')}}`;
const sysmon = (id: number, minutes: number, pid: number, more: object): object => ({
  EventID: id,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'WS-1',
  UtcTime: at(minutes),
  ProcessGuid: guid(pid),
  ProcessId: pid,
  Image: 'C:\\Windows\\Temp\\lsass.exe',
  User: 'HALVARD\\mira',
  ...more,
});
const security = (id: number, minutes: number, more: object): object => ({
  EventID: id,
  Channel: 'Security',
  Hostname: 'WS-1',
  EventTime: at(minutes),
  TargetUserName: 'mira',
  TargetDomainName: 'HALVARD',
  TargetUserSid: 'S-1-5-21-1-2-3-1104',
  LogonType: '10',
  IpAddress: '203.0.113.7',
  ...more,
});
const HASH = 'ab'.repeat(32);

const RECORDS = [
  sysmon(1, 0, 20, {
    Image: 'C:\\Windows\\System32\\cmd.exe',
    ParentProcessGuid: guid(10),
    ParentProcessId: 10,
    ParentImage: 'C:\\Windows\\explorer.exe',
    LogonId: '0xabc',
  }),
  sysmon(1, 1, 30, {
    Hashes: `SHA256=${HASH}`,
    CommandLine: 'lsass.exe',
    LogonId: '0xabc',
    ParentProcessGuid: guid(20),
    ParentProcessId: 20,
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  }),
  sysmon(3, 2, 30, { DestinationIp: '203.0.113.9', DestinationPort: 443, Initiated: 'true' }),
  sysmon(22, 2, 30, { QueryName: 'evil.example' }),
  sysmon(11, 3, 30, { TargetFilename: 'C:\\x.dll' }),
  sysmon(1, 4, 40, {
    Image: 'C:\\Windows\\System32\\net.exe',
    ParentProcessGuid: guid(30),
    ParentProcessId: 30,
    ParentImage: 'C:\\Windows\\Temp\\lsass.exe',
  }),
  sysmon(1, 60, 50, {
    Image: 'C:\\Windows\\Temp\\csrss.exe',
    ParentProcessGuid: guid(20),
    ParentProcessId: 20,
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  }),
  sysmon(1, 60 * 72, 60, {
    Image: 'C:\\Windows\\Temp\\smss.exe',
    ParentProcessGuid: guid(20),
    ParentProcessId: 20,
    ParentImage: 'C:\\Windows\\System32\\cmd.exe',
  }),
  security(4624, -600, { TargetLogonId: '0xabc' }),
  security(4624, 5, { TargetLogonId: '0xdef', TargetUserName: 'other' }),
  security(4624, 500, { TargetLogonId: '0x123', TargetUserName: 'late' }),
  {
    EventID: 7045,
    Channel: 'System',
    SourceName: 'Service Control Manager',
    Provider: 'Service Control Manager',
    Hostname: 'WS-1',
    EventTime: at(-5),
    ServiceName: 'Updater',
    ImagePath: '"c:\\windows\\temp\\LSASS.exe" -s',
    AccountName: 'LocalSystem',
  },
];

async function reportOf(records: readonly object[]): Promise<TriageReport> {
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  const reference = await triageReference();
  const alerts = await judge(loaded.database, await hunt(loaded.database, [await shippedRule(314)]), {
    reference,
  });
  const alert = alerts.find(({ process }) => process?.pid === 30);
  if (alert === undefined) throw new Error('no alert');
  return await investigate(loaded.database, alert, {
    reference,
    alerts,
    guideOf: () =>
      '## Triage\n\nlook\n\n## Response and remediation\n\n- do\n\n### Then\n\n- more\n\n## Else\n\nx',
  });
}

const report = await reportOf(RECORDS);

describe('a report', () => {
  it('has the chain with place, signature and prevalence of each image', () => {
    expect(
      report.chain.map(({ name, at_home, prevalence }) => [
        name,
        at_home,
        prevalence.path?.processes ?? null,
      ]),
    ).toEqual([
      ['lsass.exe', false, 1],
      ['cmd.exe', true, 1],
      ['explorer.exe', true, null],
    ]);
  });

  it('has what the process did, by category', () => {
    expect(report.activity.map(({ category, count }) => [category, count])).toEqual([
      ['file', 1],
      ['network', 2],
    ]);
    expect(report.activity.flatMap(({ first }) => first.map(({ subject }) => subject)).sort()).toEqual([
      '203.0.113.9:443',
      'C:\\x.dll',
      'evil.example',
    ]);
    expect(report.descendants.sample.map(({ name }) => name)).toEqual(['net.exe']);
    expect(report.siblings.sample.map(({ name }) => name)).toEqual(['csrss.exe', 'smss.exe']);
  });

  it('has the own logon, however old, and those around, and no others', () => {
    expect(report.logons.map(({ user, logon_id, own }) => [user, logon_id, own])).toEqual([
      ['mira', '0xabc', true],
      ['other', '0xdef', false],
    ]);
    expect(isoTime(report.logons[0]?.time as number)).toContain('2026-05-31T23:00');
  });

  it('has the service that runs the image', () => {
    expect(report.services.map(({ name, account }) => [name, account])).toEqual([['Updater', 'LocalSystem']]);
  });

  it('has the other alerts of the host within 48 hours', () => {
    expect(report.related.alerts.map(({ process, because }) => [process, because])).toEqual([
      ['csrss.exe', ['host', 'user']],
    ]);
    expect(report.related.count).toBe(1);
  });

  it('has hashes with links, and the response of the rule', () => {
    expect(report.lookups.map(({ hash }) => hash)).toEqual([HASH]);
    for (const link of report.lookups[0]?.links ?? [])
      expect(link).toMatch(new RegExp(`^https://[a-z./-]+.*${HASH}`));
    expect(report.response).toBe('- do\n\n### Then\n\n- more');
  });

  it('is the same whatever the order of the records', async () => {
    const { alert: _, ...rest } = report;
    const { alert: __, ...again } = await reportOf([...RECORDS].reverse());
    expect(again).toEqual(rest);
  });
});
