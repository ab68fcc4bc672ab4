import { type Command, InvalidArgumentError } from 'commander';
import { VERDICT_CLASSES, type VerdictClass } from '../model/verdict.ts';
import { textOf, triageReference } from '../rules/triage-reference.ts';
import { readBaseline } from '../triage/baseline.ts';
import type { JudgeOptions } from '../triage/judge.ts';

/** Options that say by what alerts are judged. */
export interface TriageOptions {
  readonly known?: string[];
  readonly baseline?: string;
}

/** Adds them to a command. */
export const addTriageOptions = (command: Command): Command =>
  command
    .option(
      '--known <file...>',
      'more pairs of parent and child that are harmless (TOML), beside those that come along',
    )
    .option('--baseline <file>', 'what a good case has: stemma prevalence --case GOOD --save FILE');

/**
 * What alerts are judged by.
 * @throws InputError where a file can't be read.
 */
export async function judgeOptions({ known, baseline }: TriageOptions): Promise<JudgeOptions> {
  return {
    reference: await triageReference(known),
    baseline: baseline === undefined ? undefined : readBaseline(await textOf(baseline), baseline),
  };
}

/** Classes of verdicts, separated by commas. */
export function parseVerdicts(text: string): readonly VerdictClass[] {
  const words = text.split(',').map((word) => word.trim().toLowerCase());
  const unknown = words.find((word) => !(VERDICT_CLASSES as readonly string[]).includes(word));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `Write one or more of ${VERDICT_CLASSES.join(', ')}, with commas between them.`,
    );
  return words as VerdictClass[];
}
