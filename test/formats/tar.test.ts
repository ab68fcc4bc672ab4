import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outline, prepareAll, put, tarOf, temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');
const LINES = '{"a":1}\n{"b":2}\n';

describe('tar', () => {
  const entries = [
    { name: 'logs/', type: 'directory' },
    { name: 'logs/a.json', content: LINES },
    { name: `${'long/'.repeat(40)}b.json`, content: '[{"a":1},\n{"b":2}]' },
    { name: 'link.json', type: 'symlink' },
    { name: '../evil.json', content: LINES },
    { name: 'empty.json', content: '' },
    { name: 'c.ndjson.gz', content: gzipSync(LINES) },
  ] as const;

  it.each(['tar', 'tar.gz'])('reads the members of a .%s', async (kind) => {
    const archive = await tarOf(entries);
    const path = put(folder, `export.${kind}`, kind === 'tar' ? archive : gzipSync(archive));
    expect(await outline(path, tempDir)).toEqual([
      `!logs/a.json: ndjson in ${kind}`,
      `!${'long/'.repeat(40)}b.json: json in ${kind}`,
      '!link.json: - symbolic link',
      '!../evil.json: - unsafe member name',
      '!empty.json: - empty file',
      `!c.ndjson.gz: ndjson.gz in ${kind}`,
    ]);
    const texts = (await prepareAll(path, tempDir)).map(({ text }) => text);
    expect(texts.filter((text) => text !== '')).toEqual([LINES, LINES, LINES]);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('keeps what is there of one that is cut off anywhere', async () => {
    const lines = Array.from({ length: 300 }, (_, n) => `{"n":${n},"r":${Math.sin(n)}}\n`);
    const archive = await tarOf([
      { name: 'a.json', content: lines.join('') },
      { name: 'b.json', content: lines.join('') },
    ]);
    const size = lines.join('').length;
    const start = 512 + Math.ceil(size / 512) * 512;
    for (let bytes = 512; bytes < archive.length; bytes += 197) {
      const all = await prepareAll(put(folder, 'cut.tar', archive.subarray(0, bytes)), tempDir);
      const text = all.map((read) => read.text).join('');
      const there =
        Math.max(0, Math.min(bytes - 512, size)) + Math.max(0, Math.min(bytes - start - 512, size));
      expect(text.length, `${bytes}`).toBeGreaterThan(there - 100);
      const complaints = all.flatMap(({ prepared }) =>
        prepared.kind === 'records' ? prepared.rejects.map(({ reason }) => reason) : [prepared.reason],
      );
      const isComplete = bytes === start || bytes === 2 * start || bytes >= 2 * start + 512;
      if (bytes > 512 && !isComplete) {
        expect(complaints, `${bytes}`).toEqual([expect.stringContaining('cut off')]);
      }
    }
  });

  it('reads one that is followed by other bytes', async () => {
    for (const junk of ['\n', 'x'.repeat(700)]) {
      const archive = Buffer.concat([await tarOf([{ name: 'a.json', content: LINES }]), Buffer.from(junk)]);
      expect(await outline(put(folder, 'junk.tar', archive), tempDir)).toEqual(['!a.json: ndjson in tar']);
      const packed = Buffer.concat([gzipSync(archive), Buffer.from(junk)]);
      expect(await outline(put(folder, 'junk.tar.gz', packed), tempDir)).toEqual([
        '!a.json: ndjson in tar.gz',
      ]);
    }
  });

  it('keeps the good lines of the last member of a cut-off .tar.gz', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `{"n":${n},"r":${Math.sin(n)}}\n`);
    const packed = gzipSync(
      await tarOf([
        { name: 'a.json', content: LINES },
        { name: 'b.json', content: lines.join('') },
      ]),
    );
    const path = put(folder, 'cut.tar.gz', packed.subarray(0, packed.length / 2));
    const [first, last, ...others] = await prepareAll(path, tempDir);
    expect(first).toMatchObject({ text: LINES, prepared: { rejects: [] } });
    const kept = last?.text.split('\n').length ?? 0;
    expect(kept).toBeGreaterThan(2000);
    expect(last?.text).toBe(lines.slice(0, kept - 1).join(''));
    expect(last?.prepared).toMatchObject({ rejects: [{ record: kept, reason: 'cut off' }] });
    expect(others).toEqual([]);
  });

  it('says that headers are damaged', async () => {
    const archive = await tarOf([
      { name: 'a.json', content: LINES },
      { name: 'b.json', content: LINES },
    ]);
    archive.fill('x', 1024, 1100);
    expect(await outline(put(folder, 'headers.tar', archive), tempDir)).toEqual([
      '!a.json: ndjson in tar',
      expect.stringMatching(/^: - damaged tar: corrupt \(wrong header\)$/),
    ]);
  });
});
