import { type Member, planMembers } from './json-plan.ts';
import { programOf, type Step } from './json-program.ts';
import type { Node } from './node.ts';

/** Where binary XML stands: only around the whole record is `Event` left out. */
export type Place = 'root' | 'inner';

/** How the content of a template, or of binary XML without one, is written. */
export interface Writing {
  readonly members: readonly Member[];
  readonly program: readonly Step[] | undefined;
}

const known = {
  root: new WeakMap<readonly Node[], Writing>(),
  inner: new WeakMap<readonly Node[], Writing>(),
};

/** How nodes are written; planned once, however many chunks share them. */
export function writingOf(nodes: readonly Node[], place: Place): Writing {
  const found = known[place].get(nodes);
  if (found !== undefined) return found;
  const [root] = nodes;
  const isEvent = place === 'root' && nodes.length === 1 && root?.kind === 'element' && root.name === 'Event';
  const members = planMembers(isEvent ? root.children : nodes);
  const writing = { members, program: programOf(members) };
  known[place].set(nodes, writing);
  return writing;
}
