import type { ClockFinding } from '../../model/clock.ts';
import type { Findings } from '../../model/ingest-findings.ts';
import { cut, visible } from '../../model/text.ts';
import { counted, number } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** Hosts and malformed texts that are listed at most; `--report` has all. */
const LISTED = 5;

/** Characters of it. */
const LONGEST_QUOTE = 80;

/** An offset as people say it: `4 h`, `5 h 30 min`. */
function duration(seconds: number): string {
  const minutes = Math.round(Math.abs(seconds) / 60);
  const parts = [
    [Math.floor(minutes / 60), 'h'],
    [minutes % 60, 'min'],
  ] as const;
  return parts.flatMap(([value, unit]) => (value === 0 ? [] : [`${value} ${unit}`])).join(' ') || '0 min';
}

const offset = (seconds: number): string =>
  seconds === 0 ? 'in step with' : `${duration(seconds)} ${seconds < 0 ? 'behind' : 'ahead of'}`;

function clockLine({ host, shift_seconds, evidence, affected, repaired }: ClockFinding): string {
  const { least, greatest } = shift_seconds;
  const shift =
    least === greatest ? `${offset(least)} UTC` : `from ${offset(least)} UTC to ${offset(greatest)} UTC`;
  const proof =
    evidence === 0 ? 'as in its other files' : `by ${counted(evidence, 'record')} with both times`;
  const outcome =
    repaired > 0
      ? `${counted(repaired, 'record')} corrected`
      : `${counted(affected, 'other record')} left as written`;
  return `clock of ${visible(host)}: written times are ${shift}, ${proof}; ${outcome}`;
}

const more = (items: readonly unknown[]): string[] =>
  items.length > LISTED ? [`… and ${number(items.length - LISTED)} more (--report)`] : [];

/** What a reader should know of what was loaded before believing it, a line each. */
export function printFindings({ color }: Terminal, findings: Findings): string[] {
  const { copies, clocks, malformedParents } = findings;
  const conflicts = Object.entries(findings.conflicts).map(
    ([field, processes]) => `the ${field} of ${counted(processes, 'process', 'processes')}`,
  );
  const malformed = malformedParents.map(
    ({ written, records, log }) =>
      `${JSON.stringify(visible(cut(written, LONGEST_QUOTE)))} in ${counted(records, `${log} record`)}`,
  );
  return [
    ...(copies > 0
      ? [
          color.dim(
            `${counted(copies, 'record')} came twice and count${copies === 1 ? 's' : ''} once (view copies)`,
          ),
        ]
      : []),
    ...[...clocks.slice(0, LISTED).map(clockLine), ...more(clocks)].map((line) => color.yellow(line)),
    ...(conflicts.length > 0
      ? [color.yellow(`logs disagree on ${conflicts.join(', ')} (view conflicts)`)]
      : []),
    ...(malformed.length > 0
      ? [
          color.yellow(
            `in the place of the parent's image: ${[...malformed.slice(0, LISTED), ...more(malformed)].join(', ')}`,
          ),
        ]
      : []),
  ];
}
