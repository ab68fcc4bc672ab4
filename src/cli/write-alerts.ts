import { html } from '../export/html.ts';
import type { Exporter } from '../export/index.ts';
import type { CompiledRule } from '../hunt/compile.ts';
import { excerpt } from '../hunt/excerpt.ts';
import type { Alert } from '../model/alert.ts';
import type { Database } from '../store/database.ts';
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

/** Writes alerts of rules over a case in one of `HUNT_FORMATS` to a file, or to standard output. */
export async function writeAlerts(
  database: Database,
  alerts: readonly Alert[],
  rules: readonly CompiledRule[],
  {
    format,
    output,
    color,
    quiet,
  }: {
    readonly format: string;
    readonly output?: string | undefined;
    readonly color: boolean;
    readonly quiet: boolean;
  },
): Promise<void> {
  const readable = READABLE[format];
  if (readable !== undefined)
    return writeOutput(output, [readable(terminalOf(process.stdout, color && output === undefined), alerts)]);
  if (format === PAGE)
    return writeWatched(output, html(await excerpt(database, { kind: 'alerts', alerts }, { rules })), quiet);
  const write = ALERT_FORMATS[format] as Exporter;
  return writeWatched(
    output,
    write(
      alerts,
      rules.map(({ rule }) => rule),
    ),
    quiet,
  );
}
