import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outline, prepareAll, put, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');

describe('prepareFile', () => {
  it.each<[string, string | Buffer, string]>([
    ['empty.ndjson', '', 'empty file'],
    ['blank.json', ' \r\n\n', 'empty file'],
    ['empty.ndjson.gz', gzipSync(''), 'empty file'],
    ['mark.ndjson', '\ufeff', 'empty file'],
    ['._a.json', Buffer.from('\x00\x05\x16\x07\x00\x02', 'latin1'), 'macOS metadata'],
    [
      'a.exe',
      Buffer.from('MZ\x90\x00\x03\x00\x00\x00\x04', 'latin1'),
      'not a log format that is read: begins with 4d5a900003000000',
    ],
    ['readme.txt', 'Read me, please.\n', 'not a log format that is read: begins with "Read me, please."'],
    ['junk.log', Buffer.from([1, 0, 2, 0, 3]), 'not a log format that is read: begins with 0100020003'],
  ])('skips %s', async (name, content, reason) => {
    const path = put(folder, name, content);
    const bytes = Buffer.from(content as string).length;
    const [only, ...others] = await prepareAll(path, tempDir);
    expect(only?.prepared).toEqual({ kind: 'skipped', path, reason, bytes });
    expect(others).toEqual([]);
  });

  it('skips a path that leads nowhere', async () => {
    expect(await outline(join(folder, 'nowhere'), tempDir)).toEqual([': - no such file, or a link to none']);
  });
});
