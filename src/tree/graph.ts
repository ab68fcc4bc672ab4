import { DirectedGraph } from 'graphology';
import type { ParentLink } from '../model/link.ts';
import type { ProcessNode } from '../model/process.ts';

/** Attributes of an edge from parent to child. */
type EdgeAttributes = Pick<ParentLink, 'method' | 'confidence' | 'rivals'>;

/** A part of the process forest: nodes keyed by `process.entity_id`, edges from parent to child. */
export type ProcessGraph = DirectedGraph<ProcessNode, EdgeAttributes>;

/** A process above another, with the edge that leads down from it. */
export interface GraphAncestor {
  readonly process: ProcessNode;
  readonly edge: EdgeAttributes;
}

/** Builds the graph of the given processes and of the links among them. */
export function buildGraph(processes: readonly ProcessNode[], links: readonly ParentLink[]): ProcessGraph {
  const graph: ProcessGraph = new DirectedGraph();
  const keys = new Map<number, string>();
  for (const process of processes) {
    keys.set(process.rid, process.entity_id);
    graph.addNode(process.entity_id, process);
  }
  for (const { child, parent, method, confidence, rivals } of links) {
    const [childKey, parentKey] = [keys.get(child), keys.get(parent)];
    if (childKey !== undefined && parentKey !== undefined)
      graph.addEdge(parentKey, childKey, { method, confidence, rivals });
  }
  return graph;
}

/** The chain above a process, nearest first, to the root of the graph, or the first `cap` of it. */
export function ancestry(
  graph: ProcessGraph,
  entityId: string,
  cap = Number.POSITIVE_INFINITY,
): GraphAncestor[] {
  const chain: GraphAncestor[] = [];
  for (let edge = graph.inEdges(entityId)[0]; edge !== undefined && chain.length < cap; ) {
    const parent = graph.source(edge);
    chain.push({ process: graph.getNodeAttributes(parent), edge: graph.getEdgeAttributes(edge) });
    edge = graph.inEdges(parent)[0];
  }
  return chain;
}
