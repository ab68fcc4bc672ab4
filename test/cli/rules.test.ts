import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stemma } from '../support/stemma.ts';

let folder: string;

/** A rule file: its id and name are those of the file. */
function ruleText(
  name: string,
  type: string,
  language: string | undefined,
  query: string,
  more = '',
): string {
  return [
    '[rule]',
    `rule_id = "id-${name}"\nname = "The ${name}"\ndescription = "What it finds."\nauthor = ["Me"]\nlicense = "MIT"`,
    `severity = "high"\nrisk_score = 73\ntype = "${type}"`,
    language === undefined ? '' : `language = "${language}"`,
    query === '' ? '' : `query = '''\n${query}\n'''`,
    more,
    '',
  ].join('\n');
}

const THREAT = [
  '[[rule.threat]]\nframework = "MITRE ATT&CK"',
  '[rule.threat.tactic]\nid = "TA0002"\nname = "Execution"\nreference = "x"',
  '[[rule.threat.technique]]\nid = "T1059"\nname = "Interpreter"\nreference = "x"',
  '[[transform.osquery]]\nlabel = "x"',
].join('\n');

const FILES: Record<string, string> = {
  'event.toml': ruleText(
    'event',
    'eql',
    'eql',
    'process where process.name : "a\\tb" or\n\tprocess.pid == 1',
    THREAT,
  ),
  'deep/sequence.toml': ruleText(
    'sequence',
    'eql',
    'eql',
    'sequence [process where true] [driver where tls.x : "x"]',
  ),
  'deep/sample.eql':
    '// Two of a host.\nsample by host.id [process where true] [process where process.pid == 1]',
  'kql.toml': ruleText('kql', 'query', 'kuery', 'process.name : x'),
  'esql.toml': ruleText('esql', 'esql', 'esql', 'from logs-*'),
  'terms.toml': ruleText('terms', 'new_terms', 'kuery', 'a : b', '[rule.new_terms]\nfield = "x"'),
  'threshold.toml': ruleText('threshold', 'threshold', 'kuery', 'a : b', '[rule.threshold]\nvalue = 3'),
  'ml.toml': ruleText('ml', 'machine_learning', undefined, '', 'anomaly_threshold = 50'),
  'deep/broken.toml': '[rule]\nname = ',
  'deep/project.toml': '[tool]\nname = "x"',
  'deep/wrong.eql': '\nprocess where process.name : 5',
  'hostile.toml': ruleText(
    'hostile',
    'eql',
    'eql',
    'process where true // \u202e',
    'note = "\\u001b[2J"',
  ).replace('The hostile', 'The \\u001b[2J'),
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  for (const name of ['rules/deep', 'empty', 'good']) mkdirSync(join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, 'rules', name), text);
  writeFileSync(join(folder, 'good/one.eql'), 'process where true');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rules = (...args: string[]) => stemma(['rules', ...args.map((arg) => arg.replaceAll('$', folder))]);
