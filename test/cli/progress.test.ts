import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { paceOf, progressBar } from '../../src/cli/print/progress.ts';

it.each([
  ['bytes', 50e6, 200e6, 10, ' 5.0 MB/s, 0:30 left'],
  ['bytes', 5e9, 200e9, 50, ' 100 MB/s, 32:30 left'],
  ['bytes', 1e9, 500e9, 25, ' 40 MB/s, 3:27:55 left'],
  ['rules', 5, 305, 10, ' 0.5 rules/s, 10:00 left'],
  ['steps', 500, 1000, 8, ' 0:08 left'],
  ['bytes', 50e6, undefined, 2, ' 25 MB/s'],
  ['bytes', 300, 200, 2, ' 0.0 MB/s, 0:00 left'],
  ['bytes', 0, 200e6, 10, ''],
  ['bytes', 50e6, 200e6, 0.5, ''],
] as const)('tells the pace of %s: %d of %s in %d s', (unit, done, total, seconds, expected) => {
  expect(paceOf(unit, done, total, seconds)).toBe(expected);
});

it('shows one stage after another on a terminal, without what a terminal would obey', () => {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 100,
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
  });
  const bar = progressBar(false, stream as unknown as NodeJS.WriteStream);
  bar.start(100, 'bytes', 'loading');
  bar.advance(50, 'a\u001b[31m.ndjson');
  bar.start(1000, 'steps', 'gathering processes');
  bar.stop();
  const shown = String(stream.read());
  expect(shown).toMatch(/0% loading/);
  expect(shown).toMatch(/0% gathering processes/);
  expect(shown).not.toContain('\u001b[31m');
});

it.each([
  [true, true],
  [false, false],
])('shows nothing when quiet is %s and the stream a terminal is %s', (quiet, isTTY) => {
  const stream = Object.assign(new PassThrough(), { isTTY });
  const bar = progressBar(quiet, stream as unknown as NodeJS.WriteStream);
  bar.start(100, 'bytes', 'loading');
  bar.advance(50);
  bar.stop();
  expect(stream.read()).toBeNull();
});
