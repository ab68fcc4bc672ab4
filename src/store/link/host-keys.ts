import { isIP } from 'node:net';
import { groupBy } from '../../model/group-by.ts';
import { Groups } from './groups.ts';

/** An id and a name by which records call one host; `name` is in lower case. */
export interface NamedHost {
  readonly id: string | null;
  readonly name: string | null;
  readonly display: string | null;
}

/**
 * Key of each host: its smallest id, else its longest name. An id and a name that occur together are one, unless the name
 * goes with several ids. A short name joins the only longer name of which it is the first label.
 */
export function hostKeys(named: readonly NamedHost[]): string[] {
  const idsOfName = new Map<string, Set<string>>();
  for (const { id, name } of named) {
    if (name === null) continue;
    const ids = idsOfName.get(name) ?? new Set();
    if (id !== null) ids.add(id);
    idsOfName.set(name, ids);
  }
  const unambiguous = (name: string): boolean => (idsOfName.get(name)?.size ?? 0) < 2;
  const labelOf = (name: string): string => name.split('.')[0] as string;
  const fullNames = groupBy(
    [...idsOfName.keys()].sort().filter((name) => labelOf(name) !== name && isIP(name) === 0),
    labelOf,
  );
  const groups = new Groups();
  // Ids sort before names so that a group's leader, its smallest member, is an id where it has one.
  const keyOf = (host: NamedHost): string =>
    host.id !== null ? `0${host.id}` : host.name !== null ? `1${host.name}` : '2';
  for (const { id, name } of named)
    if (id !== null && name !== null && unambiguous(name)) groups.join(`0${id}`, `1${name}`);
  for (const name of idsOfName.keys()) {
    const longer = fullNames.get(name) ?? [];
    if (longer.length === 1 && unambiguous(name) && unambiguous(longer[0] as string))
      groups.join(`1${name}`, `1${longer[0]}`);
  }
  return named.map((host) => groups.find(keyOf(host)).slice(1));
}
