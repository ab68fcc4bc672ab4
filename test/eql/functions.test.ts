import { beforeAll, expect, test } from 'vitest';
import { FUNCTIONS } from '../../src/eql/functions/functions.ts';
import { hits } from './agree.ts';
import { Engine, type Row } from './engine.ts';
import data from './functions.json' with { type: 'json' };

const names = Object.keys(data.events);
const rows: readonly Row[] = Object.values(data.events);

let engine: Engine;
beforeAll(async () => {
  engine = await Engine.open();
});

test.each(data.cases as [string, string[]][])('%s', async (condition, expected) => {
  const found = await hits(engine, `any where ${condition}`, rows);
  expect(found.map((index) => names[index])).toEqual(expected);
});

test('every function has its cases, and so has every `~`', () => {
  const text = JSON.stringify(data.cases).toLowerCase();
  const forms = FUNCTIONS.flatMap(({ name, tilde }) => [`${name}(`, ...(tilde ? [`${name}~(`] : [])]);
  expect(forms.filter((form) => !text.includes(form.toLowerCase()))).toEqual([]);
});
