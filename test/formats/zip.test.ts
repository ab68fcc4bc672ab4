import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { prepareFile } from '../../src/formats/prepare.ts';
import { outline, prepareAll, prepareOne, put, temporaryFolder, zipOf } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');
const LINES = '{"a":1}\n{"b":2}\n';

describe('zip', () => {
  it('reads its members, in the order of the archive', async () => {
    const path = put(
      folder,
      'export.Zip',
      zipOf([
        { name: 'logs/b.json', content: LINES },
        { name: 'logs/', content: '' },
        { name: 'logs/a.json', content: '[{"a":1},\n{"b":2}]', method: 0 },
        { name: 'logs\\c.ndjson.gz', content: gzipSync(LINES) },
        { name: 'table.csv', content: 'a,b,c\n1,2,3\n' },
        { name: 'logs/ü.evtx', content: 'ElfFile\0' },
      ]),
    );
    const all = await prepareAll(path, tempDir);
    expect(all.map(({ prepared }) => prepared.path)).toEqual(
      ['logs/b.json', 'logs/a.json', 'logs/c.ndjson.gz', 'table.csv', 'logs/ü.evtx'].map(
        (name) => `${path}!${name}`,
      ),
    );
    expect(
      all.map(({ prepared }) => (prepared.kind === 'records' ? prepared.container : prepared.reason)),
    ).toEqual(['ndjson in zip', 'json in zip', 'ndjson.gz in zip', 'csv in zip', 'evtx in zip']);
    expect(all.slice(0, 3).map(({ text }) => text)).toEqual([LINES, LINES, LINES]);
    expect(all[0]?.prepared.bytes).toBe(deflateRawSync(LINES).length);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('gives a member the hash that the same file has on its own', async () => {
    for (const content of [Buffer.from(LINES), gzipSync(LINES), Buffer.from('[{"a":1}]')]) {
      const alone = await prepareOne(put(folder, 'alone.json', content), tempDir);
      const member = await prepareOne(put(folder, 'one.zip', zipOf([{ name: 'x.json', content }])), tempDir);
      expect(member.sha256).toBe(alone.sha256);
    }
  });

  it('has one member unpacked at a time', async () => {
    const entries = ['a', 'b', 'c'].map((name) => ({ name: `${name}.ndjson`, content: LINES }));
    let members = 0;
    for await (const _ of prepareFile(put(folder, 'three.zip', zipOf(entries)), { tempDir })) {
      expect(readdirSync(tempDir)).toHaveLength(1);
      members += 1;
    }
    expect(members).toBe(3);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('skips members with unsafe names, and reads the others', async () => {
    const names = [
      '../up',
      'a/../../b',
      '/etc/x',
      'C:\\x',
      '\\\\host\\x',
      '..\\x',
      'nul\0x',
      'esc\x1b[2J',
      'rtl\u202eosj',
      '',
    ];
    const unsafe = names.map((name) => ({ name, content: LINES }));
    const path = put(folder, 'evil.zip', zipOf([...unsafe, { name: 'good..json', content: LINES }]));
    const all = await prepareAll(path, tempDir);
    expect(all.map(({ prepared }) => prepared.kind === 'skipped' && prepared.reason)).toEqual([
      ...names.map(() => 'unsafe member name'),
      false,
    ]);
    expect(all[7]?.prepared.path).toBe(`${path}!esc\\x1b[2J`);
    expect(all[8]?.prepared.path).toBe(`${path}!rtl\\u{202e}osj`);
    expect(readdirSync(folder).filter((name) => name === 'up' || name === 'b')).toEqual([]);
  });

  it('says what else it does not read', async () => {
    const path = put(
      folder,
      'odd.zip',
      zipOf([
        { name: 'locked.json', content: LINES, flags: 0x801 },
        { name: 'modern.json', content: LINES, method: 93 },
        { name: 'link.json', content: '/etc/passwd', mode: 0o120777 },
        { name: '__MACOSX/._a.json', content: 'x' },
        { name: 'a/._a.json', content: 'x' },
        { name: '.DS_Store', content: 'x' },
        { name: 'empty.json', content: '' },
        { name: 'a.json', content: LINES },
      ]),
    );
    expect(await outline(path, tempDir)).toEqual([
      '!locked.json: - encrypted',
      '!modern.json: - zip compression method 93 is not read',
      '!link.json: - symbolic link',
      '!__MACOSX/._a.json: - macOS metadata',
      '!a/._a.json: - macOS metadata',
      '!.DS_Store: - macOS metadata',
      '!empty.json: - empty file',
      '!a.json: ndjson in zip',
    ]);
  });

  it('reads one that is followed by other bytes', async () => {
    const path = put(folder, 'trailing.zip', zipOf([{ name: 'a.json', content: LINES }], '\n'));
    expect(await prepareOne(path, tempDir)).toMatchObject({ text: LINES, rejects: [] });
  });

  it('skips one that is damaged, with the reason', async () => {
    const whole = zipOf([{ name: 'a.json', content: LINES }]);
    for (let bytes = 4; bytes < whole.length; bytes += 1) {
      const [first, ...others] = await outline(put(folder, 'cut.zip', whole.subarray(0, bytes)), tempDir);
      expect(first).toMatch(/^: - damaged zip: ./);
      expect(others).toEqual([]);
    }
    const directory = Buffer.from(whole);
    directory.writeUInt32LE(0, whole.lastIndexOf('PK\x01\x02'));
    expect(await outline(put(folder, 'directory.zip', directory), tempDir)).toEqual([
      expect.stringMatching(/^: - damaged zip: invalid central directory/),
    ]);
  });

  it('keeps the good lines of a member whose bytes are wrong', async () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `{"n":${n},"r":${Math.sin(n)}}\n`);
    const packed = deflateRawSync(lines.join(''));
    const path = put(
      folder,
      'wrong.zip',
      zipOf([
        { name: 'checksum.ndjson', content: LINES, checksum: 1 },
        { name: 'cut.ndjson', content: '', packed: packed.subarray(0, packed.length / 2) },
        { name: 'cut.csv', content: '', packed: deflateRawSync('a,b,c\n1,2,3\n4,5').subarray(0, -1) },
        { name: 'good.ndjson', content: LINES },
      ]),
    );
    const [checksum, cut, table, good] = await prepareAll(path, tempDir);
    expect(checksum).toMatchObject({
      text: LINES,
      prepared: { rejects: [{ record: 3, reason: 'corrupt' }] },
    });
    const kept = cut?.text.split('\n').length ?? 0;
    expect(kept).toBeGreaterThan(1000);
    expect(cut?.text).toBe(lines.slice(0, kept - 1).join(''));
    expect(cut?.prepared).toMatchObject({ rejects: [{ record: kept, reason: 'cut off' }] });
    expect(table).toMatchObject({
      text: 'a,b,c\n1,2,3\n',
      prepared: { rejects: [{ record: 0, reason: 'cut off' }] },
    });
    expect(good).toMatchObject({ text: LINES, prepared: { rejects: [] } });
  });
});
