import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outline, put, tarOf, temporaryFolder, zipOf } from './support.ts';

const folder = temporaryFolder();
const tempDir = join(folder, 'temp');

describe('bombs', () => {
  const limits = { unpackedBytes: 100_000 };
  const zeros = Buffer.alloc(1_000_000, ' ');
  const reason = '- expands more than 200-fold: possible zip bomb';

  it('are stopped, and what is not one is read', async () => {
    const good = Array.from({ length: 5000 }, (_, n) => `{"n":${n},"r":${Math.sin(n)}}\n`).join('');
    const path = put(
      folder,
      'bomb.zip',
      zipOf([
        { name: 'bomb.json', content: zeros },
        { name: 'bomb.json.gz', content: gzipSync(zeros) },
        { name: 'bomb.tar.gz', content: gzipSync(await tarOf([{ name: 'x.json', content: zeros }])) },
        { name: 'stored.zip', content: zipOf([{ name: 'bomb.json', content: zeros }]), method: 0 },
        { name: 'good.json', content: good },
      ]),
    );
    expect(await outline(path, tempDir, limits)).toEqual([
      `!bomb.json: ${reason}`,
      `!bomb.json.gz: ${reason}`,
      `!bomb.tar.gz: ${reason}`,
      `!stored.zip!bomb.json: ${reason}`,
      '!good.json: ndjson in zip',
    ]);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('are stopped where each entry alone is small', async () => {
    const kernel = { name: '0.json', content: Buffer.alloc(90_000, ' ') };
    const overlapping = Array.from({ length: 20 }, (_, n) => ({
      ...kernel,
      name: `${n + 1}.json`,
      sameAs: 0,
    }));
    const all = await outline(put(folder, 'overlap.zip', zipOf([kernel, ...overlapping])), tempDir, limits);
    const stopped = all.filter((line) => line.endsWith(reason));
    expect(stopped.length).toBeGreaterThan(16);
    expect(all.slice(-stopped.length)).toEqual(stopped);
    expect(all).toHaveLength(21);
  });

  it('are stopped in a .tar.gz and a .json.gz of their own', async () => {
    const archive = gzipSync(await tarOf([{ name: 'x.json', content: zeros }]));
    expect(await outline(put(folder, 'bomb.tar.gz', archive), tempDir, limits)).toEqual([`: ${reason}`]);
    const json = gzipSync(`[${zeros.toString()}]`);
    expect(await outline(put(folder, 'bomb.json.gz', json), tempDir, limits)).toEqual([`: ${reason}`]);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  it('are not what merely expands a lot', async () => {
    const path = put(
      folder,
      'small.zip',
      zipOf([{ name: 'a.json', content: `{"a":1}\n${zeros.toString()}` }]),
    );
    expect(await outline(path, tempDir)).toEqual(['!a.json: ndjson in zip']);
  });
});
