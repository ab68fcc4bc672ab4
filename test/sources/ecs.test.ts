import { describe, expect, it } from 'vitest';
import { caseOf } from '../support/case.ts';
import { eventOf, eventRows } from '../support/events.ts';

const START = '2026-03-10T08:44:53.892Z';
const id = (agent: string, pid: number, seconds: string): string =>
  Buffer.from(`${agent}-${pid}-${seconds}`).toString('base64');
const AGENT = '4c9c9cb3-f80f-44d8-9c89-6168243b7f21';
const ID = id(AGENT, 10252, '13417605893.892000000');
const PARENT = id(AGENT, 11128, '13417605892.989000000');

const document = {
  '@timestamp': START,
  agent: { type: 'endpoint', id: AGENT },
  event: { category: ['process'], type: ['start'], action: 'start', dataset: 'endpoint.events.process' },
  host: { id: 'h-1', name: 'DC-01', os: { type: 'Windows' } },
  user: { id: 'S-1-5-18', name: 'SYSTEM', domain: 'NT AUTHORITY' },
  process: {
    entity_id: ID,
    pid: 10252,
    name: 'winlogon.exe',
    executable: 'C:\\ProgramData\\winlogon.exe',
    command_line: '["not", "a list"]',
    args: ['winlogon.exe', '-x'],
    hash: { sha256: 'ab' },
    Ext: {
      ancestry: [PARENT, 'x'],
      code_signature: [{ exists: true, trusted: false, subject_name: 'Ada' }],
      token: { integrity_level_name: 'System' },
    },
    parent: {
      entity_id: PARENT,
      pid: 11128,
      executable: 'C:\\ProgramData\\explorer.exe',
      Ext: { real: { pid: 9 } },
    },
  },
};
const mapped = {
  source: 'ecs',
  kind: 'start',
  '@timestamp': START,
  'event.category': ['process'],
  'event.type': ['start'],
  'host.id': 'h-1',
  'host.name': 'DC-01',
  'host.os.type': 'windows',
  'process.entity_id': ID,
  'process.pid': 10252,
  'process.start': START,
  'process.command_line': '["not", "a list"]',
  'process.args': ['winlogon.exe', '-x'],
  'process.hash.sha256': 'ab',
  'process.Ext.ancestry': [PARENT, 'x'],
  'process.code_signature.trusted': false,
  'process.code_signature.subject_name': 'Ada',
  'process.Ext.token.integrity_level_name': 'system',
  'process.parent.name': 'explorer.exe',
  'process.parent.pid': 11128,
  'process.parent.Ext.real.pid': 9,
};

function dotted(value: object, prefix = ''): Record<string, unknown> {
  return Object.assign(
    {},
    ...Object.entries(value).map(([name, child]) =>
      typeof child === 'object' && !Array.isArray(child)
        ? dotted(child as object, `${prefix}${name}.`)
        : { [`${prefix}${name}`]: child },
    ),
  ) as Record<string, unknown>;
}
const asFields = Object.fromEntries(
  Object.entries(dotted(document))
    .filter(([name]) => name !== 'process.Ext.code_signature')
    .map(([name, value]) => [name, Array.isArray(value) ? value : [value]]),
);

describe('Elastic Defend', () => {
  it.each([
    ['nested', document],
    ['dotted', dotted(document)],
    ['a hit', { _index: 'logs', _id: '1', _source: document }],
  ])('%s', async (_, record) => {
    expect(await eventOf(record)).toMatchObject(mapped);
  });

  it('a hit that has fields instead of its source', async () => {
    const {
      'process.code_signature.trusted': _,
      'process.code_signature.subject_name': __,
      ...rest
    } = mapped;
    expect(await eventOf({ _index: 'logs', _id: '1', fields: asFields })).toMatchObject(rest);
  });

  it('takes pid and start of a process that runs already from its id', async () => {
    const event = { ...document.event, type: ['info'], action: 'already_running' };
    const { pid: _, ...process } = document.process;
    const row = await eventOf({ ...document, '@timestamp': '2026-03-10T09:00:00Z', event, process });
    expect(row).toMatchObject({ kind: 'already_running', 'process.pid': 10252, 'process.start': START });
  });

  it('ends a process, and may say that it began and ended at once', async () => {
    const ended = await eventOf({ ...document, event: { ...document.event, type: ['end'], action: 'end' } });
    expect(ended).toMatchObject({ kind: 'end', 'process.end': START });
    const both = await eventOf({ ...document, event: { ...document.event, type: ['start', 'end'] } });
    expect(both).toMatchObject({ kind: 'start', 'process.start': START, 'process.end': START });
  });

  it.each(['junk', '[', 7, null, [[]], { trusted: 'maybe' }])(
    'is not stopped by the signature %j',
    async (odd) => {
      const Ext = { ...document.process.Ext, code_signature: odd };
      const event = await eventOf({ ...document, process: { ...document.process, Ext } });
      expect(event).toMatchObject({ 'process.entity_id': ID });
      expect(event).not.toHaveProperty(['process.code_signature.trusted']);
    },
  );

  it('is not misled by the target of an alert', async () => {
    const Target = { process: { entity_id: 'other', name: 'lsass.exe' } };
    expect(await eventOf({ ...document, Target })).toMatchObject({ 'process.entity_id': ID });
  });
});

it('takes what is of any category, and counts the rest by its kind', async () => {
  const of = (category: string): string =>
    JSON.stringify({ ...document, event: { ...document.event, category: [category] } });
  const sysmon = '{"EventID":3,"Channel":"Microsoft-Windows-Sysmon/Operational"}';
  const lines = [
    of('network'),
    of('file'),
    of('network'),
    sysmon,
    '{"EventID":7036,"Channel":"System"}',
    '{"a":1}',
    '{}',
  ];
  await using loaded = await caseOf({ 'x.ndjson': `${lines.join('\n')}\n` });
  expect(loaded.report.files[0]).toMatchObject({ records: 7, events: 4, rejected: 0 });
  expect(loaded.report.files[0]?.skippedByKind).toEqual({
    'system 7036': 1,
    unrecognised: 2,
  });
  const rows = [...(await eventRows(loaded)).values()];
  expect(rows.map(({ source, kind }) => `${source} ${kind}`)).toEqual([
    'ecs network',
    'ecs file',
    'ecs network',
    'sysmon network',
  ]);
});
