import type { Lineage, LineageRelation } from './ast.ts';
import type { LineageOracle } from './lineage.ts';
import type { FieldReader } from './value.ts';

/** A process tree as lineage conditions ask for it; a process is whatever tells it from the others. */
export interface LineageTree<Process> {
  /** The process of the event that `read` reads, and when that event was; undefined for an event of none. */
  readonly locate: (read: FieldReader) => { readonly process: Process; readonly time: number } | undefined;
  readonly parentOf: (process: Process) => Process | undefined;
  /** When a process started, in the unit of the events' times; Infinity, where not known, lets all its ancestors did count. */
  readonly startOf: (process: Process) => number;
}

/** For each lineage condition the processes that had an event matching the query in its brackets, and when the first. */
export type LineageMarks<Process> = ReadonlyMap<Lineage, ReadonlyMap<Process, number>>;

/**
 * Answers lineage conditions over a tree. An event marks its own process from its time on; what an ancestor did counts
 * only if it did it by the time that the next process down the line started.
 */
export function treeOracle<Process>(tree: LineageTree<Process>, marks: LineageMarks<Process>): LineageOracle {
  const isMarked = (leaf: Lineage, process: Process, by: number) =>
    (marks.get(leaf)?.get(process) ?? Number.NaN) <= by;
  const isAbove = (leaf: Lineage, process: Process, levels: number): boolean => {
    const seen = new Set([process]);
    let below = process;
    for (let level = 0; level < levels; level += 1) {
      const above = tree.parentOf(below);
      if (above === undefined || seen.has(above)) return false;
      if (isMarked(leaf, above, tree.startOf(below))) return true;
      seen.add(above);
      below = above;
    }
    return false;
  };
  const holds: Readonly<Record<LineageRelation, (leaf: Lineage, process: Process, time: number) => boolean>> =
    {
      event: isMarked,
      child: (leaf, process) => isAbove(leaf, process, 1),
      descendant: (leaf, process) => isAbove(leaf, process, Number.POSITIVE_INFINITY),
    };
  return (leaf, read) => {
    const found = tree.locate(read);
    return found !== undefined && holds[leaf.relation](leaf, found.process, found.time);
  };
}
