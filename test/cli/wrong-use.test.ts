import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase } from '../../src/store/case.ts';
import { stemma } from '../support/stemma.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

const START = JSON.stringify({
  EventID: 4688,
  Channel: 'Security',
  Hostname: 'H',
  TimeCreated: '2026-01-01T00:00:00Z',
  NewProcessId: '0x10',
  NewProcessName: 'C:\\Windows\\System32\\lsass.exe',
  ProcessId: '0x8',
  ParentProcessName: 'C:\\x\\evil.exe',
});

const ruleText = (id: string, query: string): string =>
  `[rule]\nrule_id = "${id}"\nname = "x"\ntype = "eql"\nlanguage = "eql"\nseverity = "low"\nrisk_score = 1\ndescription = "x"\nauthor = ["x"]\nlicense = "x"\nquery = '''\n${query}\n'''\n`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  writeFileSync(at('good.ndjson'), `${START}\n`);
  writeFileSync(at('empty.ndjson'), '');
  writeFileSync(at('refusal.json'), '{"error":{"type":"security_exception"},"status":403}');
  writeFileSync(at('network.ndjson'), '{"EventID":3,"Channel":"Microsoft-Windows-Sysmon/Operational"}\n');
  writeFileSync(
    at('junk.ndjson'),
    Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)),
  );
  writeFileSync(at('junk.bin'), Buffer.from([1, 2, 3, 0, 255, 254, 9, 8, 7]));
  writeFileSync(at('cut.ndjson.gz'), gzipSync(`${`${START}\n`.repeat(5000)}`).subarray(0, 300));
  writeFileSync(at('bad.toml'), 'process where true');
  writeFileSync(at('bad-query.toml'), ruleText('x', 'process where process.name : 5'));
  mkdirSync(at('empty-folder'));
  mkdirSync(at('rules'));
  writeFileSync(at('rules/good.toml'), ruleText('good', 'process where true'));
  writeFileSync(
    at('rules/seq.toml'),
    ruleText('seq', 'sequence [process where true] [process where true] | unique process.name'),
  );
  writeFileSync(at('rules/bad.toml'), 'process where true');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is wrong, how it is asked, and what the answer must say; `$` stands for the test's folder. */
const CASES: [what: string, args: string[], answer: RegExp][] = [
  ['no input', ['hunt'], /nothing to hunt in/],
  ['missing path', ['hunt', '$/nowhere.ndjson'], /no such file or folder\n {2}at .*nowhere\.ndjson/],
  ['a glob that matches nothing', ['hunt', '$/*.nothing'], /\*\.nothing/],
  ['an empty folder', ['hunt', '$/empty-folder'], /empty-folder|no record could be read/],
  ['an empty file', ['hunt', '$/empty.ndjson'], /empty\.ndjson: empty file[\s\S]*no record could be read/],
  ['binary junk', ['hunt', '$/junk.bin'], /junk\.bin: not a log format that is read/],
  ['binary junk named as a log', ['hunt', '$/junk.ndjson'], /rejected[\s\S]*no record could be read/],
  [
    "a server's refusal that was saved as an export",
    ['hunt', '$/refusal.json'],
    /no start of a process was found[\s\S]*unrecognised: 1[\s\S]*no record of the inputs is of a known kind/,
  ],
  [
    'nothing but records of no known kind, to ingest',
    ['ingest', '$/refusal.json', '$/junk.ndjson', '-c', '$/refused.duckdb'],
    /no record of the inputs is of a known kind/,
  ],
  [
    'a rule file that is not TOML',
    ['hunt', '$/good.ndjson', '-r', '$/bad.toml'],
    /not valid TOML[\s\S]*bad\.toml:1/,
  ],
  [
    'a query with a type error',
    ['hunt', '$/good.ndjson', '-r', '$/bad-query.toml'],
    /\n.*process where process\.name : 5\n +\^/,
  ],
  [
    'a rule named by itself that is wrong, beside a folder',
    ['hunt', '$/good.ndjson', '-r', '$/rules', '$/rules/seq.toml'],
    /there is no pipe `unique`[\s\S]*\n +sequence/,
  ],
  [
    'a glob without a rule that runs',
    ['hunt', '$/good.ndjson', '-r', '$/rules/[bs]*.toml'],
    /seq\.toml: not run: [\s\S]*no rule is left to run/,
  ],
  [
    'an unknown rule',
    ['hunt', '$/good.ndjson', '-r', 'unusual_parentchild'],
    /Did you mean unusual_parentchild_relationship/,
  ],
  ['an unknown version', ['hunt', '$/good.ndjson', '-r', 'unusual_parentchild_relationship@7'], /@314/],
  ['a bad time', ['hunt', '$/good.ndjson', '--from', 'yesterday'], /--from.*2026-03-10T08:00:00Z/],
  ['a day that does not exist', ['hunt', '$/good.ndjson', '--to', '2026-02-30'], /--to/],
  [
    'a range of time that ends before it begins',
    ['hunt', '$/good.ndjson', '--from', '2026-01-02', '--to', '2026-01-01'],
    /--from 2026-01-02T00:00:00\.000Z is after --to 2026-01-01/,
  ],
  [
    'a host that is misspelt',
    ['hunt', 'fixtures/example', '--host', 'WS-041'],
    /^records[\s\S]*no host is named "WS-041"\n +Did you mean WS-021\.halvard\.example or WS-014\.halvard\.example\?\n$/,
  ],
  [
    'a host like no other',
    ['hunt', '$/good.ndjson', '--host', 'mail.corp.example', '-q'],
    /^stemma: no host is named "mail\.corp\.example"\n +Hosts: H\.\n$/,
  ],
  ['a bad number', ['hunt', '$/good.ndjson', '--max-alerts', '-1'], /--max-alerts|unknown option/],
  ['an unknown format', ['hunt', '$/good.ndjson', '-f', 'xml'], /text, table, html, ndjson, json, csv/],
  ['an unknown option', ['hunt', '$/good.ndjson', '--colour'], /unknown option '--colour'/],
  ['an unknown command', ['hnut'], /unknown command 'hnut'[\s\S]*hunt/],
  [
    'an output folder that does not exist',
    ['hunt', '$/good.ndjson', '-o', '$/no/alerts.csv'],
    /output can't be written[\s\S]*no\/alerts\.csv/,
  ],
  [
    'a case in a folder that does not exist',
    ['ingest', '$/good.ndjson', '-c', '$/no/c.duckdb'],
    /folder for the case does not exist/,
  ],
  ['a case that is something else', ['ingest', '$/good.ndjson', '-c', '$/junk.bin'], /not a case/],
  ['a log for a case', ['hunt', '-c', '$/good.ndjson'], /^stemma: this file is not a case/],
  [
    'an empty file for a case',
    ['sql', 'SELECT 1', '-c', '$/empty.ndjson'],
    /^stemma: this file is not a case/,
  ],
  ['no such case', ['tree', 'x', '-c', '$/no.duckdb'], /no case at this path/],
  ['a folder for a case', ['sql', 'SELECT 1', '-c', '$'], /no case at this path/],
  ['ingest without a case', ['ingest', '$/good.ndjson'], /--case/],
];

