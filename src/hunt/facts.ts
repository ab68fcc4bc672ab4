import type { Conflict } from '../model/conflict.ts';
import { FACT_KINDS } from '../model/fact-kinds.ts';
import type { ProcessNode } from '../model/process.ts';
import { cut } from '../model/text.ts';
import type { WholeEvent } from '../store/whole-events.ts';
import type { GraphAncestor } from '../tree/graph.ts';

const SPOOFING = 'possible parent spoofing (T1134.004)';

/** Characters that a fact quotes of a record at most. */
const LONGEST_QUOTE = 200;

/** What logs say of one thing that is listed at most; the view `conflicts` has all. */
const LISTED_SIDES = 4;

const lower = (name: string | null): string => (name ?? '').toLowerCase();

const named = (name: string | null, pid: number | null): string => `${name ?? '?'} (pid ${pid ?? '?'})`;

/** What a reader should know before believing an alert, of whose chain at most `longest` ancestors are listed. */
export function factsOf(
  event: WholeEvent,
  process: ProcessNode,
  chain: readonly GraphAncestor[],
  conflicts: readonly Conflict[],
  longest: number,
): string[] {
  const facts: string[] = [];
  const parent = chain[0]?.process;
  const reportedName = (event.fields['process.parent.name'] as string | undefined) ?? null;
  if (event.unusable_parent !== null)
    facts.push(`${FACT_KINDS.malformedParent}: ${JSON.stringify(cut(event.unusable_parent, LONGEST_QUOTE))}`);
  if (event.parent_source === 'resolved') facts.push(FACT_KINDS.resolvedParent);
  if (
    parent !== undefined &&
    event.parent_source === 'reported' &&
    parent.name !== null &&
    lower(parent.name) !== lower(reportedName)
  )
    facts.push(
      `${FACT_KINDS.otherParent}: ${named(parent.name, parent.pid)}, the record ${named(reportedName, (event.fields['process.parent.pid'] as number | undefined) ?? null)}; ${SPOOFING}`,
    );
  const told = facts.some((fact) => fact.endsWith(SPOOFING));
  facts.push(...conflictFacts(conflicts, told));
  if (parent?.seen_via === 'placeholder') facts.push(FACT_KINDS.unseenParent);
  if (parent?.end && process.start && parent.end < process.start)
    facts.push(`${FACT_KINDS.parentEnded}: ${parent.end}`);
  if (chain.length > longest) facts.push(FACT_KINDS.longChain);
  return facts;
}

/** What the logs of the process say differently, a sentence for each thing; `told`: what that may mean is said already. */
function conflictFacts(conflicts: readonly Conflict[], told: boolean): string[] {
  const fields = new Set(conflicts.map(({ field }) => field));
  return [...fields].map((field) => {
    const said = conflicts.filter((conflict) => conflict.field === field);
    const sides = said
      .slice(0, LISTED_SIDES)
      .map(({ log, value }) => `${log} says ${cut(value, LONGEST_QUOTE)}`);
    if (said.length > LISTED_SIDES) sides.push(`and ${said.length - LISTED_SIDES} more`);
    return `${FACT_KINDS.otherLog} on the ${field}: ${sides.join(', ')}${field === 'parent' && !told ? `; ${SPOOFING}` : ''}`;
  });
}
