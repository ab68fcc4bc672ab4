import { KERNEL_PROCESSES } from '../../model/kernel-names.ts';
import type { TriageReference } from '../../model/reference.ts';
import type { Reason } from '../../model/verdict.ts';
import { reason } from '../reason.ts';
import type { Actor, Subject } from '../subject.ts';

const KERNEL_NAMES: ReadonlySet<string> = new Set(KERNEL_PROCESSES.map((name) => name.toLowerCase()));

/** What stands in the place of a name and is none: SIDs, question marks, numbers of messages. */
const NO_NAME = /^(\s*|[?-]+|S-1-[0-9-]+|%%\d+|N\/A|null|unknown)$/i;

/** A parent that only pid and time tell, less sure than this, decides nothing where the record itself is malformed. */
const SURE = 0.85;

/** Names that are none: the record is badly written, and the rule is true of it by accident. */
export const checkNames = (subject: Subject, reference: TriageReference): Reason[] => [
  ...badName(subject.process, reference),
  ...badName(subject.parent, reference),
  ...guessedParent(subject),
];

/** What is wrong with the name of one end; nothing in all but few. */
export function badName(actor: Actor, { programs }: TriageReference): Reason[] {
  const { name, role } = actor;
  if (name === null) return [];
  const evidence = { role, name, executable: actor.executable };
  const whole = cutFrom(name, programs.keys());
  if (NO_NAME.test(name))
    return [reason('malformed_name', `the ${role}'s name is ${JSON.stringify(name)}`, evidence)];
  if (whole !== undefined || isCut(name))
    return [
      reason(
        'truncated_name',
        `the ${role}'s name ${name} is cut off${whole === undefined ? '' : `: ${whole}`}`,
        evidence,
      ),
    ];
  return isNoImage(actor)
    ? [
        reason(
          'missing_image',
          `the ${role}'s image ${JSON.stringify(actor.executable)} is no file`,
          evidence,
        ),
      ]
    : [];
}

/** The parent is not what the record says but what pid and time lead to: a pid that was used again is enough to mislead. */
function guessedParent({ alert, process }: Subject): Reason[] {
  const link = alert.ancestry[0]?.link;
  if (alert.parent_source !== 'resolved' || link === undefined || link.confidence >= SURE) return [];
  const written = process.facts?.unusable_parent ?? null;
  const evidence = { role: 'parent', written, method: link.method, confidence: link.confidence };
  const found = `the tree's rests on ${link.method} alone (${link.confidence.toFixed(2)})`;
  return [
    written === null
      ? reason('guessed_parent', `the record names no parent, and ${found}`, evidence)
      : reason(
          'malformed_name',
          `the record writes ${JSON.stringify(written)} for the parent, and ${found}`,
          evidence,
        ),
  ];
}

/** The program whose name begins so, less a few letters: half of the name is there. */
const cutFrom = (name: string, programs: Iterable<string>): string | undefined => {
  const lower = name.toLowerCase();
  if (lower.length < 5 || lower.endsWith('.exe')) return undefined;
  return [...programs].find(
    (program) => program.startsWith(lower) && program.length <= lower.length * 2 && program !== lower,
  );
};

/** The kernel keeps 14 or 15 characters. */
const isCut = (name: string): boolean =>
  (name.length === 14 || name.length === 15) && !name.includes('.') && !KERNEL_NAMES.has(name.toLowerCase());

const isNoImage = ({ name, executable }: Actor): boolean =>
  !KERNEL_NAMES.has((name ?? '').toLowerCase()) && executable !== null && /\\$|^[?-]$/.test(executable);
