import { tableFromIPC } from 'apache-arrow';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError, select, selectArrow } from '../src/index.ts';
import { caseFrom } from './support/case.ts';

const loaded = await caseFrom([['fixtures/example/ws-014-sysmon.ndjson']]);
afterAll(() => loaded[Symbol.asyncDispose]());
const { database } = loaded;

describe('select', () => {
  it('gives rows by the names of their columns, times as text and structs as objects', async () => {
    const rows = await select(
      database,
      `SELECT process.pid AS pid, process.start AS start, process.parent, argv('a "b c"') AS words FROM events
       WHERE kind = 'start' AND process.name = $name ORDER BY pid LIMIT $most`,
      { name: 'OneDriveUpd.exe', most: 1 },
    );
    expect(rows).toEqual([
      {
        pid: 12300,
        start: '2026-03-10 08:12:06.539',
        parent: expect.objectContaining({ name: 'powershell.exe', pid: 6120 }),
        words: ['a', 'b c'],
      },
    ]);
  });

  it('binds every kind of value', async () => {
    const values = { text: 'x', whole: 3, part: 0.5, yes: true, nothing: null };
    expect(await select(database, 'SELECT $text t, $whole w, $part p, $yes y, $nothing n', values)).toEqual([
      { t: 'x', w: 3, p: 0.5, y: true, n: null },
    ]);
  });

  it.each([
    ['DELETE FROM flat.events', {}, 'would delete rows'],
    ["SELECT * FROM read_text('/etc/hosts')", {}, 'calls read_text()'],
    ['SELECT 1; SELECT 2', {}, 'there are 2 statements where one was expected'],
    ['SELECT $a', { b: 1 }, 'the statement has no parameter $b'],
    ['SELECT $a', {}, 'parameter'],
    ['SELECT nobody', {}, 'nobody'],
  ])('refuses %s', async (sql, values, message) => {
    const refused = select(database, sql, values as Record<string, number>);
    await expect(refused).rejects.toThrow(InputError);
    await expect(refused).rejects.toThrow(message);
  });
});

describe('selectArrow', () => {
  it('gives the same rows as an Arrow file, typed', async () => {
    const sql = 'SELECT rid, process.name AS name, process.start AS start FROM processes ORDER BY rid';
    const table = tableFromIPC(await selectArrow(database, sql));
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'rid Int64',
      'name Utf8',
      'start Timestamp<MICROSECOND, UTC>',
    ]);
    const rows = await select(database, sql);
    expect(table.numRows).toBe(rows.length);
    expect([...(table.getChild('name') ?? [])]).toEqual(rows.map(({ name }) => name));
  });
});
