import type { Alert } from '../model/alert.ts';
import type { Rule } from '../model/rule.ts';
import type { TreeExcerpt } from '../model/tree-excerpt.ts';
import { alertTable } from './alert-table.ts';
import { arrow } from './arrow.ts';
import { csv } from './csv.ts';
import { ecs } from './ecs.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { navigator } from './navigator.ts';
import { ndjson } from './ndjson.ts';
import type { Pieces } from './piece.ts';
import { sarif } from './sarif.ts';
import { timesketch, treeTimesketch } from './timesketch.ts';
import { dot } from './tree/dot.ts';
import { elasticTree } from './tree/elastic.ts';
import { gexf } from './tree/gexf.ts';
import { graphml } from './tree/graphml.ts';
import { graphviz } from './tree/graphviz.ts';
import { nodeLinkJson } from './tree/json.ts';
import { mermaid } from './tree/mermaid.ts';
import { png } from './tree/png.ts';
import { processTable } from './tree/process-table.ts';
import { svg } from './tree/svg.ts';

/** Writes alerts, piece by piece; `rules` are those that were run. */
export type Exporter = (alerts: readonly Alert[], rules: readonly Rule[]) => Pieces;

/** Writes an excerpt of the forest, piece by piece. */
export type TreeExporter = (excerpt: TreeExcerpt, rules: readonly Rule[]) => Pieces;

/** Every format in which alerts leave for another program; Parquet is written by the store. */
export const EXPORTERS = {
  ndjson,
  json,
  csv: (alerts) => csv(alertTable(alerts)),
  arrow: (alerts) => arrow(alertTable(alerts)),
  ecs,
  sarif,
  navigator,
  timesketch,
} satisfies Record<string, Exporter>;

/** Every format in which an excerpt of the forest leaves; Parquet is written by the store. */
export const TREE_EXPORTERS = {
  html,
  svg,
  png,
  graphviz,
  dot,
  mermaid,
  graphml,
  gexf,
  json: nodeLinkJson,
  elastic: elasticTree,
  csv: (excerpt) => csv(processTable(excerpt)),
  arrow: (excerpt) => arrow(processTable(excerpt)),
  ecs: ({ alerts }, rules) => ecs(alerts, rules),
  sarif: ({ alerts }, rules) => sarif(alerts, rules),
  navigator: ({ alerts }) => navigator(alerts),
  timesketch: treeTimesketch,
} satisfies Record<string, TreeExporter>;
