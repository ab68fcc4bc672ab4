import { describe, expect, it } from 'vitest';
import { hostKeys } from '../../src/store/link/host-keys.ts';

const host = (id: string | null, name: string | null) => ({ id, name, display: name });

/** Groups of equal keys, by index. */
function groups(named: ReturnType<typeof host>[]): number[][] {
  const byKey = new Map<string, number[]>();
  for (const [index, key] of hostKeys(named).entries()) byKey.set(key, [...(byKey.get(key) ?? []), index]);
  return [...byKey.values()];
}

describe('which host ids and names are one machine', () => {
  it.each([
    [
      'an id and a name that occur together',
      [host('1', 'ws'), host(null, 'ws'), host('1', null)],
      [[0, 1, 2]],
    ],
    ['one id with two names: a host that was renamed', [host('1', 'a'), host('1', 'b')], [[0, 1]]],
    [
      'one name with two ids: two machines, and whoever gives the name alone is neither',
      [host('1', 'a'), host('2', 'a'), host(null, 'a')],
      [[0], [1], [2]],
    ],
    [
      'a short name and the only full one that begins with it',
      [host(null, 'ws'), host(null, 'ws.corp.example')],
      [[0, 1]],
    ],
    [
      'a short name that two full ones begin with',
      [host(null, 'ws'), host(null, 'ws.a.example'), host(null, 'ws.b.example')],
      [[0], [1], [2]],
    ],
    ['an address is no full name', [host(null, '10'), host(null, '10.0.0.1')], [[0], [1]]],
    ['records without host', [host(null, null), host(null, 'a')], [[0], [1]]],
    ['an id that stands in for the name', [host('a', null), host(null, 'a')], [[0, 1]]],
  ])('%s', (_, named, expected) => {
    expect(groups(named)).toEqual(expected);
    const reversed = groups([...named].reverse()).map((group) =>
      group.map((index) => named.length - 1 - index).sort(),
    );
    expect(reversed.sort()).toEqual([...expected].sort());
  });
});
