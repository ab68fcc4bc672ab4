import { askAbout, type ProcessKey } from './ask.ts';
import type { Shard } from './connect.ts';

/** Processes, each once, in the order in which they came. */
export class KeySet {
  readonly #keys = new Map<string, ProcessKey>();

  constructor(keys: Iterable<ProcessKey> = []) {
    this.add(keys);
  }

  /** Adds keys, and returns those that are new. */
  add(keys: Iterable<ProcessKey>): ProcessKey[] {
    const added: ProcessKey[] = [];
    for (const key of keys) {
      const text = `${key.host}\0${key.id}`;
      if (this.#keys.has(text)) continue;
      this.#keys.set(text, key);
      added.push(key);
    }
    return added;
  }

  list(): ProcessKey[] {
    return [...this.#keys.values()];
  }
}

const parents = (shard: Shard, loads: string, keys: readonly ProcessKey[]): Promise<ProcessKey[]> =>
  askAbout(
    shard,
    'ancestors',
    keys,
    (table) =>
      `SELECT DISTINCT host, parent AS id FROM links WHERE (host, child) IN (SELECT host, id FROM ${table}) AND ${loads}`,
  );

const children = (shard: Shard, loads: string, keys: readonly ProcessKey[]): Promise<ProcessKey[]> =>
  askAbout(
    shard,
    'children',
    keys,
    (table) =>
      `SELECT DISTINCT host, child AS id FROM links WHERE (host, parent) IN (SELECT host, id FROM ${table}) AND ${loads}`,
  );

/** All that is reached from some processes, level by level, themselves included. */
async function closure(
  shard: Shard,
  loads: string,
  keys: readonly ProcessKey[],
  step: typeof parents,
): Promise<ProcessKey[]> {
  const reached = new KeySet();
  let frontier = reached.add(keys);
  while (frontier.length > 0) frontier = reached.add(await step(shard, loads, frontier));
  return reached.list();
}

/** Processes with all their ancestors. */
export const withAncestors = (
  shard: Shard,
  loads: string,
  keys: readonly ProcessKey[],
): Promise<ProcessKey[]> => closure(shard, loads, keys, parents);

/** Processes with all their descendants. */
export const withDescendants = (
  shard: Shard,
  loads: string,
  keys: readonly ProcessKey[],
): Promise<ProcessKey[]> => closure(shard, loads, keys, children);

/** The parents of processes, and all children of those. */
export async function family(
  shard: Shard,
  loads: string,
  keys: readonly ProcessKey[],
): Promise<{ readonly parents: ProcessKey[]; readonly children: ProcessKey[] }> {
  const above = keys.length === 0 ? [] : await parents(shard, loads, keys);
  return { parents: above, children: above.length === 0 ? [] : await children(shard, loads, above) };
}
