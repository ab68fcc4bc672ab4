import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pack, unpack } from '../../src/export/packed.ts';
import { excerpt } from '../support/fleet-excerpt.ts';

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

it('any JSON comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (each) => {
      expect(unpack(pack(each))).toEqual(plain(each));
    }),
  );
});

it('rows of one shape, of whole numbers and times, and of strings that recur come back as they were', () => {
  const time = fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  const row = fc.record({
    number: fc.option(fc.oneof(fc.integer(), fc.maxSafeInteger())),
    fraction: fc.double({ noNaN: true, noDefaultInfinity: true }),
    time: fc.option(
      fc.oneof(
        time,
        fc.constantFrom(
          '2026-02-30T00:00:00.000Z',
          '2026-01-01T00:00:00.000000Z',
          '2026-01-01T00:00:00.123456Z',
        ),
      ),
    ),
    text: fc.constantFrom('', 'same', '-1', '\ud800', '</script>'),
    inner: fc.record({ a: fc.boolean() }),
    empty: fc.constant({}),
    list: fc.array(fc.integer({ min: -3 }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      expect(unpack(pack(rows))).toEqual(plain(rows));
    }),
  );
});

it('takes a third of what plain JSON takes', () => {
  const { nodes } = excerpt({ processes: 500 });
  expect(unpack(pack(nodes))).toEqual(nodes);
  expect(pack(nodes).length * 3).toBeLessThan(JSON.stringify(nodes).length);
});

it('a member named __proto__ is a member', () => {
  const value = JSON.parse(
    '[{"__proto__":{"polluted":true}},{"__proto__":{"polluted":true}},{"a":{"__proto__":1}}]',
  );
  expect(JSON.stringify(unpack(pack(value)))).toBe(JSON.stringify(value));
});
