import { InputError } from '../model/errors.ts';
import { isoTime } from '../model/time.ts';
import { nearest } from '../rules/nearest.ts';
import type { Database } from '../store/database.ts';
import { matchHosts } from '../store/hosts.ts';

/** Hosts named in the answer to an unknown one where none is like it. */
const NAMED_HOSTS = 5;

/** @throws InputError when no time can be in the range: it would look as if nothing had been found. */
export function checkTimes(from: number | undefined, to: number | undefined): void {
  if (from !== undefined && to !== undefined && from > to)
    throw new InputError(`--from ${isoTime(from * 1000)} is after --to ${isoTime(to * 1000)}`, {
      remedy: 'Give the earlier time to --from. A day without a time is its first instant (UTC).',
    });
}

/** @throws InputError when no host of the case has this name or id: it would look like a clean one. */
export async function checkHost(database: Database, host: string): Promise<void> {
  const known = await matchHosts(database, host);
  if (known.some(({ matches }) => matches === true)) return;
  const names = known.map(({ name }) => name);
  const ids = known.flatMap(({ id }) => (id === null ? [] : [id]));
  const near = nearest(host, [...new Set([...names, ...ids])]);
  const rest = names.length > NAMED_HOSTS ? `, … (${names.length} in all)` : '';
  throw new InputError(`no host is named ${JSON.stringify(host)}`, {
    remedy:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : names.length > 0
          ? `Hosts: ${names.slice(0, NAMED_HOSTS).join(', ')}${rest}.`
          : 'No process record, and so no host, was found.',
  });
}
