import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';

const START = { Channel: 'Security', Hostname: 'WS-1', EventID: 4688 };
const PARENT = { NewProcessId: '0x64', NewProcessName: 'C:\\Windows\\System32\\cmd.exe' };

/** How a child that starts some seconds after a minute is tied to a parent of that minute, which ended at its tenth second. */
async function linkOf(second: string, told: object): Promise<unknown[]> {
  await using loaded = await caseOf({
    'x.ndjson': ndjson([
      { ...START, ...PARENT, TimeCreated: '2026-03-10T08:00:00.000Z', ProcessId: '0x4' },
      {
        ...START,
        TimeCreated: '2026-03-10T08:00:10.000Z',
        EventID: 4689,
        ProcessId: PARENT.NewProcessId,
        ProcessName: PARENT.NewProcessName,
      },
      {
        ...START,
        TimeCreated: `2026-03-10T08:00:${second}Z`,
        NewProcessId: '0x68',
        NewProcessName: 'C:\\Windows\\System32\\whoami.exe',
        ProcessId: PARENT.NewProcessId,
        ...told,
      },
    ]),
  });
  return await loaded.rows(
    `SELECT method, confidence, p.seen_via FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid JOIN flat.processes c ON c.rid = l.child_rid WHERE c.name = 'whoami.exe'`,
  );
}

const NAMED = { ParentProcessName: PARENT.NewProcessName };

it.each([
  ['before the end', '09.500', {}, { method: 'lifetime', confidence: 0.9, seen_via: 'start' }],
  ['a moment after it', '10.500', {}, { method: 'time', confidence: 0.5, seen_via: 'start' }],
  ['a moment after it, named', '10.500', NAMED, { method: 'time', confidence: 0.5, seen_via: 'start' }],
  ['long after it', '12.000', NAMED, { method: 'reported', confidence: 0.6, seen_via: 'placeholder' }],
])('ties a child that starts %s', async (_, second, told, link) => {
  expect(await linkOf(second, told)).toEqual([link]);
});
