import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { xmlForm } from '../../../src/formats/evtx/xml-record.ts';
import { readLog } from '../../support/evtx/read-log.ts';
import { flattenXml } from './flatten-xml.ts';

const DATA = join(import.meta.dirname, '../../../../shared/data');

/** The only sample in which chunks are damaged. */
const DAMAGED = /bad_chunk_magic/;

const logs = existsSync(DATA)
  ? readdirSync(DATA, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.toLowerCase().endsWith('.evtx'))
      .sort()
  : [];

const hasEvtxexport = spawnSync('evtxexport', ['-V']).error === undefined;

/** How many records a walk from header to header meets. */
function countHeaders(log: Buffer): number {
  let records = 0;
  for (let chunk = 4096; chunk + 512 <= log.length; chunk += 65_536) {
    if (log.toString('latin1', chunk, chunk + 7) !== 'ElfChnk') continue;
    const end = chunk + log.readUInt32LE(chunk + 48);
    for (let at = chunk + 512; at < end && log.readUInt32LE(at) === 0x2a2a; at += log.readUInt32LE(at + 4))
      records += 1;
  }
  return records;
}

describe.skipIf(logs.length === 0)(`real logs (skipped where ${DATA} is absent)`, () => {
  it('are some ninety', () => expect(logs.length).toBeGreaterThan(80));

  it.each(logs)('holds every record: %s', async (name) => {
    const log = readFileSync(join(DATA, name));
    const { lines, rejects } = await readLog(log);
    if (DAMAGED.test(name)) expect(lines.length).toBeGreaterThan(countHeaders(log));
    else expect([lines.length, rejects]).toEqual([countHeaders(log), []]);
  });

  it.skipIf(!hasEvtxexport).each(logs)(
    'agrees with evtxexport (skipped where it is not installed): %s',
    async (name) => {
      const path = join(DATA, name);
      const { stdout } = spawnSync('evtxexport', ['-f', 'xml', path], {
        maxBuffer: 2 ** 30,
        encoding: 'utf8',
      });
      const theirs = stdout.replaceAll('\0', '').match(/<Event [\s\S]*?<\/Event>/g) ?? [];
      const { lines } = await readLog(readFileSync(path), { form: xmlForm });
      const ours = new Set(lines.map((line) => flattenXml(line).join('\n')));
      for (const xml of theirs) expect(ours.has(flattenXml(xml).join('\n')) ? '' : xml).toBe('');
    },
  );
});
