import { createReadStream } from 'node:fs';
import type { Command } from 'commander';
import { withTempDir } from '../../analyze.ts';
import { JSON_FORMS } from '../../formats/evtx/json-record.ts';
import { xmlForm } from '../../formats/evtx/xml-record.ts';
import { expandInputs, type PreparedFile, prepareFile } from '../../formats/prepare.ts';
import { InputError } from '../../model/errors.ts';
import { safeJsonText, safeXmlText, visible } from '../../model/text.ts';
import { writeOutput } from '../output.ts';
import { counted } from '../print/counted.ts';
import { EXIT } from '../report-error.ts';
import { choice, type GlobalOptions, STRICT } from '../shared-options.ts';

/** How records are written, made safe to print, and enclosed. */
const FORMATS = {
  xml: {
    form: xmlForm,
    safe: safeXmlText,
    begin: '<?xml version="1.0" encoding="utf-8"?>\n<Events>\n',
    end: '</Events>\n',
  },
  json: { form: JSON_FORMS.exact, safe: safeJsonText, begin: '', end: '' },
} as const;

interface CatOptions extends GlobalOptions {
  readonly format: keyof typeof FORMATS;
  readonly output?: string;
  readonly strict?: boolean;
}

const EXAMPLES = `
Examples:
  stemma cat Security.evtx | less
  stemma cat Security.evtx --format json | jq '.EventData.NewProcessName // empty'
  stemma cat triage.zip --format xml -o events.xml        every event log in an archive`;

/** \`stemma cat\`: the records of Windows event logs, whole. */
export function addCat(program: Command): void {
  program
    .command('cat')
    .summary('print the records of Windows event logs (EVTX)')
    .description(
      'Print every record of Windows event logs with all that it says: as XML, or as JSON with one record a line, which hunt and ingest read too. Inputs are files, folders, globs, or - for standard input; event logs may be in .gz, .zst, .zip, .tar.gz.',
    )
    .argument('<inputs...>', 'event logs')
    .addOption(choice('-f, --format <format>', 'how records are written', Object.keys(FORMATS), 'xml'))
    .option('-o, --output <file>', 'write to a file')
    .addOption(STRICT)
    .addHelpText('after', EXAMPLES)
    .action(async (inputs: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<CatOptions>();
      await withTempDir((tempDir) => writeOutput(options.output, records(inputs, options, tempDir)));
      process.exitCode = EXIT.done;
    });
}

async function* records(
  inputs: readonly string[],
  { format, quiet, strict }: CatOptions,
  tempDir: string,
): AsyncGenerator<string> {
  const { form, safe, begin, end } = FORMATS[format];
  const others: string[] = [];
  let logs = 0;
  for (const path of await expandInputs(inputs))
    for await (const file of prepareFile(path, { tempDir, form, strict })) {
      if (file.kind === 'skipped' || !file.container.startsWith('evtx')) {
        others.push(file.path);
        continue;
      }
      if (logs === 0) yield begin;
      logs += 1;
      for await (const text of createReadStream(file.file, 'utf8')) yield safe(text);
      if (!quiet) tellRejects(file);
    }
  if (logs === 0)
    throw new InputError('there is no Windows event log in it', {
      place: others[0] ?? inputs[0] ?? '',
      remedy: 'Give EVTX files; `stemma hunt` reads other exports too.',
    });
  yield end;
}

function tellRejects({ path, rejects }: PreparedFile): void {
  for (const { reason, excerpt } of rejects)
    process.stderr.write(`stemma: ${visible(path)}: ${reason}: ${visible(excerpt)}\n`);
  if (rejects.length > 0)
    process.stderr.write(`stemma: ${visible(path)}: ${counted(rejects.length, 'place')} could not be read\n`);
}
