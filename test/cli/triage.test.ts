import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/model/alert.ts';
import { visible } from '../../src/model/text.ts';
import { stemma } from '../support/stemma.ts';

let folder: string;
let path: string;
const inFolder = (name: string): string => join(folder, name);
const lines = <T>(text: string): T[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  path = inFolder('case.duckdb');
  const run = stemma(['ingest', 'fixtures/example', '--case', path, '-q']);
  expect(run.status, run.stderr).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('stemma hunt', () => {
  it('writes alerts of the verdicts asked for, and counts all', () => {
    const run = stemma(['hunt', '--case', path, '--verdict', 'known,artifact', '--format', 'ndjson']);
    const alerts = lines<Alert>(run.stdout);
    expect(alerts.map(({ process, verdict }) => [process?.name, verdict?.class])).toEqual([
      ['userinit.exe', 'known'],
    ]);
    expect(run.stderr).toContain('10 alerts (1 shown)');
    expect(run.stderr).toContain('verdicts: 9 suspicious, 0 rare, 1 known, 0 artifact');
    expect(stemma(['hunt', '--case', path, '--verdict', 'rare', '--fail-on-alert', '-q']).status).toBe(0);
    expect(stemma(['hunt', '--case', path, '--verdict', 'known', '--fail-on-alert', '-q']).status).toBe(1);
  });

  it.each([
    ['csv', /verdict\.class,verdict\.score[\s\S]*suspicious,100[\s\S]*location: /],
    ['table', /verdict[\s\S]*known 0[\s\S]*suspicious 100/],
    ['sarif', /"verdict": \{\s+"class": "known"/],
    ['ecs', /"kibana\.alert\.workflow_tags":\["Verdict: known"\][\s\S]*"verdict":\{"class":"suspicious"/],
    ['json', /"verdict": \{\s+"class": "suspicious",\s+"score": 100/],
    ['timesketch', /stemma-suspicious/],
  ])('%s has the verdict', (format, expected) => {
    expect(stemma(['hunt', '--case', path, '--format', format, '-q']).stdout).toMatch(expected);
  });

  it('takes known pairs of the user', () => {
    const known = inFolder('known.toml');
    writeFileSync(known, '[[pair]]\nparent = "wermgr.exe"\nchild = "cmd.exe"\nwhy = "our own tool"\n');
    const run = stemma([
      'hunt',
      '--case',
      path,
      '--known',
      known,
      '--verdict',
      'known',
      '--format',
      'ndjson',
      '-q',
    ]);
    expect(lines<Alert>(run.stdout).map(({ process }) => process?.name)).toEqual(['userinit.exe', 'cmd.exe']);
    expect(run.stdout).toContain('our own tool');
  });

  it('says what each exception hid', () => {
    const file = inFolder('e.toml');
    writeFileSync(
      file,
      '[[exception]]\nname = "the profile \\u001b[2Jmanager"\nparent = "KUsrInit.exe"\n\n[[exception]]\nname = "nobody"\nprocess = "nobody.exe"\n',
    );
    const run = stemma([
      'hunt',
      '--case',
      path,
      '--exceptions',
      file,
      '--explain-exceptions',
      '--format',
      'ndjson',
    ]);
    expect(lines(run.stdout)).toHaveLength(9);
    expect(run.stderr).toContain('1 hidden + 9 shown = 10 alerts');
    expect(run.stderr).toMatch(/1 +1 +the profile \\u\{1b\}\[2Jmanager/);
    expect(run.stderr).toMatch(/0 +0 +nobody .*hides nothing/);
  });
});

describe('stemma triage', () => {
  it('investigates the alerts that are named', async () => {
    const run = stemma(['triage', '388f4779a14c', '--case', path, '--format', 'markdown']);
    expect(run.status, run.stderr).toBe(0);
    await expect(run.stdout).toMatchFileSnapshot('../../fixtures/golden/example-triage.md');
    const text = stemma(['triage', '388f4779a14c', '--case', path]);
    await expect(text.stdout).toMatchFileSnapshot('../../fixtures/golden/example-triage.txt');
  });

  it('investigates the worst, or those of a verdict', () => {
    const worst = JSON.parse(
      stemma(['triage', '--case', path, '--max', '2', '--format', 'json', '-q']).stdout,
    );
    expect(worst.map((each: { alert: Alert }) => each.alert.verdict?.class)).toEqual([
      'suspicious',
      'suspicious',
    ]);
    const known = JSON.parse(
      stemma(['triage', '--case', path, '--verdict', 'known', '--format', 'json', '-q']).stdout,
    );
    expect(known.map((each: { alert: Alert }) => each.alert.process?.name)).toEqual(['userinit.exe']);
    expect(known[0].response).toContain('Isolate the host');
  });

  it('lets no text of a log act, in the terminal or in Markdown', () => {
    for (const format of ['text', 'markdown']) {
      const { stdout } = stemma(['triage', '--case', path, '--max', '10', '--format', format, '-q']);
      expect(stdout.replaceAll('\n', '')).toBe(visible(stdout.replaceAll('\n', '')));
      if (format === 'markdown') expect(stdout).not.toMatch(/<(?!\/?(?:br|sub)>)[a-z]/i);
    }
  });
});

describe('stemma triage of no alert', () => {
  it('says which verdicts there are', () => {
    const run = stemma(['triage', '--case', path, '--verdict', 'artifact']);
    expect([run.status, run.stdout]).toEqual([0, '']);
    expect(run.stderr).toBe(
      '0 of 10 alerts (--verdict artifact --max 5)\n  verdicts: 9 suspicious, 0 rare, 1 known, 0 artifact\n',
    );
  });
});

describe('stemma prevalence', () => {
  it('ranks pairs, saves a baseline and leaves out what it has', () => {
    const run = stemma(['prevalence', '--case', path, '--max', '3', '--format', 'ndjson']);
    expect(lines<{ hosts: number }>(run.stdout).map(({ hosts }) => hosts)).toEqual([1, 1, 1]);
    expect(run.stderr).toMatch(/… and \d+ more: --max/);
    const good = inFolder('good.json');
    expect(stemma(['prevalence', '--case', path, '--save', good]).status).toBe(0);
    expect(JSON.parse(readFileSync(good, 'utf8')).kind).toBe('stemma-baseline');
    const rest = stemma([
      'prevalence',
      '--case',
      path,
      '--by',
      'path',
      '--baseline',
      good,
      '--format',
      'csv',
    ]);
    expect(rest.stdout.trimEnd().split('\n')).toHaveLength(1);
    const hunt = stemma(['hunt', '--case', path, '--baseline', good, '--format', 'ndjson', '-q']);
    expect(hunt.stdout).toContain('"kind":"baseline_pair"');
  });
});

describe('wrong use', () => {
  it.each<[string, () => string[], RegExp]>([
    [
      'a verdict that is none',
      () => ['hunt', '--case', path, '--verdict', 'bad'],
      /suspicious, rare, known, artifact/,
    ],
    ['known pairs that are not there', () => ['hunt', '--case', path, '--known', 'gone.toml'], /gone\.toml/],
    [
      'a baseline that is none',
      () => ['hunt', '--case', path, '--baseline', 'package.json'],
      /not a baseline/,
    ],
    [
      'exceptions that are not there',
      () => ['hunt', '--case', path, '--exceptions', 'gone.ndjson'],
      /there is no such file/,
    ],
    [
      'exceptions that are none',
      () => ['hunt', '--case', path, '--exceptions', 'package.json'],
      /no export of exception lists/,
    ],
    ['nothing to explain', () => ['hunt', '--case', path, '--explain-exceptions'], /--exceptions FILE/],
    ['an alert that is none', () => ['triage', 'ffffffffffff', '--case', path], /no alert of these rules/],
    ['an id that is empty', () => ['triage', '', '--case', path], /no alert of these rules/],
    ['triage without a case', () => ['triage'], /--case/],
    [
      'a facet that is none',
      () => ['prevalence', '--case', path, '--by', 'colour'],
      /pair, path, hash, signer, shape/,
    ],
    ['a host that is none', () => ['prevalence', '--case', path, '--host', 'nowhere'], /no host is named/],
    [
      'a part of a baseline',
      () => ['prevalence', '--case', path, '--host', 'WS-014', '--save', 'x'],
      /--save writes all that the case has in a form of its own, and --host says otherwise/,
    ],
    [
      'a facet of a baseline',
      () => ['prevalence', '--case', path, '--by', 'hash', '--save', 'x'],
      /--by says otherwise/,
    ],
    [
      'a baseline to two files',
      () => ['prevalence', '--case', path, '--save', 'x', '-o', 'y'],
      /--output says otherwise/,
    ],
    [
      'an argument that a terminal would act on',
      () => ['triage', '--case', path, '--verdict', 'a\u001b[2J\u202e'],
      /argument 'a\\u\{1b\}\[2J\\u\{202e\}' is invalid/,
    ],
  ])('%s: exit status 2 with a remedy', (_, args, message) => {
    const run = stemma(args());
    expect(run.status, run.stderr).toBe(2);
    expect(run.stderr).toMatch(message);
  });

  it.each([
    ['[[pair]]\nparent = "a.exe"\nchild = "b.exe"\n', /why` is missing/],
    [
      '[[pair]]\nparent = "a.exe"\nchild = "b.exe"\nwhy = "x"\nparent_pth = "c"\n',
      /Did you mean parent_path/,
    ],
    [
      '[[pair]]\nparent = "a.exe"\nchild = "b.exe"\nwhy = "x"\nall = "c"\n',
      /`pair\[0\]\.all` is not a key that means anything[\s\S]*\n {2}Keys: .*parent_path/,
    ],
    ['x = 1\n', /`pair` is missing/],
    ['[[pair\n', /not valid TOML/],
  ])('known pairs: %j', (text, message) => {
    const file = inFolder('wrong.toml');
    writeFileSync(file, text);
    const run = stemma(['hunt', '--case', path, '--known', file]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(message);
  });
});
