import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';
import { security, securityStart } from '../support/windows.ts';

const HOUR = 3600;
const SHELL = 'C:\\Windows\\System32\\cmd.exe';
const parent = (at: number) => securityStart({ at, record: 1 }, 100, SHELL);
const boot = (at: number, host = 'WS-1') => security(4608, { at, record: 2, host }, {});
const child = (at: number) => securityStart({ at, record: 3 }, 104, SHELL, { ProcessId: '0x64' });

/** How the child is tied to a parent of its pid. */
async function linkOf(...records: readonly object[]): Promise<unknown> {
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  const [link] = await loaded.rows(
    `SELECT p.seen_via, l.method FROM flat.links l JOIN flat.processes p ON p.rid = l.parent_rid JOIN flat.processes c ON c.rid = l.child_rid WHERE c.pid = 104`,
  );
  return link;
}

it('takes nobody for a parent who ran before the host was started again', async () => {
  expect(await linkOf(parent(0), boot(HOUR), child(2 * HOUR))).toEqual({
    seen_via: 'placeholder',
    method: 'reported',
  });
});

it.each([
  ['the host was not started in between', [parent(0), boot(-HOUR), child(2 * HOUR)]],
  ['another host was', [parent(0), boot(HOUR, 'WS-2'), child(2 * HOUR)]],
  ['it is one of the first of the new start', [parent(HOUR - 10), boot(HOUR), child(2 * HOUR)]],
])('keeps a parent where %s', async (_, records) => {
  expect(await linkOf(...records)).toMatchObject({ seen_via: 'start' });
});

it('counts who ran before a start as no rival of who runs after it', async () => {
  await using loaded = await caseOf({
    'a.ndjson': ndjson([parent(0), boot(HOUR), { ...parent(HOUR + 500), RecordNumber: 9 }, child(2 * HOUR)]),
  });
  expect(await loaded.rows("SELECT rivals FROM flat.links WHERE method <> 'reported'")).toEqual([
    { rivals: 0 },
  ]);
});
