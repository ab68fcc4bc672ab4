import { InputError } from '../model/errors.ts';
import { safeJson } from '../model/text.ts';
import { identifier } from './quote.ts';

/** A column's name with what a portal writes after it: `TimeGenerated [UTC]`, `Timestamp [Local Time]`. */
const BRACKETED = /^(.*\S)\s*\[([^[\]]+)\]$/;
const UTC = /^(?:utc|gmt|z|(?:utc|gmt)?[+-]0?0(?::?00)?)$/i;
const TIME = /time|date/i;

/**
 * SQL for the columns of a CSV file by the names, in lower case, that they go by: `TimeGenerated [UTC]` goes by `TimeGenerated`
 * too. `times` has SQL for columns of times that need to be rewritten.
 * @throws InputError when a column has times in a zone other than UTC, of which the file does not say enough to read them.
 */
export function columnsByName(
  header: readonly string[],
  times: ReadonlyMap<string, string>,
  place: string,
): Map<string, string> {
  const columns = new Map<string, string>();
  const sql = (name: string): string => times.get(name) ?? identifier(name);
  for (const name of header) {
    const [, bare, zone] = BRACKETED.exec(name) ?? [];
    if (bare === undefined || zone === undefined) continue;
    if (UTC.test(zone)) columns.set(bare.toLowerCase(), sql(name));
    else if (TIME.test(bare))
      throw new InputError(
        `the times in its column ${safeJson(name)} are not in UTC: set the portal to UTC and export again`,
        { place },
      );
  }
  for (const name of header) columns.set(name.toLowerCase(), sql(name));
  return columns;
}