const records = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('stemma rules list', () => {
  it('lists the shipped rules', () => {
    const run = rules('list');
    expect(run.status).toBe(0);
    expect(run.stdout.split('\n')[1]).toMatch(
      /^privilege_escalation_unusual_parentchild_relationship@314 +event +medium +47 +T1055\.012 +Unusual Parent-Child Relationship$/,
    );
    expect(run.stderr).toBe('2 rules: 2 in EQL\n');
  });

  it('lists rules of every kind, and how many files are none', () => {
    const run = rules('list', '$/rules', '-f', 'ndjson');
    expect(run.status).toBe(0);
    expect(records(run.stdout).map(({ rule, kind }) => `${rule} ${kind}`)).toEqual([
      'esql@1 esql',
      'event@1 event',
      'hostile@1 event',
      'kql@1 kuery',
      'ml@1 machine_learning',
      'sample@1 sample',
      'sequence@1 sequence',
      'terms@1 new_terms',
      'threshold@1 threshold',
      'wrong@1 wrong',
    ]);
    expect(records(run.stdout)[1]).toMatchObject({
      id: 'id-event',
      name: 'The event',
      severity: 'high',
      risk_score: 73,
      attack: ['T1059'],
      not_supported: null,
    });
    expect(run.stderr).toMatch(/^10 rules: 5 in EQL, 5 not \(esql: 1, kuery: 1, .*\); left out: 2 files, /);
  });

  it.each(['table', 'json', 'ndjson', 'csv'])('writes %s in which nothing acts on a terminal', (format) => {
    const run = rules('list', '$/rules', '-f', format);
    expect(run.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(run.stdout).toContain('[2J');
  });
});

describe('stemma rules show', () => {
  it('shows a shipped rule whole', () => {
    const run = rules('show', 'unusual_parentchild_relationship@323');
    expect(run.status).toBe(0);
    for (const text of [
      'v323 · medium 47',
      'Elastic License v2',
      'Parent PID Spoofing (T1134.004)',
      '24 clauses',
    ])
      expect(run.stdout).toContain(text);
    expect(run.stdout).toMatch(/reads +event\.category, host\.os\.type, event\.type, process\.parent\.name/);
    expect(run.stdout).toContain(
      '\n      process.parent.executable like ("?:\\\\*", "\\\\Device\\\\*") and\n',
    );
  });

  it('shows a rule with its query as written, its clauses and what is ignored', () => {
    const run = rules('show', '$/rules/event.toml');
    expect(run.stdout).toContain('Execution (TA0002): Interpreter (T1059)');
    expect(run.stdout).toContain('[transform] is ignored');
    expect(run.stdout).toContain('    process where process.name : "a\\tb" or\n        process.pid == 1\n');
    expect(run.stdout).toMatch(/2 clauses.*\n +1 {2}process\.name : "a\\tb"\n +2 {2}process\.pid == 1\n/);
  });

  it('shows rules that it can not run, and hostile text escaped', () => {
    const run = rules('show', '$/rules/ml.toml', '$/rules/hostile.toml');
    expect(run.status).toBe(0);
    expect(run.stdout).toContain('machine_learning, not supported: a machine learning job finds its alerts');
    expect(run.stdout).toContain('The \\u{1b}[2J');
    expect(run.stdout).toContain('// \\u{202e}');
    expect(run.stdout).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('shows a wrong rule, and where it is wrong', () => {
    const run = rules('show', '$/rules/deep/wrong.eql');
    expect(run.stdout).toMatch(/^wrong v1 · low 21\n[\s\S]*process where process\.name : 5/);
    expect(run.stderr).toMatch(/^stemma: line 2, column 30: .*\n.*process where process\.name : 5\n +\^\n/);
    expect(run.status).toBe(2);
  });

  it('gives the same as JSON', () => {
    const [rule] = JSON.parse(rules('show', '$/rules/deep/sequence.toml', '-f', 'json').stdout);
    expect(rule).toMatchObject({
      id: 'id-sequence',
      kind: 'sequence',
      fields: ['event.category'],
      unknown_fields: ['tls.x'],
      license: 'MIT',
      clauses: [],
    });
  });
});

describe('stemma rules check', () => {
  it('gives each file one verdict, what is wrong last, and totals', () => {
    const run = rules('check', '$/rules');
    expect(run.stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '))).toEqual([
      'verdict | kind | rule | detail',
      'runs | event | event@1 | [transform] is ignored: it is part of the investigation guide',
      'runs | event | hostile@1',
      'runs | sample | sample@1',
      'runs, but | sequence | sequence@1 | always missing: tls.x',
      'not supported | esql | esql@1 | its query is in ES|QL, not in EQL',
      'not supported | kuery | kql@1 | its query is in KQL, not in EQL',
      'not supported | machine_learning | ml@1 | a machine learning job finds its alerts',
      'not supported | new_terms | terms@1 | it alerts on values that were not seen before',
      'not supported | threshold | threshold@1 | it alerts on a number of events',
      expect.stringMatching(/^no rule \| .*project\.toml \| is not a rule: it has no \[rule\] table\.$/),
      expect.stringMatching(/^wrong \| .*broken\.toml \| 2:\d+: is not valid TOML: /),
      expect.stringMatching(/^wrong \| (event \| )?wrong@1 \| query 2:30: `:` takes only strings/),
      '',
    ]);
    expect(run.stderr).toBe(
      '12 rule files: runs: 3; runs but: 1; not supported: 5 (esql: 1, kuery: 1, machine_learning: 1, new_terms: 1, threshold: 1); no rule: 1; wrong: 2\n',
    );
    expect(run.status).toBe(2);
  });

  it('leaves the status 0 where nothing is wrong, supported or not', () => {
    expect(rules('check').status).toBe(0);
    expect(rules('check', '$/rules/kql.toml', '$/rules/event.toml', '-q').stderr).toBe('');
    expect(rules('check', '$/rules/kql.toml', '$/rules/event.toml').status).toBe(0);
  });

  it('holds rules against a case', () => {
    const path = join(folder, 'example.duckdb');
    expect(stemma(['ingest', 'fixtures/example', '--case', path]).status).toBe(0);
    const run = rules(
      'check',
      '$/rules/deep/s*',
      'unusual_parentchild_relationship',
      '-c',
      path,
      '-f',
      'ndjson',
    );
    expect(run.status).toBe(0);
    expect(records(run.stdout)).toMatchObject([
      { verdict: 'runs', rule: expect.stringContaining('unusual_parentchild') },
      { verdict: 'runs', rule: 'sample@1' },
      { verdict: 'runs, but', absent_categories: ['driver'], unknown_fields: ['tls.x'], absent_fields: [] },
    ]);
    expect(records(run.stdout)[2]?.detail).toBe('no event of category driver; always missing: tls.x');
  });

  it('goes on past a wrong file among several that are named', () => {
    const run = rules('check', '$/rules/deep/broken.toml', '$/good/one.eql', '-f', 'csv');
    expect(run.stdout.split('\n').map((line) => line.split(',')[0])).toEqual([
      'verdict',
      'runs',
      'wrong',
      '',
    ]);
    expect(run.status).toBe(2);
  });
});

const WRONG: [what: string, args: string[], answer: RegExp][] = [
  ['no subcommand', [], /^Usage: stemma rules /],
  ['an unknown subcommand', ['lsit'], /unknown command 'lsit'[\s\S]*list[\s\S]*see stemma rules --help/],
  ['show of nothing', ['show'], /missing required argument 'rules'\n\(see stemma rules show --help\)/],
  ['an unknown format', ['list', '-f', 'xml'], /table, csv, ndjson, json[\s\S]*stemma rules list --help/],
  ['an unknown name', ['show', 'unusual_parentchild'], /Did you mean unusual_parentchild_relationship\?/],
  ['a missing path', ['check', '$/nowhere.toml'], /no file or folder has that path/],
  ['an empty folder', ['list', '$/empty'], /leads to no rule files\.\n.* \.toml or \.eql/],
  ['a missing case', ['check', '-c', '$/none.duckdb'], /no case at this path/],
  ['one broken file', ['check', '$/rules/deep/broken.toml'], /not valid TOML[\s\S]*\^[\s\S]*broken\.toml:2:/],
  ['one wrong query', ['check', '$/rules/deep/wrong.eql'], /^stemma: line 2, column 30: .*\n.*\n +\^\n/],
  ['a file that is no rule', ['list', '$/rules/deep/project.toml'], /it has no \[rule\] table/],
  ['files that are no rules', ['list', '$/rules/deep/[bp]*.toml'], /none of 2 files is a rule/],
];

describe('wrong use is answered in a paragraph, with exit status 2', () => {
  it.each(WRONG)('%s', (_, args, answer) => {
    const run = rules(...args);
    expect(run.stderr).toMatch(answer);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
  });
});

describe('stemma hunt with a folder of rules', () => {
  it('runs those in EQL, and tells of the others in few lines', () => {
    for (const name of ['kql', 'esql'])
      writeFileSync(join(folder, 'good', `${name}.toml`), FILES[`${name}.toml`] ?? '');
    for (let index = 0; index < 8; index += 1)
      writeFileSync(join(folder, 'good', `bad-${index}.eql`), `process where ${index} ==`);
    const run = stemma(['hunt', 'fixtures/example', '-r', join(folder, 'good'), '-f', 'ndjson']);
    expect(run.status).toBe(0);
    expect(run.stdout).not.toBe('');
    const told = run.stderr.split('\n').filter((line) => line.startsWith('stemma: '));
    expect(told).toHaveLength(6);
    expect(told[0]).toMatch(/bad-\d\.eql: not run: query 1:\d+: /);
    expect(told[5]).toBe(
      'stemma: not run: 2 rules not in EQL (esql: 1, kuery: 1), 3 more that are wrong; `stemma rules check` says more',
    );
  });

  it('counts warnings of many rules instead of listing them', () => {
    mkdirSync(join(folder, 'many'));
    for (let index = 0; index < 9; index += 1)
      writeFileSync(join(folder, 'many', `${index}.eql`), `process where dns.a${index} == "x"`);
    const run = stemma(['hunt', 'fixtures/example', '-r', join(folder, 'many')]);
    expect(run.stderr.match(/^stemma: /gm)).toHaveLength(1);
    expect(run.stderr).toContain('stemma: 9 rules read fields that are unknown');
  });
});
