import { beforeAll, expect, test } from 'vitest';
import { hits } from './agree.ts';
import data from './cases.json' with { type: 'json' };
import { Engine, type Row } from './engine.ts';

const names = Object.keys(data.events);
const rows: readonly Row[] = Object.values(data.events);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

test.each(data.cases as [string, string[]][])('%s', async (text, expected) => {
  const found = await hits(engine, text, rows);
  expect(found.flatMap((index) => names[index] ?? [])).toEqual(expected);
});
