import { expect, it } from 'vitest';
import { xmlForm } from '../../../src/formats/evtx/xml-record.ts';
import { type EventSpec, evtxOfEvents } from '../../support/evtx/evtx.ts';
import { readLog } from '../../support/evtx/read-log.ts';

const EVENT: EventSpec = { data: { Image: 'C:\\a.exe', User: 'SYSTEM' } };

const read = async (log: Buffer): Promise<string> => (await readLog(log, { form: xmlForm })).lines.join('\n');

/** The log with another text of the same length in a place of its only chunk, templates keep their GUID. */
function replaced(log: Buffer, from: string, to: string): Buffer {
  const changed = Buffer.from(log);
  const at = changed.indexOf(Buffer.from(from, 'utf16le'), 4096);
  expect(at).toBeGreaterThan(0);
  changed.write(to, at, 'utf16le');
  return changed;
}

it.each([
  ['a name that it holds', 'Computer', 'Komputer', '<Komputer>WS-014.corp.example</Komputer>'],
  ['a text that it holds', 'Image', 'Ymage', '<Data Name="Ymage">C:\\a.exe</Data>'],
  ['a name that another template holds', 'Name', 'Nome', '<Data Nome="Image">C:\\a.exe</Data>'],
])('a template is not taken for one of the same GUID that differs in %s', async (_, from, to, expected) => {
  const log = evtxOfEvents([EVENT]);
  const before = await read(log);
  expect(before).not.toContain(expected);
  expect(await read(replaced(log, from, to))).toContain(expected);
  expect(await read(log)).toBe(before);
});

it('templates say the same wherever in a chunk they are defined', async () => {
  const other: EventSpec = { recordId: 2, data: { TargetFilename: 'C:\\b', Image: 'C:\\c.exe' } };
  const alone = await Promise.all([EVENT, other].map((event) => read(evtxOfEvents([event]))));
  expect(await read(evtxOfEvents([EVENT, other]))).toBe(alone.join('\n'));
  expect(await read(evtxOfEvents([other, EVENT]))).toBe(alone.reverse().join('\n'));
});

it('more variants of a template than are kept are still told apart', async () => {
  const log = evtxOfEvents([EVENT]);
  for (const round of [1, 2])
    for (let index = 0; index < 20; index += 1) {
      const name = `Compute${String.fromCharCode(0x41 + index)}`;
      expect(await read(replaced(log, 'Computer', name)), `round ${round}`).toContain(`</${name}>`);
    }
});
