import { expect, it } from 'vitest';
import { caseOf, ndjson, type TestCase } from '../support/case.ts';

let record = 0;
const security = (EventID: number, time: string, data: object): object => ({
  EventID,
  Channel: 'Security',
  Hostname: 'WS-1',
  RecordNumber: ++record,
  TimeCreated: `2008-03-10T10:00:${time}Z`,
  ...data,
});
/** A 4688 as Windows wrote it before it named the parent's image. */
const start = (time: string, pid: number, image: string, parent: number): object =>
  security(4688, time, {
    NewProcessId: `0x${pid.toString(16)}`,
    NewProcessName: `C:\\${image}`,
    ProcessId: `0x${parent.toString(16)}`,
  });
const end = (time: string, pid: number, image: string): object =>
  security(4689, time, { ProcessId: `0x${pid.toString(16)}`, ProcessName: `C:\\${image}` });

/** Each child with its parent as rules read it, how it is linked, and whence its name. */
const parentsOf = (loaded: TestCase, ...children: string[]): Promise<Record<string, unknown>[]> =>
  loaded.rows(
    `SELECT process.name AS child, process.parent.name AS parent, method, confidence, parent_source AS "from" FROM events LEFT JOIN links l ON l.child_rid = process_rid ` +
      `WHERE kind = 'start' AND process.name IN (${children.map((name) => `'${name}'`).join(', ')}) ORDER BY process.start`,
  );

it('has the parent of an old 4688 from the process of its pid', async () => {
  const records = [
    start('01', 8, 'cmd.exe', 4),
    start('02', 9, 'child.exe', 8),
    start('03', 10, 'orphan.exe', 77),
  ];
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  expect(await parentsOf(loaded, 'child.exe', 'orphan.exe')).toEqual([
    { child: 'child.exe', parent: 'cmd.exe', method: 'time', confidence: 0.5, from: 'resolved' },
    { child: 'orphan.exe', parent: null, method: 'reported', confidence: 0.6, from: null },
  ]);
});

it('tells by the ends who had a pid that was used again', async () => {
  const records = [
    start('01', 8, 'first.exe', 4),
    start('02', 9, 'one.exe', 8),
    end('03', 8, 'first.exe'),
    start('05', 10, 'none.exe', 8),
    start('06', 8, 'second.exe', 4),
    start('07', 11, 'two.exe', 8),
    end('08', 8, 'second.exe'),
  ];
  await using loaded = await caseOf({ 'a.ndjson': ndjson(records) });
  expect(await parentsOf(loaded, 'one.exe', 'none.exe', 'two.exe')).toEqual([
    { child: 'one.exe', parent: 'first.exe', method: 'lifetime', confidence: 0.9, from: 'resolved' },
    { child: 'none.exe', parent: null, method: 'reported', confidence: 0.6, from: null },
    { child: 'two.exe', parent: 'second.exe', method: 'lifetime', confidence: 0.9, from: 'resolved' },
  ]);
});

it('stands placeholders for the ancestors that Elastic Defend lists, with pid and start from their ids', async () => {
  const id = (pid: number, second: number): string =>
    Buffer.from(`4c9c9cb3-f80f-44d8-9c89-6168243b7f21-${pid}-${second}.500000000`).toString('base64');
  const [own, parent, grand, great] = [
    id(40, 13417605894),
    id(30, 13417605893),
    id(20, 13417605892),
    id(10, 13417605891),
  ];
  const document = {
    '@timestamp': '2026-03-10T08:44:54.500Z',
    event: { category: ['process'], type: ['start'] },
    host: { id: 'h-1', name: 'DC-01', os: { type: 'windows' } },
    process: {
      entity_id: own,
      pid: 40,
      name: 'a.exe',
      Ext: { ancestry: [parent, grand, great] },
      parent: { entity_id: parent, pid: 30, name: 'b.exe' },
    },
  };
  await using loaded = await caseOf({ 'a.ndjson': ndjson([document]) });
  expect(
    await loaded.rows(
      'SELECT depth, process.entity_id AS id, process.name AS name, process.pid AS pid, process.start::VARCHAR AS start, seen_via, method FROM ancestors(' +
        `'${own}') a JOIN links l ON l.parent_rid = a.rid ORDER BY depth`,
    ),
  ).toEqual([
    {
      depth: 1,
      id: parent,
      name: 'b.exe',
      pid: 30,
      start: '2026-03-10 08:44:53.5',
      seen_via: 'placeholder',
      method: 'reported',
    },
    {
      depth: 2,
      id: grand,
      name: null,
      pid: 20,
      start: '2026-03-10 08:44:52.5',
      seen_via: 'placeholder',
      method: 'ancestry',
    },
    {
      depth: 3,
      id: great,
      name: null,
      pid: 10,
      start: '2026-03-10 08:44:51.5',
      seen_via: 'placeholder',
      method: 'ancestry',
    },
  ]);
});

it('ends the process of SentinelOne that the record is of, be it target or source', async () => {
  const common = {
    'agent.uuid': 'a',
    'endpoint.name': 'WS-1',
    'endpoint.os': 'windows',
    'event.category': 'process',
  };
  const created = {
    ...common,
    'event.type': 'Process Creation',
    'meta.event.name': 'PROCESSCREATION',
    'event.time': 1775115065770,
    'src.process.uid': 'S',
    'src.process.name': 'parent.exe',
    'tgt.process.uid': 'T',
    'tgt.process.name': 'child.exe',
  };
  const exit = (more: object): object => ({
    ...common,
    'event.type': 'ProcessExit',
    'meta.event.name': 'PROCESSEXIT',
    'event.time': 1775115075770,
    'src.process.uid': 'S',
    ...more,
  });
  const endedOf = async (record: object): Promise<unknown> => {
    await using loaded = await caseOf({ 'a.ndjson': ndjson([created, record]) });
    const rows = await loaded.rows<{ name: string }>(
      'SELECT name FROM flat.processes WHERE "end" IS NOT NULL',
    );
    return rows.map(({ name }) => name);
  };
  expect(await endedOf(exit({ 'tgt.process.uid': 'T' }))).toEqual(['child.exe']);
  expect(await endedOf(exit({}))).toEqual(['parent.exe']);
});
