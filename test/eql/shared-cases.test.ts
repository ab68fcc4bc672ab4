import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkAnyQuery } from '../../src/eql/check.ts';
import { parseQuery } from '../../src/eql/parser.ts';
import { applyPipes } from '../../src/eql/pipes.ts';
import { compilePredicate, type FieldReader, type Value } from '../../src/eql/predicate.ts';
import { compileSequence } from '../../src/eql/sequence.ts';

import { isPrefilterExact } from '../../src/eql/sql.ts';
import type { FieldName } from '../../src/model/field.ts';
import { Engine, type Row } from './engine.ts';

type Event = Readonly<Record<string, unknown>>;
type Case = readonly [name: string, query: string, ids: readonly number[]];

const FOLDER = new URL('../../../shared/data/eql/', import.meta.url);
const PRESENT = existsSync(new URL('additional.json', FOLDER));

/** Catalogue fields of the same types as the fields of the published events. */
const RENAMED = {
  event_type: 'event.category',
  serial_event_id: 'process.pid',
  opcode: 'process.parent.pid',
  exit_code: 'process.exit_code',
  process_name: 'process.name',
  parent_process_name: 'process.parent.name',
  file_name: 'process.pe.original_file_name',
  file_path: 'process.executable',
  source_address: 'host.name',
  command_line: 'process.command_line',
  key_path: 'process.working_directory',
  user_name: 'user.name',
} satisfies Record<string, FieldName>;

test.skipIf(PRESENT)('the published cases are not here: ../shared/data/eql is absent, none is run', () => {
  expect(PRESENT).toBe(false);
});

if (PRESENT) {
  const additional = read('additional.json') as readonly Case[];
  const extra = read('extra.json') as { readonly data: readonly Event[]; readonly cases: readonly Case[] };

  // None of them is Python's where Elasticsearch contradicts it, so all must agree.
  test('all the published cases are here', () => {
    expect(additional.length + extra.cases.length).toBe(125);
  });

  test.each(additional)('%s: %s', (_, text, ids) => {
    expect(run(text, read('events.json') as Event[], 'serial_event_id')).toEqual(ids);
  });

  test('the prefilters of those over single events, with catalogue names for the fields', async () => {
    const engine = await Engine.open();
    const events = read('events.json') as Event[];
    const rows = events.map((event) =>
      Object.fromEntries(Object.entries(RENAMED).map(([from, to]) => [to, event[from] ?? null])),
    ) as readonly Row[];
    await engine.load(Object.values(RENAMED), rows);
    const counts = { exact: 0, superset: 0 };
    for (const [name, text, ids] of additional) {
      const { query } = checkAnyQuery(parseQuery(rename(text)));
      if (query.kind !== 'event') continue;
      const kept = (await engine.keeps(query)).map((index) => events[index]?.serial_event_id as number);
      const exact = isPrefilterExact(query);
      counts[exact ? 'exact' : 'superset'] += 1;
      if (exact) expect(applyPipes(query, kept), name).toEqual(ids);
      else expect(kept, name).toEqual(expect.arrayContaining([...ids]));
    }
    expect(counts).toEqual({ exact: 69, superset: 20 });
  });

  test.each(extra.cases)('%s: %s', (_, text, ids) => {
    expect(run(text, extra.data, 'sequence')).toEqual(ids);
  });
}

function rename(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|[a-z_]+/g, (word) => RENAMED[word as keyof typeof RENAMED] ?? word);
}

function run(text: string, events: readonly Event[], id: string): readonly unknown[] {
  const { query } = checkAnyQuery(parseQuery(text));
  if (query.kind === 'event') {
    const keeps = compilePredicate(query);
    return applyPipes(
      query,
      events.filter((event) => keeps(readerOf(event))).map((event) => event[id]),
    );
  }
  const found = compileSequence(query).run(
    events.map((event) => ({
      id: Number(event[id]),
      time: Number(event['@timestamp'] ?? event.timestamp),
      tiebreak: Number(event[id]),
      read: readerOf(event),
    })),
  );
  return found.flatMap((match) => match.events);
}

function readerOf(event: Event): FieldReader {
  return (field) => {
    const value = event[field === 'event.category' ? 'event_type' : field] ?? [];
    return [value].flat().filter((item) => item !== null) as Value[];
  };
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}
