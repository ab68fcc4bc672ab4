import type { Alert } from '../model/alert.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';
import type { TreeExporter } from './piece.ts';
import { processCsv } from './tree/csv.ts';
import { dot } from './tree/dot.ts';
import { nodeLinkJson } from './tree/json.ts';

/** Writes alerts as text, piece by piece. */
export type Exporter = (alerts: readonly Alert[]) => Iterable<string>;

/** Every format in which alerts leave for another program. */
export const EXPORTERS = { ndjson, json, csv } satisfies Record<string, Exporter>;

/** Name of a format of alerts. */
export type ExportFormat = keyof typeof EXPORTERS;

/** Every format in which an excerpt of the forest leaves. */
export const TREE_EXPORTERS = {
  dot,
  json: nodeLinkJson,
  csv: processCsv,
} satisfies Record<string, TreeExporter>;

/** Name of a format of excerpts. */
export type TreeFormat = keyof typeof TREE_EXPORTERS;
