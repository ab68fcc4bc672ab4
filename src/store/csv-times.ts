import { type Database, query } from './database.ts';
import { identifier, literal } from './quote.ts';

/** Rows that are looked at for columns of times. */
const SAMPLE = 1000;
const NAMED = '^[A-Z][a-z]{2} \\d{1,2}, \\d{4},? \\d';
const SLASHED = '^\\d{1,2}/\\d{1,2}/\\d{4},?\\s';

const FRACTIONS = ['', '.%g', '.%n'];
const clocks = (date: string): string[] =>
  FRACTIONS.flatMap((fraction) => [`${date} %I:%M:%S${fraction} %p`, `${date} %H:%M:%S${fraction}`]);

/** SQL for the time in ISO 8601, or the text itself where it has none of the forms. */
function rewritten(column: string, date: string): string {
  const plain = `regexp_replace(${column}, '[,\\s\\x{202f}\\x{a0}]+', ' ', 'g')`;
  const read = `try_strptime(${plain}, [${clocks(date).map(literal).join(', ')}])`;
  return `coalesce(strftime(${read}, '%Y-%m-%dT%H:%M:%S.%f'), ${column})`;
}

/**
 * SQL for those columns of `csv_rows` whose times are written as portals do in the language of the user: `Mar 10, 2026
 * 8:12:07 AM`, `3/10/2026, 8:12:07.824 AM`. Which of two numbers is the month, a column must show: by `AM` in capitals,
 * as only Americans write it, or by a number over 12; else its times stay as they are, and are none.
 */
export async function portalTimes(
  database: Database,
  header: readonly string[],
): Promise<Map<string, string>> {
  const times = new Map<string, string>();
  const ask = async (of: readonly string[], tests: (column: string) => string[], from: string) => {
    const sql = of.flatMap((name, column) =>
      tests(identifier(name)).map((test, index) => `bool_or(${test}) AS c${column}_${index}`),
    );
    const [row] = await query<Record<string, boolean | null>>(
      database,
      `SELECT ${sql.join(', ')} FROM ${from}`,
    );
    return of.map((_, column) => (index: number) => row?.[`c${column}_${index}`] === true);
  };
  const seen = await ask(
    header,
    (column) => [NAMED, SLASHED].map((form) => `regexp_matches(${column}, ${literal(form)})`),
    `(FROM csv_rows LIMIT ${SAMPLE})`,
  );
  header.forEach((name, index) => {
    if (seen[index]?.(0)) times.set(name, rewritten(identifier(name), '%b %d %Y'));
  });
  const slashed = header.filter((_, index) => seen[index]?.(1));
  if (slashed.length === 0) return times;
  const shown = await ask(
    slashed,
    (column) => [
      `regexp_matches(${column}, '^\\d{1,2}/(1[3-9]|2\\d|3[01])/\\d{4}|^\\d{1,2}/\\d{1,2}/\\d{4}.*[AP]M$')`,
      `regexp_matches(${column}, '^(1[3-9]|2\\d|3[01])/\\d{1,2}/\\d{4}')`,
    ],
    'csv_rows',
  );
  slashed.forEach((name, index) => {
    const [monthFirst, dayFirst] = [shown[index]?.(0), shown[index]?.(1)];
    if (monthFirst !== dayFirst)
      times.set(name, rewritten(identifier(name), monthFirst ? '%m/%d/%Y' : '%d/%m/%Y'));
  });
  return times;
}
