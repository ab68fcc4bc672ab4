import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ingest } from '../../src/analyze.ts';
import { type CompiledRule, compileRule } from '../../src/hunt/compile.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import { VERDICT_CLASSES } from '../../src/model/verdict.ts';
import { findRules } from '../../src/rules/find-rules.ts';
import { readEql } from '../../src/rules/read-eql.ts';
import { DEFAULT_RULE } from '../../src/rules/shipped-rules.ts';
import { triageReference } from '../../src/rules/triage-reference.ts';
import { openCase } from '../../src/store/case.ts';
import { type JudgedAlert, judge } from '../../src/triage/judge.ts';

/**
 * `npm run verdicts -- [--list]`: what triage says of published logs of attacks, each log a case by itself: of the alerts of
 * the shipped rule, and, as a measure of false positives, of every start of a process as if a rule alerted on it. `--list`
 * prints what is suspicious, for a reader to judge.
 */
const SAMPLES = join(import.meta.dirname, '../../../shared/data/samples');
const isListed = process.argv.includes('--list');

/** Processes that a reader found harmless: programs of users, installers, a script of Windows, parts of Windows. */
const HARMLESS = [
  /\\Microsoft\\Teams\\/i,
  /\\Zoom\\bin\\/i,
  /winrar/i,
  /\\EDGEMITMP_|\\CR_\w+\.tmp\\setup\.exe|_[0-9a-f]+\.tmp\\setup\.exe/i,
  /MicrosoftEdgeUpdate\.exe/i,
  /gatherNetworkInfo\.vbs|reg +export/i,
  /wmiadap\.exe/i,
];

const isHarmless = ({ process }: JudgedAlert): boolean => {
  const texts = [process?.executable, process?.command_line, process?.parent.command_line];
  return HARMLESS.some((pattern) => texts.some((text) => pattern.test(text ?? '')));
};

type Tally = Map<string, number>;
const count = (tally: Tally, key: string): Map<string, number> => tally.set(key, (tally.get(key) ?? 0) + 1);

const rules: Readonly<Record<string, CompiledRule>> = {
  'alerts of the shipped rule': compileRule((await findRules([DEFAULT_RULE])).rules[0] as never),
  'every start, as if a rule alerted on it': compileRule(
    readEql('process where event.type == "start"', 'start.eql'),
  ),
};
const tallies = new Map(Object.keys(rules).map((title) => [title, new Map() as Tally]));

if (!existsSync(SAMPLES)) throw new Error(`${SAMPLES} is absent`);
const inputs = readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !['expected.json', 'MANIFEST.txt'].includes(entry.name))
  .map((entry) => relative(SAMPLES, join(entry.parentPath, entry.name)))
  .sort();
const sources = [...new Set(inputs.map((input) => input.split('/')[0] as string))];
const reference = await triageReference();

for (const input of inputs) {
  const database = await openCase(':memory:');
  await ingest(database, [join(SAMPLES, input)]);
  for (const [title, rule] of Object.entries(rules)) {
    const alerts = await judge(database, await hunt(database, [rule]), { reference });
    const tally = tallies.get(title) as Tally;
    for (const alert of alerts) {
      const harmless = alert.verdict.class === 'suspicious' && isHarmless(alert);
      count(tally, `${input.split('/')[0]} ${alert.verdict.class}`);
      if (harmless) count(tally, `${input.split('/')[0]} harmless`);
      if (isListed && alert.verdict.class === 'suspicious') list(title, input, alert, harmless);
    }
  }
  database.close();
}

function list(title: string, input: string, { process, verdict }: JudgedAlert, harmless: boolean): void {
  const reasons = verdict.reasons
    .filter(({ weight }) => weight > 5)
    .map(({ kind, weight }) => `${kind} ${weight}`);
  console.log(
    JSON.stringify([
      title.split(' ')[0],
      harmless ? 'harmless' : 'attack',
      verdict.score,
      input,
      process?.parent.executable ?? process?.parent.name,
      process?.executable,
      process?.command_line?.slice(0, 100),
      reasons.join(', '),
    ]),
  );
}

const COLUMNS = [...VERDICT_CLASSES, 'harmless'];
for (const [title, tally] of tallies) {
  const line = (name: string, values: readonly (string | number)[]): string =>
    `${name.padEnd(42)}${values.map((value) => String(value).padStart(14)).join('')}`;
  console.log(`\n${line(title, [...VERDICT_CLASSES, 'of them fine'])}`);
  for (const source of sources)
    console.log(
      line(
        source,
        COLUMNS.map((column) => tally.get(`${source} ${column}`) ?? 0),
      ),
    );
  console.log(
    line(
      'all',
      COLUMNS.map((column) =>
        sources.reduce((sum, source) => sum + (tally.get(`${source} ${column}`) ?? 0), 0),
      ),
    ),
  );
}
