import { FACT_KINDS } from '../../model/fact-kinds.ts';
import { labelOf } from '../../model/process.ts';
import type { TriageReference } from '../../model/reference.ts';
import type { Reason } from '../../model/verdict.ts';
import { reason } from '../reason.ts';
import type { Subject } from '../subject.ts';
import { badName } from './names.ts';

const lower = (text: string | null): string => (text ?? '').toLowerCase();

/** Weight of another parent of what runs with the system's integrity: the boot starts these, and nothing else does. */
const OF_CORE = 50;

/** Whether the two may stand so in the tree, whether one forged it, and whether the parent was alive. */
export const checkEdge = (subject: Subject, reference: TriageReference): Reason[] => [
  ...parentOf(subject, reference),
  ...childOf(subject, reference),
  ...spoofed(subject, reference),
  ...ended(subject),
];

function parentOf({ process, parent }: Subject, { interpreters }: TriageReference): Reason[] {
  const expected = process.program?.parents;
  if (expected === undefined || parent.name === null || expected.includes(lower(parent.name))) return [];
  const evidence = { parent: parent.name, child: process.name, expected };
  const reasons = [
    reason(
      'unexpected_parent',
      `${process.name} is started by ${expected.join(' or ')}, here by ${parent.name}`,
      evidence,
      process.program?.integrity === undefined ? undefined : OF_CORE,
    ),
  ];
  if (interpreters.has(lower(parent.name)))
    reasons.push(
      reason(
        'interpreter',
        `${parent.name} runs what it is told to; no program of Windows' core starts from it`,
        {
          role: 'parent',
          name: parent.name,
        },
      ),
    );
  return reasons;
}

function childOf({ process, parent }: Subject, { interpreters }: TriageReference): Reason[] {
  const expected = parent.program?.children;
  if (expected === undefined || process.name === null || expected.includes(lower(process.name))) return [];
  const reasons = [
    reason(
      'unexpected_child',
      `${parent.name} starts nothing but ${expected.join(', ')}, here ${process.name}`,
      {
        parent: parent.name,
        child: process.name,
        expected,
      },
    ),
  ];
  if (interpreters.has(lower(process.name)))
    reasons.push(
      reason(
        'interpreter',
        `${process.name} below ${parent.name} gives whoever is in it a way to run anything`,
        {
          role: 'process',
          name: process.name,
        },
      ),
    );
  return reasons;
}

/** What the logs say differently of the parent, or the tree of the record: of a name that is cut off the tree has the whole. */
function spoofed({ alert, parent }: Subject, reference: TriageReference): Reason[] {
  const isBad = badName(parent, reference).length > 0;
  const facts = alert.facts.filter(
    (fact) =>
      (!isBad && fact.startsWith(FACT_KINDS.otherParent)) ||
      fact.startsWith(`${FACT_KINDS.otherLog} on the parent`),
  );
  if (facts.length === 0) return [];
  return [reason('spoofed_parent', facts.join('; '), { technique: 'T1134.004', facts })];
}

/** A parent that had gone was put there by whoever made the process, or its end is another's of the same pid. */
function ended({ alert }: Subject): Reason[] {
  const [parent] = alert.ancestry;
  const start = alert.process?.start ?? null;
  if (parent === undefined || start === null) return [];
  const evidence = { start, parent_start: parent.start, parent_end: parent.end };
  if (parent.end !== null && parent.end < start)
    return [reason('parent_ended', `the parent ${labelOf(parent)} had ended at ${parent.end}`, evidence)];
  if (parent.start !== null && parent.start > start)
    return [
      reason('parent_ended', `the parent ${labelOf(parent)} started after it, at ${parent.start}`, evidence),
    ];
  return [];
}
