import { visible } from 'stemma';

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The longest text of a cell, in characters; the rest is left out with an ellipsis. */
const LONGEST = 120;

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = visible(typeof value === 'string' ? value : JSON.stringify(value));
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return short.replace(/[&<>"]/g, (character) => NAMED[character] as string);
}

/**
 * Rows as a table of HTML: a column for each key of the first row. Command lines are the attacker's text, so nothing in a
 * cell is markup, and what a reader could not see (control characters, changes of direction) is written out.
 */
export function table(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const line = (tag: string, values: readonly unknown[]): string =>
    `<tr>${values.map((value) => `<${tag} style="text-align: left">${cell(value)}</${tag}>`).join('')}</tr>`;
  return [
    '<table>',
    `<thead>${line('th', columns)}</thead>`,
    '<tbody>',
    ...rows.map((row) =>
      line(
        'td',
        columns.map((column) => row[column]),
      ),
    ),
    '</tbody>',
    '</table>',
  ].join('\n');
}
