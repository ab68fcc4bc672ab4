import { type Command, Option } from 'commander';
import type { TreeExporter } from '../../export/index.ts';
import { DEFAULT_CAPS, type ExcerptScope, excerpt } from '../../hunt/excerpt.ts';
import { InputError } from '../../model/errors.ts';
import { visible } from '../../model/text.ts';
import { DEFAULT_RULE } from '../../rules/shipped-rules.ts';
import { contextOf } from '../../triage/context.ts';
import { judge } from '../../triage/judge.ts';
import { checkHost } from '../check-scope.ts';
import { compileRules } from '../compile-rules.ts';
import { refuseTerminal, TREE_FORMATS } from '../formats.ts';
import { openToRead } from '../open-case.ts';
import { parseCount } from '../options.ts';
import type { GlobalOptions, ResourceOptions } from '../shared-options.ts';
import { addTriageOptions, judgeOptions, type TriageOptions } from '../triage-options.ts';
import { writeWatched } from '../write-watched.ts';

interface ExportOptions extends GlobalOptions, ResourceOptions, TriageOptions {
  readonly case: string;
  readonly format: string;
  readonly output?: string;
  readonly rules?: string[];
  readonly alert?: string;
  readonly entity?: string;
  readonly host?: string;
  readonly all?: boolean;
  readonly maxAncestors?: number;
  readonly maxSiblings?: number;
  readonly maxDescendants?: number;
}

const EXAMPLES = `
Examples:
  stemma export --case acme.duckdb --host WS-014 --format html -o ws-014.html
  stemma export --case acme.duckdb --alert d737c3b3b9f8 --format svg -o alert.svg
  stemma export --case acme.duckdb --entity WS-014:6292 --format dot | dot -Tpdf -o tree.pdf
  stemma export --case acme.duckdb --all --format graphml -o acme.graphml`;

/** \`stemma export\`: a part of the forest as a picture, or for another program. */
export function addExport(program: Command): void {
  const exporting = program
    .command('export')
    .summary('write trees as pictures, or for other programs')
    .description(
      'Write a part of the process forest of a case, with the alerts of rules over it: around an alert or a process, of a host, or all.',
    )
    .requiredOption('-c, --case <file>', 'case to read')
    .addOption(
      new Option('-f, --format <format>', 'how it is written')
        .choices(Object.keys(TREE_FORMATS))
        .makeOptionMandatory(),
    )
    .option('-o, --output <file>', 'write to a file')
    .option('--alert <id>', 'what is around an alert, by its id or the beginning of it')
    .option('--entity <process>', 'what is around a process: process.entity_id, or HOST:PID')
    .option('--host <host>', 'the processes of a host, by name or id')
    .option('--all', 'the processes of all hosts')
    .option('-r, --rules <rule...>', `rules whose alerts are marked (default: ${DEFAULT_RULE})`)
    .option(
      '--max-ancestors <n>',
      `ancestors, nearest first, with --alert or --entity (default: ${DEFAULT_CAPS.ancestors})`,
      parseCount(0),
    )
    .option(
      '--max-siblings <n>',
      `siblings, those that started nearest to it (default: ${DEFAULT_CAPS.siblings})`,
      parseCount(0),
    )
    .option(
      '--max-descendants <n>',
      `descendants, nearest first (default: ${DEFAULT_CAPS.descendants})`,
      parseCount(0),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      await runExport(command.optsWithGlobals<ExportOptions>());
    });
  addTriageOptions(exporting);
}

async function runExport(options: ExportOptions): Promise<void> {
  const scope = scopeOf(options);
  refuseTerminal(options.format, options.output);
  const rules = await compileRules(options.rules, options.quiet);
  const judging = await judgeOptions(options);
  const database = await openToRead(options.case, options);
  try {
    if (scope.kind === 'host') await checkHost(database, scope.host);
    const around = await excerpt(database, scope, { rules, caps: capsOf(options) });
    const plainRules = rules.map(({ rule }) => rule);
    const judged = { ...around, alerts: await judge(database, around.alerts, judging) };
    const context =
      options.format === 'html'
        ? await contextOf(database, judged, { reference: judging.reference, rules: plainRules })
        : undefined;
    const write = TREE_FORMATS[options.format] as TreeExporter;
    const pieces = write(context === undefined ? judged : { ...judged, context }, plainRules);
    await writeWatched(options.output, pieces, options.quiet);
    // Rows and alerts have no place to say it.
    if (!options.quiet)
      for (const each of judged.omitted) process.stderr.write(`left out: ${visible(each)}\n`);
  } finally {
    database.close();
  }
}

/** The one scope that is given. */
function scopeOf(options: ExportOptions): ExcerptScope {
  const scopes: ExcerptScope[] = [
    ...(options.alert === undefined ? [] : [{ kind: 'alert', id: options.alert } as const]),
    ...(options.entity === undefined ? [] : [{ kind: 'entity', name: options.entity } as const]),
    ...(options.host === undefined ? [] : [{ kind: 'host', host: options.host } as const]),
    ...(options.all === true ? [{ kind: 'all' } as const] : []),
  ];
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1)
    throw new InputError(
      scope === undefined
        ? 'it is not said what to export'
        : `only one of ${scopes.map(({ kind }) => `--${kind}`).join(', ')} can be given`,
      { remedy: 'Give --alert ID, --entity PROCESS, --host HOST or --all.' },
    );
  const caps = Object.keys(capsOf(options));
  if (caps.length > 0 && (scope.kind === 'host' || scope.kind === 'all'))
    throw new InputError(`--max-${caps[0]} has no meaning with --${scope.kind}, which shows every process`, {
      remedy: 'Give it with --alert or --entity.',
    });
  return scope;
}

const capsOf = ({ maxAncestors, maxSiblings, maxDescendants }: ExportOptions): ExportCaps => ({
  ...(maxAncestors === undefined ? {} : { ancestors: maxAncestors }),
  ...(maxSiblings === undefined ? {} : { siblings: maxSiblings }),
  ...(maxDescendants === undefined ? {} : { descendants: maxDescendants }),
});

type ExportCaps = { ancestors?: number; siblings?: number; descendants?: number };
