import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCycleCuts } from '../../src/store/link/cycles.ts';

const relation = fc
  .integer({ min: 1, max: 60 })
  .chain((size) => fc.array(fc.integer({ min: -1, max: size - 1 }), { minLength: size, maxLength: size }));

/** Members of every cycle, found by walking `size` steps from each process. */
function cycles(parentOf: readonly number[]): number[][] {
  const found = new Map<number, number[]>();
  parentOf.forEach((_, start) => {
    let at = start;
    for (let step = 0; step < parentOf.length && at >= 0; step += 1) at = parentOf[at] as number;
    if (at < 0) return;
    const members = [at];
    for (let next = parentOf[at] as number; next !== at; next = parentOf[next] as number) members.push(next);
    found.set(Math.min(...members), members);
  });
  return [...found.values()];
}

describe('cycles among links', () => {
  it('are each cut once, at their smallest member, and nothing else is', () => {
    fc.assert(
      fc.property(relation, (parentOf) => {
        const expected = cycles(parentOf).map((members) => Math.min(...members));
        const cuts = findCycleCuts(Int32Array.from(parentOf));
        expect([...cuts].sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
        const mended = parentOf.map((parent, rid) => (cuts.includes(rid) ? -1 : parent));
        expect(cycles(mended)).toEqual([]);
      }),
    );
  });

  it('are found in time that grows with the number of processes', () => {
    const size = 2_000_000;
    const ring = Int32Array.from({ length: size }, (_, rid) => (rid + 1) % size);
    expect(findCycleCuts(ring)).toEqual([0]);
  });
});
