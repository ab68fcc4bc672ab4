import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/formats/formats.ts';
import { prepareFile } from '../../src/formats/prepare.ts';
import { contentOf, prepareOne, put, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');
const LINES = '{"a":1}\n{"b":2}\n';
const PRETTY = '[\n  {\n    "a": 1\n  },\n  {\n    "b": 2\n  }\n]\n';

let zstdOfLines: Buffer;
let zstdOfArray: Buffer;

/** DuckDB is what writes zstd here. */
async function zstdOf(lines: string, name: string): Promise<Buffer> {
  const source = put(folder, `${name}.source`, lines);
  const target = join(folder, `${name}.made`);
  const connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`COPY (FROM read_csv('${source}', header = false, sep = '\x01', quote = '', columns = {line: 'VARCHAR'}))
    TO '${target}' (FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIM '\x01', COMPRESSION zstd)`);
  return contentOf(target);
}

beforeAll(async () => {
  zstdOfLines = await zstdOf(LINES, 'lines');
  zstdOfArray = await zstdOf('[{"a":1},{"b":2}]\n', 'array');
});

describe('prepareFile', () => {
  it('hands on NDJSON as it lies, also compressed', async () => {
    const cases = [
      ['plain.ndjson', Buffer.from(LINES), 'none', 'ndjson'],
      ['packed.ndjson.gz', gzipSync(LINES), 'gzip', 'ndjson.gz'],
      ['packed.ndjson.zst', zstdOfLines, 'zstd', 'ndjson.zst'],
      ['misnamed.csv', Buffer.from(LINES), 'none', 'ndjson'],
      ['misnamed.txt', gzipSync(LINES), 'gzip', 'ndjson.gz'],
    ] as const;
    for (const [name, content, compression, container] of cases) {
      const path = put(folder, name, content);
      expect(await prepareOne(path, tempDir)).toEqual({
        kind: 'records',
        path,
        format: 'ndjson',
        container,
        file: path,
        compression,
        bytes: content.length,
        sha256: createHash('sha256').update(content).digest('hex'),
        rejects: [],
        text: LINES,
      });
    }
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('writes JSON that is not NDJSON as lines, also compressed', async () => {
    const cases = [
      ['pretty.json', Buffer.from(PRETTY), 'json'],
      ['pretty.json.gz', gzipSync(PRETTY), 'json.gz'],
      ['array.json.zst', zstdOfArray, 'json.zst'],
      ['response.json', Buffer.from('{"took":1,"hits":{"total":2,"hits":[{"a":1},{"b":2}]}}\n'), 'json'],
      ['responses.ndjson', Buffer.from('{"hits":{"hits":[{"a":1}]}}\n{"hits":{"hits":[{"b":2}]}}\n'), 'json'],
      ['concatenated.json', Buffer.from('{"a":1}{"b":2}'), 'json'],
      ['documents.json', Buffer.from('{\n"a":1\n}\n{\n"b":2\n}\n'), 'json'],
    ] as const;
    for (const [name, content, container] of cases) {
      const path = put(folder, name, content);
      const file = await prepareOne(path, tempDir);
      expect(file.text.replaceAll(' ', ''), name).toBe(LINES);
      expect(file).toMatchObject({
        format: 'ndjson',
        container,
        compression: 'none',
        bytes: content.length,
        rejects: [],
      });
      expect(file.sha256).toBe(createHash('sha256').update(content).digest('hex'));
    }
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('keeps the numbers of the elements that are records', async () => {
    const file = await prepareOne(put(folder, 'mixed.json', '[{"a":1}, 2, {"c":3}'), tempDir);
    expect(Array.from(file.recordNumbers ?? [])).toEqual([1, 3]);
    expect(file.rejects.map(({ record, reason }) => [record, reason])).toEqual([
      [2, 'not an object'],
      [4, 'cut off'],
    ]);
  });

  it('keeps what comes before the cut of a compressed array', async () => {
    const elements = Array.from({ length: 5000 }, (_, n) => ({ n, r: Math.sin(n) }));
    const packed = gzipSync(JSON.stringify(elements));
    const path = put(folder, 'cut.json.gz', packed.subarray(0, packed.length / 2));
    const file = await prepareOne(path, tempDir);
    const records = file.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(records.length).toBeGreaterThan(2000);
    expect(records).toEqual(elements.slice(0, records.length));
    expect(file.rejects).toMatchObject([{ record: records.length + 1, reason: 'cut off' }]);
    expect(file.sha256).toBe(createHash('sha256').update(contentOf(path)).digest('hex'));
  });

  it.each([
    ['commas', 'time,host,pid\n2020,"a\nb",3\n'],
    ['semicolons', 'time;host;pid\n2020;a;3\n'],
    ['tabs', 'time\thost\tpid\n2020\ta\t3\n'],
    ['a byte order mark', '\ufefftime,host,pid\n2020,a,3\n'],
    ['an unnamed index', ',time,host,pid\n0,2020,a,3\n'],
  ])('hands on CSV with %s as it lies', async (_, content) => {
    for (const name of ['table.csv', 'table.txt']) {
      const path = put(folder, name, content);
      expect(await prepareOne(path, tempDir)).toMatchObject({
        format: 'csv',
        container: 'csv',
        file: path,
        rejects: [],
      });
    }
    const packed = put(folder, 'table.csv.gz', gzipSync(content));
    expect(await prepareOne(packed, tempDir)).toMatchObject({
      format: 'csv',
      container: 'csv.gz',
      compression: 'none',
    });
  });

  it.each([
    ['le', Buffer.from([0xff, 0xfe])],
    ['be', Buffer.from([0xfe, 0xff])],
  ])('reads UTF-16%s, as PowerShell writes it', async (order, mark) => {
    const encode = (text: string): Buffer => {
      const bytes = Buffer.from(text, 'utf16le');
      return Buffer.concat([mark, order === 'le' ? bytes : bytes.swap16()]);
    };
    const lines = `${'{"a":"ü😀"}\r\n'.repeat(100_000)}{"b":2}\r\n`;
    const file = await prepareOne(put(folder, 'utf16.ndjson', encode(lines)), tempDir);
    expect(file).toMatchObject({
      format: 'ndjson',
      container: 'ndjson',
      compression: 'none',
      rejects: [],
      text: lines,
    });
    const array = await prepareOne(
      put(folder, 'utf16.json.gz', gzipSync(encode('[{"a":"ü"},\r\n{"b":2}]'))),
      tempDir,
    );
    expect(array).toMatchObject({ container: 'json.gz', text: '{"a":"ü"}\n{"b":2}\n' });
    const table = await prepareOne(put(folder, 'utf16.csv', encode('a,b,c\r\n1,"ü",3\r\n')), tempDir);
    expect(table).toMatchObject({ format: 'csv', text: 'a,b,c\r\n1,"ü",3\r\n' });
  });

  it('drops the byte order mark of NDJSON', async () => {
    const file = await prepareOne(put(folder, 'mark.ndjson', `\ufeff${LINES}`), tempDir);
    expect(file).toMatchObject({ format: 'ndjson', text: LINES, rejects: [] });
  });

  it('takes dirty NDJSON for NDJSON, and junk of that name too', async () => {
    const junk = Buffer.from(Array.from({ length: 5000 }, (_, n) => (n * 7919) % 251));
    for (const [name, content] of [
      ['dirty.txt', `Log started, by me, today\n${LINES}`],
      ['broken-first-line.json', `{"a":{"x\n${LINES}`],
      ['plain.log', 'service started\nservice stopped\n'],
      ['junk.ndjson', junk],
      ['junk.json', junk],
      ['junk.jsonl.gz', gzipSync(junk)],
    ] as const) {
      const path = put(folder, name, content);
      expect(await prepareOne(path, tempDir), name).toMatchObject({
        format: 'ndjson',
        file: path,
        rejects: [],
      });
    }
  });

  it('counts the bytes of the input that it reads', async () => {
    for (const [name, content] of [
      ['count.ndjson', LINES],
      ['count.json', PRETTY],
      ['count.json.gz', gzipSync(PRETTY)],
    ] as const) {
      let bytes = 0;
      const path = put(folder, name, content);
      for await (const _ of prepareFile(path, { tempDir, onBytes: (n) => (bytes += n) }));
      expect(bytes, name).toBe(Buffer.from(content as string).length);
    }
  });

  it('deletes a temporary file when it is asked for the next, or left', async () => {
    const files = prepareFile(put(folder, 'left.json', PRETTY), { tempDir });
    const first = await files.next();
    expect(first.done).toBe(false);
    expect(readdirSync(tempDir)).toHaveLength(1);
    await files.return(undefined);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('reads stdin, also compressed', () => {
    const script = `
      import { prepareFile } from './src/formats/prepare.ts';
      for await (const { path, container, bytes, compression } of prepareFile('-', { tempDir: process.argv[1] })) {
        console.log(JSON.stringify({ path, container, bytes, compression }));
      }`;
    const run = (input: string | Buffer): unknown => {
      const options = { input, cwd: join(import.meta.dirname, '../..'), encoding: 'utf8' } as const;
      return JSON.parse(
        execFileSync(
          'node',
          ['--import', 'tsx', '--input-type=module', '-e', script, '--', tempDir],
          options,
        ),
      );
    };
    expect(run(LINES)).toEqual({ path: '-', container: 'ndjson', bytes: 16, compression: 'none' });
    expect(run(gzipSync(PRETTY))).toMatchObject({ path: '-', container: 'json.gz', compression: 'none' });
    expect(readdirSync(tempDir)).toEqual([]);
  });
});

describe('FORMATS', () => {
  it('names each kind once', () => {
    const names = FORMATS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
