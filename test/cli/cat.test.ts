import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inFolder, put } from '../support/case.ts';
import { evtxOfEvents } from '../support/evtx/evtx.ts';
import { value } from '../support/evtx/xml.ts';
import { stemma } from '../support/stemma.ts';

const LOG = evtxOfEvents([
  { recordId: 1, data: { Image: 'C:\\a.exe', ProcessId: value.uint32(12) } },
  { recordId: 2, channel: 'Security', data: { Text: '\u001b[31m<red>\u202e\ud83d\ude00' } },
]);

const firstRecord = 4096 + 512;
const secondRecord = firstRecord + LOG.readUInt32LE(firstRecord + 4);

describe('stemma cat', () => {
  it('prints XML, safe on a terminal', () =>
    inFolder(async (folder) => {
      const { status, stdout, stderr } = stemma(['cat', put(folder, 'a.evtx', LOG)]);
      expect([status, stderr]).toEqual([0, '']);
      const [declaration, open, first, second, close, end] = stdout.split('\n');
      expect([declaration, open, close, end]).toEqual([
        '<?xml version="1.0" encoding="utf-8"?>',
        '<Events>',
        '</Events>',
        '',
      ]);
      expect(first).toContain(
        '<Data Name="Image">C:\\a.exe</Data><Data Name="ProcessId">12</Data></EventData></Event>',
      );
      expect(second).toContain('<Data Name="Text">?[31m&lt;red&gt;&#x202e;\u{1f600}</Data>');
    }));

  it('prints JSON that loses nothing, and that hunt reads', () =>
    inFolder(async (folder) => {
      const { stdout } = stemma(['cat', put(folder, 'a.evtx.gz', gzipSync(LOG)), '--format', 'json']);
      const lines = stdout.split('\n').slice(0, -1);
      expect(lines.map((line) => JSON.parse(line).EventData)).toEqual([
        { Image: 'C:\\a.exe', ProcessId: 12 },
        { Text: '\u001b[31m<red>\u202e\ud83d\ude00' },
      ]);
      expect(stdout).toContain('\\u001b[31m<red>\\u202e');
      const { stderr } = stemma(['hunt', '-'], { input: stdout });
      expect(stderr).toContain('2 records = 2 events + 0 rejected + 0 skipped');
    }));

  it('reads standard input, and tells where a log is damaged', () => {
    const { status, stdout, stderr } = stemma(['cat', '-', '-f', 'json'], {
      input: LOG.subarray(0, secondRecord + 100),
    });
    expect(status).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/^stemma: -: cut off: byte \d+ to \d+\nstemma: -: 1 place could not be read\n$/);
  });

  it('leaves out what lies under a wrong checksum, if told to', () =>
    inFolder(async (folder) => {
      const dirty = Buffer.from(LOG);
      dirty[secondRecord + 8] = 9;
      const path = put(folder, 'a.evtx', dirty);
      expect(stemma(['cat', path]).stderr).toBe('');
      const strict = stemma(['cat', path, '--strict', '-f', 'json']);
      expect([strict.status, strict.stdout]).toEqual([0, '']);
      expect(strict.stderr).toContain('wrong checksum: byte 4096 to 69632');
      for (const command of ['ingest', 'hunt']) {
        const { stderr } = stemma([command, path, '--strict', '--case', `${folder}/${command}.duckdb`]);
        expect(stderr, command).toContain('wrong checksum');
      }
    }));

  it('refuses what holds no event log', () =>
    inFolder(async (folder) => {
      const path = put(folder, 'a.ndjson', '{}');
      const { status, stdout, stderr } = stemma(['cat', path]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        `stemma: there is no Windows event log in it\n  at ${path}\n  Give EVTX files; \`stemma hunt\` reads other exports too.\n`,
      );
    }));
});
