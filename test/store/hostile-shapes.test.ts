import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';

const SIZE = 60_000;
const FIRST = Date.UTC(2026, 2, 10);
const at = (offset: number): string => new Date(FIRST + offset).toISOString();
const id = (index: number): string => `e${String(index).padStart(40, '0')}`;

/** A seeded source of whole numbers below a limit. */
function drawing(): (limit: number) => number {
  let state = 7;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const endpoint = (host: string, time: string, process: object): object => ({
  '@timestamp': time,
  event: { category: ['process'], type: ['start'] },
  host: { id: host, name: host },
  process: { executable: 'C:\\a.exe', ...process },
});
const security = (index: number, host: string): object => ({
  EventID: 4688,
  Channel: 'Security',
  Hostname: host,
  TimeCreated: at(index),
  NewProcessId: '0x64',
  ProcessId: '0x64',
  NewProcessName: 'C:\\a.exe',
});

const SHAPES: Record<string, (index: number, draw: (limit: number) => number) => object> = {
  'random parents and ancestors on fifty hosts': (index, draw) =>
    endpoint(`h${draw(50)}`, at(draw(86_400_000)), {
      entity_id: id(index),
      pid: draw(60_000),
      parent: { entity_id: id(draw(index + 1)), pid: draw(60_000), name: 'b.exe' },
      Ext: { ancestry: [1, 2, 3, 4, 5].map(() => id(draw(index + 1))) },
    }),
  'pairs that claim each other as parent': (index) =>
    endpoint('h', at(0), {
      entity_id: id(index),
      pid: index,
      parent: { entity_id: id(index ^ 1), pid: index ^ 1 },
    }),
  'one pid for all': (index) => security(index, 'H'),
  'one start for all': (index, draw) =>
    endpoint('h', at(0), { entity_id: id(index), pid: 100, parent: { pid: 100, entity_id: id(draw(SIZE)) } }),
  'a host for each': (index) => security(0, `H${index}`),
  'host ids and names that hang together in a long chain': (index) => {
    const event = endpoint(`h${(index + 1) >> 1}`, at(0), { entity_id: id(index), pid: index });
    return { ...event, host: { id: `h${(index + 1) >> 1}`, name: `n${index >> 1}` } };
  },
};

// In a step that costs the square of the records, these would take minutes; they take about two seconds each.
it.each(Object.entries(SHAPES))('links %s in time', { timeout: 40_000 }, async (_, shape) => {
  const draw = drawing();
  await using loaded = await caseOf({
    'x.ndjson': ndjson(Array.from({ length: SIZE }, (_each, index) => shape(index, draw))),
  });
  expect(loaded.report.files[0]?.events).toBe(SIZE);
  const [links] = await loaded.rows('SELECT count(*) - count(DISTINCT child_rid) AS twice FROM links');
  expect(links).toEqual({ twice: 0 });
});
