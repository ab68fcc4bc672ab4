import type { Alert } from '../model/alert.ts';
import { csv } from './csv.ts';
import { json } from './json.ts';
import { ndjson } from './ndjson.ts';

/** Writes alerts as text, piece by piece. */
export type Exporter = (alerts: readonly Alert[]) => Iterable<string>;

/** Every format in which alerts leave for another program. */
export const EXPORTERS = { ndjson, json, csv } satisfies Record<string, Exporter>;

/** Name of an export format. */
export type ExportFormat = keyof typeof EXPORTERS;
