import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** One line of the table: medians, and what the issue asks for where it asks. Lower ratios are better. */
interface Row {
  readonly what: string;
  readonly ours: string;
  readonly other: string;
  readonly ratio?: number | undefined;
  readonly goal?: number | undefined;
}

const sections: { readonly title: string; readonly rows: Row[] }[] = [];

/** Begins a part of the table. */
export function section(title: string): void {
  sections.push({ title, rows: [] });
  console.log(`\n${title}`);
}

const goalOf = ({ ratio, goal }: Row): string =>
  goal === undefined || ratio === undefined ? '' : `${goal.toFixed(2)}${ratio <= goal ? '' : ', missed'}`;

/** Adds a line to the part that was begun last, and prints it. */
export function record(row: Row): void {
  sections.at(-1)?.rows.push(row);
  const ratio = row.ratio === undefined ? '' : `  ratio ${row.ratio.toFixed(2)}`;
  const goal = goalOf(row);
  console.log(
    `${row.what.padEnd(52)} ${row.ours.padStart(16)}  ${row.other.padStart(16)}${ratio}${goal === '' ? '' : `  goal ${goal}`}`,
  );
}

/** Seconds as the table has them. */
export const inSeconds = (seconds: number): string => `${seconds.toFixed(seconds < 10 ? 3 : 1)} s`;

const table = (rows: readonly Row[]): string[] => [
  '| what | stemma | beside it | ratio | goal |',
  '| --- | ---: | ---: | ---: | ---: |',
  ...rows.map(
    (row) => `| ${row.what} | ${row.ours} | ${row.other} | ${row.ratio?.toFixed(2) ?? ''} | ${goalOf(row)} |`,
  ),
];

/** Writes everything that was recorded to a Markdown file. */
export function writeReport(path: string, intro: readonly string[]): void {
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const text = [
    '# Benchmarks',
    '',
    ...intro,
    '',
    `Machine: ${machine}. Ours and what stands beside it run in turn in one run; the ratio is the median of the ratios, lower is better. Believe the ratios, not the times.`,
    ...sections.flatMap(({ title, rows }) => ['', `## ${title}`, '', ...table(rows)]),
    '',
  ];
  writeFileSync(path, text.join('\n'));
  // As the linter wants it.
  spawnSync('npx', ['biome', 'format', '--write', path]);
}
