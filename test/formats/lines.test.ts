import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/formats/limits.ts';
import { salvageLines } from '../../src/formats/lines.ts';
import type { PreparedFile } from '../../src/formats/prepare.ts';
import { contentOf, prepareOne, put, temporaryFolder, textOf } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');

async function salvage(
  name: string,
  content: string | Buffer,
  options: { isBad?: (index: number) => boolean; recordBytes?: number } = {},
): Promise<PreparedFile & { text: string }> {
  const { recordBytes = LIMITS.recordBytes, isBad } = options;
  const file = await prepareOne(put(folder, name, content), tempDir);
  const salvaged = await salvageLines(file, {
    tempDir,
    limits: { ...LIMITS, recordBytes },
    ...(isBad && { isBad }),
  });
  return { ...salvaged, text: await textOf(salvaged) };
}

describe('salvageLines', () => {
  it('keeps every line of a clean file, numbered without gaps', async () => {
    const file = await salvage('clean.ndjson', '{"a":1}\r\n{"b":"ü"}\n{"c":3}');
    expect(file).toMatchObject({
      format: 'ndjson',
      compression: 'none',
      rejects: [],
      recordNumbers: undefined,
    });
    expect(file.text).toBe('{"a":1}\r\n{"b":"ü"}\n{"c":3}\n');
  });

  it('rejects each bad line with its number, reason and beginning, and passes over blank ones', async () => {
    const lines: (string | Buffer)[] = [
      '{"a":1}',
      '',
      'oops',
      '  \t\r',
      '[1]',
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      '{"b":2}',
      '{"b":2}{"c":3}',
      '{"half":"\\ud83d"}',
      '{"whole":"\\ud83d\\ude00 \\\\ud83d"}',
      '7',
      '{"d":4}',
    ];
    const content = Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]));
    const file = await salvage('dirty.ndjson', content);
    expect(file.text).toBe('{"a":1}\n{"b":2}\n{"whole":"\\ud83d\\ude00 \\\\ud83d"}\n{"d":4}\n');
    expect(Array.from(file.recordNumbers ?? [])).toEqual([1, 7, 10, 12]);
    expect(file.rejects).toEqual([
      { record: 3, reason: 'not JSON', excerpt: 'oops' },
      { record: 5, reason: 'not an object', excerpt: '[1]' },
      { record: 6, reason: 'invalid UTF-8', excerpt: '{"\ufffd":1}' },
      { record: 8, reason: 'not JSON', excerpt: '{"b":2}{"c":3}' },
      { record: 9, reason: 'not JSON', excerpt: '{"half":"\\ud83d"}' },
      { record: 11, reason: 'not an object', excerpt: '7' },
    ]);
  });

  it('calls a last line without newline that is not JSON cut off, and keeps one that is', async () => {
    expect((await salvage('end.ndjson', '{"a":1}\n{"b":')).rejects).toEqual([
      { record: 2, reason: 'cut off', excerpt: '{"b":' },
    ]);
    expect((await salvage('end.ndjson', '{"a":1}\n{"b":2}')).text).toBe('{"a":1}\n{"b":2}\n');
  });

  it('drops a byte order mark in the middle, where files were joined', async () => {
    const file = await salvage('joined.ndjson', '{"a":1}\n\ufeff{"b":2}\n{"c":3}\n', {
      isBad: (index) => index === 1,
    });
    expect(file).toMatchObject({ text: '{"a":1}\n{"b":2}\n{"c":3}\n', rejects: [] });
  });

  it('keeps an excerpt of 200 characters', async () => {
    const file = await salvage('long.ndjson', `{"a":1}\n${'é'.repeat(500)}\n`);
    expect(file.rejects).toEqual([{ record: 2, reason: 'not JSON', excerpt: 'é'.repeat(200) }]);
  });

  it('rejects a line that is too long, within a chunk and across chunks', async () => {
    const inOne = `{"a":"${'x'.repeat(2000)}"}`;
    const across = `{"b":"${'y'.repeat(3_000_000)}"}`;
    const file = await salvage('long.ndjson', `{"z":1}\n${inOne}\n{"y":1}\n${across}\n{"x":1}\n`, {
      recordBytes: 1000,
    });
    expect(file.text).toBe('{"z":1}\n{"y":1}\n{"x":1}\n');
    expect(file.rejects.map(({ record, reason, excerpt }) => [record, reason, excerpt.slice(0, 7)])).toEqual([
      [2, 'line too long', '{"a":"x'],
      [4, 'line too long', '{"b":"y'],
    ]);
  });

  it('does not hold a line of half a gigabyte', async () => {
    const path = join(folder, 'half-gigabyte.ndjson');
    const stream = createWriteStream(path);
    stream.write('{"a":1}\n{"long":"');
    const block = Buffer.alloc(16 * 1024 * 1024, 'x');
    for (let written = 0; written < 512; written += 16) if (!stream.write(block)) await once(stream, 'drain');
    stream.end('"}\n{"b":2}\n');
    await once(stream, 'finish');
    const file = unprepared(path);
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 5);
    const salvaged = await salvageLines(file, { tempDir });
    clearInterval(timer);
    expect(await textOf(salvaged)).toBe('{"a":1}\n{"b":2}\n');
    expect(salvaged.rejects).toMatchObject([{ record: 2, reason: 'line too long' }]);
    expect((peak - before) / 1024 / 1024).toBeLessThan(300);
  });

  it.each([
    ['in a line', -30, '{"n":1999'],
    ['in the checksum', -3, ''],
  ])('keeps the whole lines of a .gz that is cut off %s', async (_, end, excerpt) => {
    const lines = Array.from({ length: 2000 }, (_unused, n) => `{"n":${n},"r":${Math.sin(n)}}`);
    const packed = gzipSync(`${lines.join('\n')}\n`);
    const file = await salvage('cut.ndjson.gz', packed.subarray(0, end));
    const kept = file.text.trim().split('\n');
    expect(kept).toEqual(lines.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(1990);
    expect(file.rejects).toHaveLength(1);
    expect(file.rejects[0]).toMatchObject({ record: kept.length + 1, reason: 'cut off' });
    expect(file.rejects[0]?.excerpt.startsWith(excerpt.slice(0, 5))).toBe(true);
  });

  it('keeps what comes before corrupt bytes of a .gz, and reads past junk after its end', async () => {
    const packed = gzipSync('{"a":1}\n{"b":2}\n');
    const wrong = Buffer.from(packed);
    wrong[packed.length - 8] = (wrong[packed.length - 8] ?? 0) ^ 1;
    expect(await salvage('wrong.ndjson.gz', wrong)).toMatchObject({
      text: '{"a":1}\n{"b":2}\n',
      rejects: [{ record: 3, reason: 'corrupt' }],
    });
    for (const junk of ['\n', 'junk after the end', '\0\0\0']) {
      const file = await salvage('junk.ndjson.gz', Buffer.concat([packed, packed, Buffer.from(junk)]));
      expect(file).toMatchObject({ text: '{"a":1}\n{"b":2}\n{"a":1}\n{"b":2}\n', rejects: [] });
    }
  });

  it('keeps the numbers of records that preparing had numbered', async () => {
    const file = await prepareOne(
      put(folder, 'numbers.json', '[7,\n{"a":1},\n{"b":tru},\n{"c":3}]'),
      tempDir,
    );
    const lines = put(folder, 'numbers.lines', file.text);
    const salvaged = await salvageLines({ ...file, file: lines }, { tempDir });
    expect(salvaged.rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [1, 'not an object'],
      [3, 'not JSON'],
    ]);
    expect(Array.from(salvaged.recordNumbers ?? [])).toEqual([2, 4]);
  });

  it('takes the rows that DuckDB could not read for the bad lines', async () => {
    const lines = [
      '{"a":1}',
      '',
      '{"nan":NaN}',
      ' \t\r',
      'bad',
      '{"b":"x\ty"}',
      '[1]',
      '\0\0',
      '{"c":3}',
      '{"cut":',
    ];
    const path = put(folder, 'rows.ndjson', lines.join('\n'));
    const connection = await (await DuckDBInstance.create()).connect();
    const read = `SELECT json IS NULL FROM read_ndjson_objects('${path}', ignore_errors = true)`;
    const isNull = (await connection.runAndReadAll(read)).getRows().map(([value]) => value === true);
    expect(isNull).toEqual([false, false, true, true, false, true, false, true]);
    const file = await salvage('rows.ndjson', contentOf(path), { isBad: (index) => isNull[index] === true });
    expect(file.text).toBe('{"a":1}\n{"nan":NaN}\n{"c":3}\n');
    expect(file.rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [5, 'not JSON'],
      [6, 'not JSON'],
      [7, 'not an object'],
      [8, 'not JSON'],
      [10, 'cut off'],
    ]);
  });
});

function unprepared(path: string): PreparedFile {
  const common = { kind: 'records', format: 'ndjson', container: 'ndjson', compression: 'none' } as const;
  return { ...common, path, file: path, bytes: 0, sha256: '', rejects: [] };
}
