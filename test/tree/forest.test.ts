import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  ancestorsOf,
  buildForest,
  childrenOf,
  countChildren,
  descendantsOf,
  siblingsOf,
} from '../../src/tree/forest.ts';

/** Parents of a random forest whose rids are in no order of lineage. */
const parents = fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 60 }).chain((draws) =>
  fc.shuffledSubarray([...draws.keys()], { minLength: draws.length }).map((rids) => {
    const parentOf = new Int32Array(draws.length).fill(-1);
    draws.forEach(([draw, isRoot], at) => {
      if (at > 0 && !isRoot) parentOf[rids[at] as number] = rids[draw % at] as number;
    });
    return parentOf;
  }),
);
const anyNode = fc
  .tuple(parents, fc.nat())
  .map(([parentOf, draw]) => ({ parentOf, rid: draw % parentOf.length }));

const above = (parentOf: Int32Array, rid: number): number[] => {
  const parent = parentOf[rid] ?? -1;
  return parent < 0 ? [] : [parent, ...above(parentOf, parent)];
};

it('finds the ancestors, nearest first', () => {
  fc.assert(
    fc.property(anyNode, ({ parentOf, rid }) => {
      expect(ancestorsOf(buildForest(parentOf, [rid]), rid)).toEqual(above(parentOf, rid));
    }),
  );
});

it('lists the children of a process, ascending', () => {
  fc.assert(
    fc.property(anyNode, ({ parentOf, rid }) => {
      const children = [...parentOf.keys()].filter((child) => parentOf[child] === rid);
      expect([...childrenOf(buildForest(parentOf, [rid]), rid)]).toEqual(children);
    }),
  );
});

it('counts all descendants and samples them breadth first', () => {
  fc.assert(
    fc.property(anyNode, fc.nat(70), ({ parentOf, rid }, cap) => {
      const below = [...parentOf.keys()].filter((each) => above(parentOf, each).includes(rid));
      const { count, first } = descendantsOf(buildForest(parentOf, [rid]), rid, cap);
      expect(count).toBe(below.length);
      expect(new Set(first).size).toBe(Math.min(cap, below.length));
      expect(first.every((each) => below.includes(each))).toBe(true);
      const depths = first.map((each) => above(parentOf, each).length);
      expect(depths).toEqual([...depths].sort((a, b) => a - b));
    }),
  );
});

it('is the same around one process and around many, and counts the children of any', () => {
  fc.assert(
    fc.property(anyNode, fc.array(fc.nat(59), { maxLength: 8 }), ({ parentOf, rid }, more) => {
      const one = buildForest(parentOf, [rid]);
      const many = buildForest(parentOf, [...more.filter((each) => each < parentOf.length), rid]);
      expect(descendantsOf(many, rid, 5)).toEqual(descendantsOf(one, rid, 5));
      expect(siblingsOf(many, rid, 5)).toEqual(siblingsOf(one, rid, 5));
      expect(countChildren(parentOf, [rid]).get(rid)).toBe(childrenOf(one, rid).length);
    }),
  );
});

it('counts all siblings and samples those around the process', () => {
  fc.assert(
    fc.property(anyNode, fc.nat(12), ({ parentOf, rid }, cap) => {
      const parent = parentOf[rid] as number;
      const others = [...parentOf.keys()].filter(
        (each) => parent >= 0 && parentOf[each] === parent && each !== rid,
      );
      const { count, first } = siblingsOf(buildForest(parentOf, [rid]), rid, cap);
      expect(count).toBe(others.length);
      expect(first).toHaveLength(Math.min(cap, others.length));
      const from = others.indexOf(first[0] as number);
      expect(first).toEqual(first.length === 0 ? [] : others.slice(from, from + cap));
      const before = others.filter((each) => each < rid).length;
      if (first.length > 1) expect(from <= before && from + first.length >= before).toBe(true);
    }),
  );
});

it('answers at once for a hundred thousand siblings and for a chain as deep', () => {
  const size = 100_000;
  const rids = [...new Int32Array(size).keys()];
  const star = buildForest(
    new Int32Array(size).fill(0).map((_, rid) => (rid === 0 ? -1 : 0)),
    rids,
  );
  const chain = buildForest(
    new Int32Array(size).map((_, rid) => rid - 1),
    rids,
  );
  let counted = 0;
  for (let rid = 1; rid < size; rid += 1) {
    counted += siblingsOf(star, rid, 10).count - (size - 2);
    counted += descendantsOf(chain, rid, 10).count - (size - 1 - rid);
  }
  expect(counted).toBe(0);
}, 5_000);
