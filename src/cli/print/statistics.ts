import type { RuleStatistics } from '../../hunt/hunt.ts';
import type { Alert } from '../../model/alert.ts';
import { visible } from '../../model/text.ts';
import { plainTable } from './alert-table.ts';
import { number } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** What each rule looked at, found and took, the slowest first. */
export function printStatistics(
  terminal: Terminal,
  statistics: readonly RuleStatistics[],
  alerts: readonly Alert[],
): string {
  const counts = new Map<string, number>();
  const key = (rule: { readonly id: string; readonly version: number }): string =>
    `${rule.id}@${rule.version}`;
  for (const { rule } of alerts) counts.set(key(rule), (counts.get(key(rule)) ?? 0) + 1);
  const rows = [...statistics]
    .sort((a, b) => b.milliseconds - a.milliseconds || (key(a.rule) < key(b.rule) ? -1 : 1))
    .map(({ rule, candidates, matches, milliseconds }) => [
      milliseconds.toFixed(1),
      number(candidates),
      number(matches),
      number(counts.get(key(rule)) ?? 0),
      `${visible(rule.name)} v${rule.version}`,
    ]);
  return `${plainTable(['ms', 'candidates', 'matches', 'alerts', 'rule'], rows, terminal.color.dim, 4)}\n`;
}
