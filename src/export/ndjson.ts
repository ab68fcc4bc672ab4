import type { Alert } from '../model/alert.ts';
import { safeJson } from '../model/text.ts';

/** One alert a line. */
export function* ndjson(alerts: readonly Alert[]): Iterable<string> {
  for (const alert of alerts) yield `${safeJson(alert)}\n`;
}
