import type { Ancestor, LinkBrief, ProcessBrief } from '../model/alert.ts';
import type { Database } from '../store/database.ts';
import { loadParentIndex } from '../store/parent-index.ts';
import { want, wantedLinks, wantedProcesses } from '../store/processes.ts';
import { ancestorsOf, buildForest, descendantsOf } from '../tree/forest.ts';
import { ancestry, buildGraph, type ProcessGraph } from '../tree/graph.ts';
import { brief } from './brief.ts';

/** A process below another, with its link to its parent and its own children. */
interface Descendant {
  readonly process: ProcessBrief;
  readonly link: LinkBrief;
  readonly children: readonly Descendant[];
}

/** A process with everything above it and what is listed below it. */
export interface Lineage {
  readonly host: string;
  readonly process: ProcessBrief;
  /** Nearest first, to the root. */
  readonly ancestry: readonly Ancestor[];
  readonly descendants: {
    readonly count: number;
    readonly listed: number;
    readonly tree: readonly Descendant[];
  };
}

/** The lineages of processes by rid, each with at most `cap` descendants, breadth first. */
export async function lineage(database: Database, rids: readonly number[], cap: number): Promise<Lineage[]> {
  const forest = buildForest(await loadParentIndex(database), rids);
  const around = rids.map((rid) => ({
    rid,
    ancestors: ancestorsOf(forest, rid),
    descendants: descendantsOf(forest, rid, cap),
  }));
  const wanted = new Set(
    around.flatMap(({ rid, ancestors, descendants }) => [rid, ...ancestors, ...descendants.first]),
  );
  await want(database, wanted);
  const processes = await wantedProcesses(database);
  const graph = buildGraph(processes, await wantedLinks(database));
  const byRid = new Map(processes.map((process) => [process.rid, process] as const));
  return around.flatMap(({ rid, descendants }) => {
    const process = byRid.get(rid);
    if (process === undefined) return [];
    const listed = new Set(descendants.first.map((each) => byRid.get(each)?.entity_id ?? ''));
    return [
      {
        host: process.host.name,
        process: brief(process),
        ancestry: ancestry(graph, process.entity_id).map(({ process: above, edge }) => ({
          ...brief(above),
          link: edge,
        })),
        descendants: {
          count: descendants.count,
          listed: descendants.first.length,
          tree: childrenIn(graph, process.entity_id, listed),
        },
      },
    ];
  });
}

function childrenIn(graph: ProcessGraph, entityId: string, listed: ReadonlySet<string>): Descendant[] {
  return graph
    .outEdges(entityId)
    .filter((edge) => listed.has(graph.target(edge)))
    .map((edge) => ({
      process: graph.getNodeAttributes(graph.target(edge)),
      link: graph.getEdgeAttributes(edge),
    }))
    .sort((a, b) => a.process.rid - b.process.rid)
    .map(({ process, link }) => ({
      process: brief(process),
      link,
      children: childrenIn(graph, process.entity_id, listed),
    }));
}
