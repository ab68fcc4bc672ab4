import { expect, it } from 'vitest';
import { caseOf, ndjson } from '../support/case.ts';

const document = {
  '@timestamp': '2026-03-10T08:00:00Z',
  event: { category: ['process'], type: ['start'] },
  host: { name: 'H', os: { type: 'windows' } },
  process: { entity_id: 'e', pid: 5, name: 'a.exe', executable: 'C:\\a.exe', command_line: '["a"] b' },
};
const fields = {
  '@timestamp': ['2026-03-10T08:00:00Z'],
  'event.category': ['process'],
  'event.type': ['start'],
  'host.name': ['H'],
  'process.entity_id': ['e'],
  'process.pid': [5],
  'process.name': ['a.exe'],
  'process.executable': ['C:\\a.exe'],
  'process.command_line': ['["a"] b'],
};

it.each([
  [
    'a search response',
    { 'a.json': JSON.stringify({ hits: { hits: [{ _index: 'i', _id: '1', _source: document }] } }) },
  ],
  [
    'one filtered to its documents',
    { 'a.json': JSON.stringify({ hits: { hits: [{ _source: document }] } }) },
  ],
  ['hits one a line', { 'a.ndjson': ndjson([{ _id: '1', _source: document }]) }],
  ['hits with fields', { 'a.ndjson': ndjson([{ _index: 'i', fields }]) }],
  ['hits with fields and no index', { 'a.ndjson': ndjson([{ _id: '1', fields }]) }],
  ['documents with an id beside them', { 'a.ndjson': ndjson([{ _id: '1', ...document }]) }],
  ['hits and documents mixed', { 'a.ndjson': ndjson([{ EventID: 7, Channel: 'x' }, { _source: document }]) }],
])('opens %s', async (_, files) => {
  await using loaded = await caseOf(files);
  const rows = await loaded.rows(
    'SELECT "process.pid" AS pid, "process.name" AS name, "process.command_line" AS line, "host.name" AS host FROM flat.events',
  );
  expect(rows).toEqual([{ pid: 5, name: 'a.exe', line: '["a"] b', host: 'H' }]);
});
