import type { Alert } from '../model/alert.ts';
import { InputError } from '../model/errors.ts';

/**
 * The alerts, of several versions of a rule perhaps, that an id or the beginning of one means.
 * @throws InputError where none is meant, or several are.
 */
export function alertsById<Of extends Alert>(alerts: readonly Of[], id: string): Of[] {
  const found = alerts.filter((alert) => alert.id.startsWith(id.toLowerCase()));
  const distinct = new Set(found.map((alert) => alert.id)).size;
  if (distinct === 1 && id !== '') return found;
  const several = `${distinct} alerts have an id that begins with ${JSON.stringify(id)}`;
  throw new InputError(
    distinct === 0
      ? `no alert of these rules has the id ${JSON.stringify(id)}`
      : id === ''
        ? `no alert of these rules is meant: ${several}`
        : several,
    {
      remedy:
        alerts.length === 0
          ? 'The rules found nothing in this case; --rules names others.'
          : distinct === 0
            ? 'Ids stand in the first line of each alert: stemma hunt --case FILE, with the same --rules.'
            : 'Give more of its id.',
    },
  );
}
