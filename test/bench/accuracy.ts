import { copyFileSync, existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ingest } from '../../src/analyze.ts';
import { openCase } from '../../src/store/case.ts';
import { type Hidden, judge, linkBlind, type Outcome, rememberTruth } from '../support/blind-links.ts';
import { fleetLines } from './fleet.ts';
import { writeLines } from './measure.ts';

/**
 * `npm run accuracy -- [processes]`: how often a parent is found by pid and time alone. Cases whose records carry process
 * ids are linked by them, which is the truth, and again with the ids hidden.
 */
const [processes = 100_000] = process.argv.slice(2).map(Number);
const SAMPLES = join(import.meta.dirname, '../../../shared/data/samples');

const security = "e.source <> 'security'";
const missing = (percent: number): string =>
  `e.kind = 'start' AND hash(e.source_id, e.record) % 100 < ${percent}`;

type Variants = Readonly<Record<string, Hidden>>;

const HIDDEN: Variants = {
  'ids hidden': {},
  'ids and ends': { ends: true },
  'ids and parents’ names': { names: true },
  'all three': { names: true, ends: true },
};
const SECURITY: Variants = {
  'Security log alone': { records: security },
  'Security log alone, no names': { names: true, records: security },
};
const GAPS: Variants = {
  'ids, 10 % of starts': { records: missing(10) },
  'ids, 50 % of starts': { records: missing(50) },
  'ids and names, 50 % of starts': { names: true, records: missing(50) },
  'all three, 50 % of starts': { names: true, ends: true, records: missing(50) },
};

const tallies = new Map<string, Outcome[]>();

/** Measures the cases that groups of inputs make, each linked once for each variant, and adds them up. */
async function measure(folder: string, groups: readonly string[][], variants: Variants): Promise<void> {
  tallies.clear();
  for (const inputs of groups) {
    const whole = join(folder, 'whole.duckdb');
    const loaded = await openCase(whole);
    await ingest(loaded, inputs);
    const known = await rememberTruth(loaded);
    loaded.close();
    for (const [name, hidden] of known === 0 ? [] : Object.entries(variants)) {
      const copy = join(folder, 'copy.duckdb');
      copyFileSync(whole, copy);
      const database = await openCase(copy);
      await linkBlind(database, hidden);
      tallies.set(name, [...(tallies.get(name) ?? []), ...(await judge(database))]);
      database.close();
      await rm(copy);
    }
    await rm(whole);
  }
}

const sum = (outcomes: readonly Outcome[]): number =>
  outcomes.reduce((total, { children }) => total + children, 0);

const CONFIDENCES = [
  ['≥ 0.9', 0.9, 1],
  ['0.4–0.9', 0.4, 0.9],
  ['< 0.4', 0, 0.4],
] as const;

function print(title: string): void {
  console.log(`\n${title}`);
  console.log(
    `${''.padEnd(32)} ${['right', 'wrong', 'open', 'unseen:', 'open', 'tied'].map((each) => each.padStart(8)).join('')}   right of those tied, by confidence`,
  );
  for (const [name, outcomes] of tallies) {
    const of = (parentSeen: boolean, outcome: Outcome['outcome']): number =>
      sum(outcomes.filter((each) => each.parentSeen === parentSeen && each.outcome === outcome));
    const counts = [
      of(true, 'right'),
      of(true, 'wrong'),
      of(true, 'open'),
      '',
      of(false, 'open'),
      of(false, 'wrong'),
    ];
    const tied = outcomes.filter(({ outcome }) => outcome !== 'open');
    const bins = CONFIDENCES.map(([label, least, below]) => {
      const bin = tied.filter(({ confidence }) => {
        const value = confidence ?? 0;
        return value >= least && (value < below || below === 1);
      });
      return `${label}: ${sum(bin.filter(({ outcome }) => outcome === 'right'))}/${sum(bin)}`;
    });
    console.log(
      `${name.padEnd(32)} ${counts.map((each) => String(each).padStart(8)).join('')}   ${bins.join('  ')}`,
    );
  }
}

const folder = await mkdtemp(join(tmpdir(), 'stemma-accuracy-'));
try {
  if (existsSync(SAMPLES)) {
    const inputs = readdirSync(SAMPLES, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && /\.(evtx|zip|gz|json)$/i.test(entry.name) && entry.name !== 'expected.json',
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    await measure(
      folder,
      inputs.map((input) => [input]),
      { ...HIDDEN, ...SECURITY },
    );
    print(`${inputs.length} published logs, each by itself`);
    await measure(folder, [inputs], { ...HIDDEN, ...SECURITY, ...GAPS });
    print('the same, all in one case: hosts that were logged for minutes, days apart');
  }
  const file = join(folder, 'fleet.ndjson');
  await writeLines(
    file,
    fleetLines({ processes, hosts: Math.max(10, Math.round(processes / 2000)), seed: 20260310 }),
  );
  await measure(folder, [[file]], { ...HIDDEN, ...GAPS });
  print(`a generated fleet, ${processes} processes`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
