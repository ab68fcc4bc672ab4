import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { openDatabase, query } from '../../src/store/database.ts';
import { literal } from '../../src/store/quote.ts';
import { keptCase } from '../support/kept-case.ts';
import { stemma } from '../support/stemma.ts';

const { folder, path } = keptCase('fixtures/pivots');

const sql = (statement: string, ...args: string[]) => stemma(['sql', statement, '--case', path, ...args]);

/** A value of each sort that SQL gives, and how a column of it is written. */
const VALUES = `SELECT * FROM (VALUES
  (1::TINYINT, 9007199254740991, 9007199254740993, 170141183460469231731687303715884105727::HUGEINT, 1.25, 'NaN'::DOUBLE, true,
   TIMESTAMP '2026-03-10 08:12:07.000123', TIMESTAMPTZ '2026-03-10 09:12:07+01', DATE '2026-03-10', {'a': [1, NULL]}, 'x', TIMESTAMP 'infinity'),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL))
  t(small, safe, big, huge, cents, none, flag, "when", tz, day, nested, text, never)`;

describe('results', () => {
  it('keep their types in JSON: numbers where they are exact, and else text', () => {
    const [first, second] = JSON.parse(sql(VALUES, '-f', 'json').stdout);
    expect(first).toEqual({
      small: 1,
      safe: 9007199254740991,
      big: '9007199254740993',
      huge: '170141183460469231731687303715884105727',
      cents: 1.25,
      none: 'NaN',
      flag: true,
      when: '2026-03-10 08:12:07.000123',
      tz: '2026-03-10 08:12:07+00',
      day: '2026-03-10',
      nested: { a: [1, null] },
      text: 'x',
      never: 'infinity',
    });
    expect(Object.values(second)).toEqual(Array(13).fill(null));
  });

  it('keep them in Arrow', () => {
    const file = join(folder, 'values.arrow');
    expect(sql(VALUES, '-f', 'arrow', '-o', file).status).toBe(0);
    const table = tableFromIPC(readFileSync(file));
    expect(Object.fromEntries(table.schema.fields.map(({ name, type }) => [name, String(type)]))).toEqual({
      small: 'Int64',
      safe: 'Int64',
      big: 'Int64',
      huge: 'Utf8',
      cents: 'Float64',
      none: 'Float64',
      flag: 'Bool',
      when: 'Timestamp<MICROSECOND, UTC>',
      tz: 'Timestamp<MICROSECOND, UTC>',
      day: 'Utf8',
      nested: 'Utf8',
      text: 'Utf8',
      never: 'Utf8',
    });
    const first = table.get(0)?.toJSON();
    expect(first).toMatchObject({
      big: 9007199254740993n,
      cents: 1.25,
      none: Number.NaN,
      nested: '{"a":[1,null]}',
    });
    expect(first?.when).toBeCloseTo(Date.UTC(2026, 2, 10, 8, 12, 7) + 0.123, 3);
    expect(Object.values(table.get(1)?.toJSON() ?? {})).toEqual(Array(13).fill(null));
  });

  it('keep them in Parquet', async () => {
    const file = join(folder, 'values.parquet');
    expect(sql(VALUES, '-f', 'parquet', '-o', file).status).toBe(0);
    const database = await openDatabase(':memory:');
    const types = await query<{ column_name: string; column_type: string }>(
      database,
      `DESCRIBE FROM read_parquet(${literal(file)})`,
    );
    const [row] = await query(
      database,
      `SELECT big::VARCHAR AS big, epoch_us("when")::VARCHAR AS time, nested FROM read_parquet(${literal(file)}) WHERE small = 1`,
    );
    database.close();
    expect(types.map(({ column_type }) => column_type)).toEqual(
      'BIGINT BIGINT BIGINT VARCHAR DOUBLE DOUBLE BOOLEAN TIMESTAMP_WITH_TIME_ZONE TIMESTAMP_WITH_TIME_ZONE VARCHAR VARCHAR VARCHAR VARCHAR'
        .split(' ')
        .map((type) => type.replaceAll('_', ' ')),
    );
    expect(row).toEqual({ big: '9007199254740993', time: '1773130327000123', nested: '{"a":[1,null]}' });
  });

  it('are without rows, but with columns, where there are none', () => {
    const file = join(folder, 'none.arrow');
    expect(sql('SELECT rid, seen_via FROM processes WHERE false', '-f', 'arrow', '-o', file).status).toBe(0);
    const table = tableFromIPC(readFileSync(file));
    expect([table.numRows, table.schema.names]).toEqual([0, ['rid', 'seen_via']]);
    expect(sql('SELECT 1 AS a WHERE false', '-f', 'markdown').stdout).toBe('| a |\n| --- |\n');
  });

  it('are no markup in Markdown', () => {
    const text = `a|b\n<img src=x onerror=alert(1)> [x](http://e.example) *b* \\ \`c\` https://e.example www.e.example a@e.example \u202e&lt;`;
    const run = sql(`SELECT ${literal(text)} AS "a|b"`, '-f', 'markdown');
    expect(run.stdout).toBe(
      '| a\\|b |\n| --- |\n| a\\|b\\\\n\\<img src=x onerror=alert(1)\\> \\[x\\](http\\://e.example) \\*b\\* \\\\ \\`c\\` https\\://e.example www\\.e.example a\\@e.example \\\\u{202e}\\&lt; |\n',
    );
  });

  it('of two statements are parted in a table, and one file of Arrow holds one', () => {
    expect(sql('SELECT 1 AS a; SELECT 2 AS b').stdout).toBe('a\n1\n\nb\n2\n');
    expect(sql('SELECT 1; SELECT 2', '-f', 'parquet', '-o', join(folder, 'x')).stderr).toContain(
      'holds one result',
    );
  });
});
