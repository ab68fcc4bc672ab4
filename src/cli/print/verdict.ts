import type { Alert } from '../../model/alert.ts';
import { cut, visible } from '../../model/text.ts';
import { type Reason, VERDICT_CLASSES, type Verdict, type VerdictClass } from '../../model/verdict.ts';
import { number } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** Characters of a reason that a line prints; the other formats have it whole. */
const REASON_CAP = 300;

/** A class in its colour. */
function classLabel({ color }: Terminal, name: VerdictClass): string {
  const paint: Record<VerdictClass, (text: string) => string> = {
    suspicious: (text) => color.bold(color.red(text)),
    rare: color.yellow,
    known: color.green,
    artifact: color.dim,
  };
  return paint[name](name);
}

/** `suspicious, score 80`. */
export const verdictLine = (terminal: Terminal, verdict: Verdict): string =>
  `${classLabel(terminal, verdict.class)}, score ${verdict.score}`;

/** One reason with its weight, safe to print. */
export const reasonLine = ({ weight, text }: Reason): string =>
  `  ${(weight > 0 ? `+${weight}` : String(weight)).padStart(4)}  ${cut(visible(text), REASON_CAP)}`;

/** How many alerts of each class, `0` of one too: that there is nothing suspicious is worth a line. */
export function verdictCounts(terminal: Terminal, alerts: readonly Pick<Alert, 'verdict'>[]): string[] {
  const judged = alerts.filter(({ verdict }) => verdict !== undefined);
  if (judged.length === 0) return [];
  const counts = VERDICT_CLASSES.map((name) => {
    const count = judged.filter(({ verdict }) => verdict?.class === name).length;
    return `${number(count)} ${count === 0 ? name : classLabel(terminal, name)}`;
  });
  return [`  verdicts: ${counts.join(', ')}`];
}
