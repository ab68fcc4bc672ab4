import { html } from '../export/html.ts';
import type { Exporter } from '../export/index.ts';
import type { CompiledRule } from '../hunt/compile.ts';
import { excerpt } from '../hunt/excerpt.ts';
import type { Alert } from '../model/alert.ts';
import type { TriageReference } from '../model/reference.ts';
import type { Database } from '../store/database.ts';
import type { Population } from '../store/population.ts';
import { contextOf } from '../triage/context.ts';
import { ALERT_FORMATS } from './formats.ts';
import { writeOutput } from './output.ts';
import { printAlertTable } from './print/alert-table.ts';
import { printAlert } from './print/alert-text.ts';
import { type Terminal, terminalOf } from './print/terminal.ts';
import { writeWatched } from './write-watched.ts';

const READABLE: Readonly<Record<string, (terminal: Terminal, alerts: readonly Alert[]) => string>> = {
  text: (terminal, alerts) => alerts.map((alert) => `${printAlert(terminal, alert)}\n`).join(''),
  table: printAlertTable,
};

/** The page of the alerts with the trees around them. */
const PAGE = 'html';

/** Every format in which a hunt writes its alerts. */
export const HUNT_FORMATS: readonly string[] = [
  ...Object.keys(READABLE),
  PAGE,
  ...Object.keys(ALERT_FORMATS),
];

/** Where alerts go and how; `reference` and `population` are what they were judged by. */
interface WriteOptions {
  readonly format: string;
  readonly output?: string | undefined;
  readonly color: boolean;
  readonly quiet: boolean;
  readonly reference: TriageReference;
  readonly population?: Population | undefined;
}

/** Writes alerts of rules over a case in one of `HUNT_FORMATS` to a file, or to standard output. */
export async function writeAlerts(
  database: Database,
  alerts: readonly Alert[],
  rules: readonly CompiledRule[],
  { format, output, color, quiet, reference, population }: WriteOptions,
): Promise<void> {
  const plainRules = rules.map(({ rule }) => rule);
  const readable = READABLE[format];
  if (readable !== undefined)
    return writeOutput(output, [readable(terminalOf(process.stdout, color && output === undefined), alerts)]);
  if (format === PAGE) {
    const page = await excerpt(database, { kind: 'alerts', alerts }, { rules });
    const context = await contextOf(database, page, { reference, rules: plainRules, population });
    return writeWatched(output, html({ ...page, context }), quiet);
  }
  const write = ALERT_FORMATS[format] as Exporter;
  return writeWatched(output, write(alerts, plainRules), quiet);
}
