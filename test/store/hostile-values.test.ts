import { expect, it } from 'vitest';
import { hunt } from '../../src/hunt/hunt.ts';
import { caseOf, ndjson } from '../support/case.ts';
import { shippedRule } from '../support/rules.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const VALUES: readonly unknown[] = [
  ...[
    'infinity',
    '-infinity',
    'now',
    'today',
    'epoch',
    'NaN',
    'null',
    '\u0000',
    '[',
    '["',
    '{',
    '{}',
    '[]',
    "'; DROP TABLE x; --",
  ],
  ...[
    '294246-12-31T23:59:59Z',
    '290000-01-01',
    '0001-01-01T00:00:00Z',
    '5000-01-01 (BC)',
    '9999999999999',
    '-999999999999',
  ],
  ...[
    `0x${'f'.repeat(40)}`,
    '0xffffffffffffffff',
    '9223372036854775807',
    '-1',
    '1e308',
    '0x',
    '99999999999999999999',
  ],
  ...[
    `{ffffffff-ffff-ffff-ffff-ffffffffffff}`,
    base64('a-1-9999999999999999999.999999999'),
    base64('a-99999999999999999999-1.0'),
  ],
  ...[
    base64('a-1-99999999999999.0'),
    base64('\u00ff\u00fe'),
    'AA==',
    '\\',
    '/',
    '\\\\',
    '..',
    'x'.repeat(100_000),
  ],
  ...[1e308, -1, 2 ** 63, 0.5, true, false, null, [], [[]], {}, { a: { b: 1 } }, [null], ['infinity']],
];
const SYSMON = [
  'UtcTime',
  'TimeCreated',
  '@timestamp',
  'EventTime',
  'Hostname',
  'ProcessGuid',
  'ProcessId',
  'Image',
  'Hashes',
  'User',
  'LogonId',
  'TerminalSessionId',
  'ParentProcessGuid',
  'ParentProcessId',
  'ParentImage',
  'CommandLine',
  'RecordNumber',
];
const SECURITY = [
  'TimeCreated',
  'NewProcessId',
  'NewProcessName',
  'ProcessId',
  'ParentProcessName',
  'MandatoryLabel',
  'TargetLogonId',
  'TargetUserName',
  'Status',
];
const ECS = [
  '@timestamp',
  'process.entity_id',
  'process.pid',
  'process.start',
  'process.end',
  'process.exit_code',
  'process.name',
  'process.executable',
  'process.args',
  'process.code_signature',
  'process.code_signature.trusted',
  'process.Ext.code_signature',
  'process.Ext.ancestry',
  'process.parent',
  'process.parent.entity_id',
  'process.parent.pid',
  'process.parent.start',
  'process.parent.args',
  'process',
  'host',
  'host.name',
  'host.id',
  'host.os.type',
  'event',
  'event.type',
  'event.category',
  'event.code',
];

const path = 'C:\\Windows\\lsass.exe';
const sysmon = {
  EventID: 1,
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'H',
  UtcTime: '2026-03-10 08:00:00.000',
  ProcessGuid: '{4d5ec2a1-8f66-69af-0c01-000000001200}',
  ProcessId: 5,
  Image: path,
  ParentProcessId: 4,
  ParentImage: 'C:\\cmd.exe',
};
const security = {
  EventID: 4688,
  Channel: 'Security',
  Hostname: 'H',
  TimeCreated: '2026-03-10T08:00:00Z',
  NewProcessId: '0x5',
  NewProcessName: path,
  ProcessId: '0x4',
  ParentProcessName: 'C:\\cmd.exe',
};
const ecs = {
  '@timestamp': '2026-03-10T08:00:00Z',
  'event.category': ['process'],
  'event.type': ['start'],
  'host.id': 'h',
  'host.name': 'H',
  'process.entity_id': 'e',
  'process.pid': 5,
  'process.executable': path,
  'process.parent.entity_id': 'p',
  'process.parent.name': 'cmd.exe',
};

const cases: [string, object, readonly string[]][] = [
  ['Sysmon', sysmon, SYSMON],
  ['a Sysmon end', { ...sysmon, EventID: 5 }, SYSMON],
  ['Security', security, SECURITY],
  ['a Security end', { ...security, EventID: 4689, ProcessName: path }, SECURITY],
  ['ECS', ecs, ECS],
  ['an ECS process that runs already', { ...ecs, 'event.action': 'already_running' }, ECS],
];

it.each(cases)('no value in any field of %s keeps the rest from being hunted', async (_, record, fields) => {
  const odd = fields.flatMap((field) => VALUES.map((value) => ({ ...record, [field]: value })));
  const good = { ...sysmon, Hostname: 'GOOD', RecordNumber: 1 };
  await using loaded = await caseOf({ 'x.ndjson': ndjson([...odd, good]) });
  const [file] = loaded.report.files;
  expect(file?.records).toBe(odd.length + 1);
  expect((file?.events ?? 0) + (file?.rejected ?? 0) + (file?.skipped ?? 0)).toBe(file?.records);
  const rules = [await shippedRule(314), await shippedRule(323)];
  const alerts = await hunt(loaded.database, rules);
  expect(alerts.filter(({ host }) => host.name === 'GOOD')).toHaveLength(2);
  expect(new Set(alerts.map(({ id, rule }) => `${id} ${rule.version}`)).size).toBe(alerts.length);
  expect(() => JSON.stringify(alerts)).not.toThrow();
});
