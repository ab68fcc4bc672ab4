import type { KnownPair, MaybeTest, TriageReference } from '../../model/reference.ts';
import type { Reason } from '../../model/verdict.ts';
import { isAtHome } from '../location.ts';
import { reason } from '../reason.ts';
import type { Actor, Subject } from '../subject.ts';

/** Pairs that are known to be harmless, and programs that start themselves. */
export const checkKnown = (subject: Subject, { knownPairs }: TriageReference): Reason[] => {
  const { process, parent } = subject;
  const pair = knownPairs.find((each) => isPair(each, parent, process));
  if (pair !== undefined)
    return [
      reason('known_pair', `${parent.name} → ${process.name}: ${pair.why} (${pair.path})`, {
        parent: pair.parent,
        child: pair.child,
        why: pair.why,
        list: pair.path,
      }),
    ];
  return isSelfSpawn(subject)
    ? [
        reason('self_spawn', `${process.name} starts itself, both from ${process.executable}`, {
          name: process.name,
          executable: process.executable,
        }),
      ]
    : [];
};

const isPair = (pair: KnownPair, parent: Actor, child: Actor): boolean =>
  pair.isParent(parent.name) &&
  pair.isChild(child.name) &&
  liesRight(pair.isParentPath, parent) &&
  liesRight(pair.isChildPath, child);

/** Where the pair names a path, that decides; else the folder that the program belongs in, where the record has a path. */
const liesRight = (isPath: MaybeTest | undefined, actor: Actor): boolean =>
  isPath === undefined ? isAtHome(actor.program, actor.executable) !== false : isPath(actor.executable);

/** The core of Windows, which runs with the system's integrity, never does: a second lsass.exe below lsass.exe is a dump. */
function isSelfSpawn({ process, parent }: Subject): boolean {
  const { program } = process;
  if (program === undefined || program.single || program.integrity !== undefined) return false;
  if (process.name === null || process.name.toLowerCase() !== parent.name?.toLowerCase()) return false;
  const same =
    process.executable === null ||
    parent.executable === null ||
    process.executable.toLowerCase() === parent.executable.toLowerCase();
  return same && isAtHome(program, process.executable) !== false;
}
