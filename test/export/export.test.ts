import { describe, expect, it } from 'vitest';
import { EXPORTERS } from '../../src/export/index.ts';
import type { Alert } from '../../src/model/alert.ts';
import { cut, safeJson, visible } from '../../src/model/text.ts';

const HOSTILE = '=cmd|\' /C calc\'!A0 \u001b[2J\u202e\u2066,"x"\r\n\u009b31m\u0000\ud800 end';

const alert = {
  id: 'a'.repeat(64),
  rule: { id: 'r', name: 'A rule', version: 1, severity: 'low', risk_score: 1, threat: [] },
  clause: 'process.name : "x"',
  time: '2026-01-01T00:00:00.000Z',
  host: { id: null, name: '@SUM(A1)' },
  event: {
    category: ['process'],
    type: ['start'],
    action: null,
    code: '1',
    outcome: null,
    provider: null,
    dataset: null,
  },
  process: {
    entity_id: 'e',
    pid: 7,
    name: 'x.exe',
    executable: null,
    command_line: HOSTILE,
    start: null,
    end: null,
    user: { id: null, name: '-user', domain: '+dom' },
    hash: { md5: null, sha1: null, sha256: null },
    code_signature: { exists: null, trusted: null, status: null, subject_name: null },
    seen_via: 'start',
    parent: { entity_id: null, pid: null, name: null, executable: null, command_line: null },
  },
  parent_source: null,
  ancestry: [],
  siblings: { count: 0, sample: [] },
  descendants: { count: 0, sample: [] },
  facts: [],
  records: [{ source: 's', record: 1, log: 'sysmon', matched: true }],
} satisfies Alert;

const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const write = (format: keyof typeof EXPORTERS): string => [...EXPORTERS[format]([alert, alert])].join('');

describe('exporters', () => {
  it.each(Object.keys(EXPORTERS) as (keyof typeof EXPORTERS)[])(
    '%s leaves nothing raw that a terminal would act on',
    (format) => {
      expect(write(format)).not.toMatch(RAW);
    },
  );

  it('JSON and NDJSON lose nothing', () => {
    expect(JSON.parse(write('json'))).toEqual([alert, alert]);
    expect(
      write('ndjson')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([alert, alert]);
  });

  it('CSV has one row an alert, and no cell that a spreadsheet would run', () => {
    const rows = write('csv').trimEnd().split('\n');
    expect(rows).toHaveLength(3);
    const cells = (rows[1] as string).match(/("([^"]|"")*"|[^,]*)(,|$)/g) ?? [];
    for (const cell of cells) expect(cell).not.toMatch(/^"?[=+\-@]/);
    expect(rows[1]).toContain("'=cmd|");
  });
});

describe('visible text', () => {
  it.each([
    ['\u001b[31m', '\\u{1b}[31m'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\u200bb\ufeff', 'a\\u{200b}b\\u{feff}'],
    ['line\r\n\ttab', 'line\\r\\n\\ttab'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['bjørn 日本 👍', 'bjørn 日本 👍'],
  ])('%j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('JSON stays JSON', () => {
    const value = { text: `${HOSTILE}\u{e0041}\u2028` };
    expect(JSON.parse(safeJson(value, 2))).toEqual(value);
  });

  it('cuts by characters, never through one', () => {
    expect(cut('👍👍👍👍', 3)).toBe('👍👍…');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('x'.repeat(1_000_000), 10)).toHaveLength(10);
  });
});
