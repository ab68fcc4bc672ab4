import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outline, prepareOne, put, tarOf, temporaryFolder, zipOf } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');
const LINES = '{"a":1}\n{"b":2}\n';

describe('archives within archives', () => {
  it('are read to a depth of three', async () => {
    const inner = zipOf([{ name: 'a.json', content: LINES }]);
    const second = zipOf([{ name: 'inner.zip', content: inner }]);
    const third = zipOf([
      { name: 'second.zip', content: second },
      { name: 'b.tar.gz', content: gzipSync(await tarOf([{ name: 'b.json', content: LINES }])) },
    ]);
    const path = put(folder, 'third.zip', third);
    expect(await outline(path, tempDir)).toEqual([
      '!second.zip!inner.zip!a.json: ndjson in zip in zip in zip',
      '!b.tar.gz!b.json: ndjson in tar.gz in zip',
    ]);
    const fourth = put(folder, 'fourth.zip', zipOf([{ name: 'third.zip', content: third }]));
    expect(await outline(fourth, tempDir)).toEqual([
      '!third.zip!second.zip!inner.zip: - archives within archives are read to a depth of 3',
      '!third.zip!b.tar.gz: - archives within archives are read to a depth of 3',
    ]);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('are read out of compressed files', async () => {
    const archive = zipOf([{ name: 'a.json', content: '[{"a":1}]' }]);
    expect(await outline(put(folder, 'z.zip.gz', gzipSync(archive)), tempDir)).toEqual([
      '!a.json: json in zip.gz',
    ]);
    const twice = await prepareOne(put(folder, 'twice.json.gz.gz', gzipSync(gzipSync(LINES))), tempDir);
    expect(twice).toMatchObject({ container: 'ndjson.gz.gz', compression: 'none', text: LINES });
  });
});