describe('wrong use is answered in a paragraph, with exit status 2', () => {
  it.each(CASES)('%s', (_, args, answer) => {
    const run = stemma(args.map((arg) => arg.replaceAll('$', folder)));
    expect(run.stderr).toMatch(answer);
    expect(run.status).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toMatch(/\n\s+at .*\.ts:\d+/);
  });

  it('a case that another process has open', async () => {
    const path = at('locked.duckdb');
    const held = await openCase(path);
    try {
      const run = stemma(['ingest', at('good.ndjson'), '--case', path]);
      expect(run.stderr).toMatch(/open in another process \(pid \d+\)/);
      expect(run.status).toBe(2);
    } finally {
      held.close();
    }
  });

  it.skipIf(process.getuid?.() === 0)('a file that may not be read', () => {
    writeFileSync(at('secret.ndjson'), `${START}\n`);
    chmodSync(at('secret.ndjson'), 0);
    const run = stemma(['hunt', at('secret.ndjson')]);
    expect(run.stderr).toContain('secret.ndjson');
    expect(run.status).toBe(2);
  });

  it('rules of a folder that cannot run are named, and the rest run', () => {
    const run = stemma(['hunt', at('good.ndjson'), '-r', at('rules'), '-f', 'ndjson']);
    expect(run.stderr).toMatch(/rules\/bad\.toml: not run: .*is not valid TOML/);
    expect(run.stderr).toMatch(/rules\/seq\.toml: not run: .*there is no pipe `unique`/);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(run.status).toBe(0);
  });

  it('logs without process records are read, and the summary says that nothing could be found in them', () => {
    const run = stemma(['hunt', at('network.ndjson')]);
    expect(run.stderr).toMatch(/^no start of a process was found: there are no chains to show$/m);
    expect(run.status).toBe(0);
  });

  it('one of a kind is counted in the singular', () => {
    const said = stemma(['hunt', at('good.ndjson')]).stderr;
    expect(said).toMatch(
      /^1 file: 1 record = 1 event \+ 0 rejected \+ 0 skipped\n2 processes on 1 host .*\n1 link /m,
    );
    expect(said).toMatch(/^1 alert\n/m);
    expect(said).not.toContain('no process record');
  });

  it('an event whose time cannot be read is told of', () => {
    writeFileSync(at('timeless.ndjson'), `${START.replace('2026-01-01T00:00:00Z', 'yesterday')}\n`);
    const run = stemma(['hunt', at('timeless.ndjson'), '-f', 'ndjson']);
    expect(run.stderr).toContain('1 event without a readable time');
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('what is good beside what is bad is still loaded', () => {
    const run = stemma([
      'hunt',
      at('good.ndjson'),
      at('empty.ndjson'),
      at('junk.ndjson'),
      at('junk.bin'),
      at('cut.ndjson.gz'),
      '-f',
      'ndjson',
    ]);
    expect(run.status).toBe(0);
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/1 +1 +0 +0 .*good\.ndjson/);
    expect(run.stderr).toMatch(/cut\.ndjson\.gz .*cut off: 1/);
  });
});
