import type { Alert } from './alert.ts';

/** Hours before and after an alert in which others may belong to it, in milliseconds. */
const WINDOW = 48 * 3_600_000;

/** Accounts of every host: sharing one of them means nothing. */
const EVERYBODY = /^(system|local service|network service|anonymous logon|.*\$)$/i;

/** Another alert of the same host or account within 48 hours, by its place among them. */
export interface Neighbour {
  readonly place: number;
  readonly because: readonly ('host' | 'user')[];
}

/** Those that may belong to the same story as an alert, the nearest in time first. */
export function sameStory(alert: Alert, alerts: readonly Alert[]): Neighbour[] {
  const time = Date.parse(alert.time);
  const found = alerts.flatMap((other, place): (Neighbour & { readonly distance: number })[] => {
    if (other.id === alert.id) return [];
    const distance = Math.abs(Date.parse(other.time) - time);
    const because = [
      ...(other.host.name === alert.host.name ? (['host'] as const) : []),
      ...(sameUser(alert, other) ? (['user'] as const) : []),
    ];
    return because.length === 0 || !(distance <= WINDOW) ? [] : [{ place, because, distance }];
  });
  const id = ({ place }: Neighbour): string => alerts[place]?.id ?? '';
  return found
    .sort((a, b) => a.distance - b.distance || (id(a) < id(b) ? -1 : 1))
    .map(({ place, because }) => ({ place, because }));
}

const sameUser = (a: Alert, b: Alert): boolean => {
  const [one, other] = [a.process?.user, b.process?.user];
  if (!one?.name || EVERYBODY.test(one.name)) return false;
  return one.id !== null && other?.id
    ? one.id === other.id
    : one.name.toLowerCase() === other?.name?.toLowerCase();
};
