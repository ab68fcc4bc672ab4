import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { ALERT_FORMATS } from '../../src/cli/formats.ts';
import type { Exporter } from '../../src/export/index.ts';
import { cut, safeJson, visible } from '../../src/model/text.ts';
import { HOSTILE_TEXTS, makeAlert } from '../support/excerpt.ts';
import { bytesOf, textOf } from '../support/pieces.ts';

const [HOSTILE] = HOSTILE_TEXTS;
const alert = makeAlert(HOSTILE);
const TEXTS = Object.keys(ALERT_FORMATS).filter((format) => !['arrow', 'parquet'].includes(format));

const RAW = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const write = (format: string): Promise<string> =>
  textOf((ALERT_FORMATS[format] as Exporter)([alert, alert], []));

describe('exporters', () => {
  it.each(TEXTS)('%s leaves nothing raw that a terminal would act on', async (format) => {
    expect(await write(format)).not.toMatch(RAW);
  });

  it.each(['arrow', 'parquet'])('%s has a row an alert', async (format) => {
    const bytes = await bytesOf((ALERT_FORMATS[format] as Exporter)([alert, alert], []));
    expect(bytes.subarray(0, 4).toString()).toBe(format === 'arrow' ? 'ARRO' : 'PAR1');
    if (format === 'arrow')
      expect(tableFromIPC(bytes).getChild('process.pid')?.toArray()).toEqual(BigInt64Array.of(7n, 7n));
  });

  it('JSON and NDJSON lose nothing', async () => {
    expect(JSON.parse(await write('json'))).toEqual([alert, alert]);
    expect(
      (await write('ndjson'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([alert, alert]);
  });

  it('CSV has one row an alert, and no cell that a spreadsheet would run', async () => {
    const rows = (await write('csv')).trimEnd().split('\n');
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
