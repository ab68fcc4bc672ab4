import type { Alert } from '../model/alert.ts';
import { safeJson } from '../model/text.ts';

/** One indented JSON array of alerts. */
export function* json(alerts: readonly Alert[]): Iterable<string> {
  yield `${safeJson(alerts, 2)}\n`;
}
