import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptCase } from '../support/kept-case.ts';
import { stemma } from '../support/stemma.ts';

const { folder, path } = keptCase('fixtures/example');

const run = (...args: string[]) => stemma(['export', '--case', path, ...args]);

describe('stemma export', () => {
  it('writes to standard output, or to a file', () => {
    const args = ['--entity', 'WS-014:6292', '--format', 'svg'];
    const out = run(...args);
    expect(out.status).toBe(0);
    expect(out.stderr).toBe('');
    expect(out.stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const file = join(folder, 'tree.svg');
    expect(run(...args, '-o', file).stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toBe(out.stdout);
  });

  it.each(['csv', 'elastic', 'timesketch'])('says what the caps left out, %s too', (format) => {
    const args = ['--entity', 'WS-014:6292', '--max-descendants', '2', '--format', format];
    const said = run(...args);
    expect(said.stderr).toBe('left out: 8 descendants of svchost.exe (6292) beyond --max-descendants 2\n');
    expect(run(...args, '--quiet').stderr).toBe('');
    if (format === 'elastic') expect(JSON.parse(said.stdout).omitted).toHaveLength(1);
  });

  it('writes bytes as they are', () => {
    const file = join(folder, 'tree.png');
    expect(run('--host', 'ws-014', '--format', 'png', '-o', file).status).toBe(0);
    expect(readFileSync(file).subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
  });

  it('marks the alerts of the rules that are named', () => {
    const rules = (...names: string[]) =>
      JSON.parse(run('--all', '--format', 'json', ...names).stdout).alerts.map(
        (alert: { rule: { version: number } }) => alert.rule.version,
      );
    expect(new Set(rules())).toEqual(new Set([314]));
    expect(new Set(rules('--rules', 'unusual_parentchild_relationship@323'))).toEqual(new Set([323]));
  });

  it('finds an alert by its id', () => {
    const [alert] = stemma(['hunt', '--case', path, '-f', 'ndjson', '-q']).stdout.split('\n');
    const { id, process } = JSON.parse(alert as string);
    const shown = JSON.parse(run('--alert', id, '--format', 'json').stdout);
    expect(shown.graph.focus).toEqual([process.entity_id]);
  });

  it('writes the page of what is asked for, as a hunt does of its alerts', () => {
    const page = join(folder, 'host.html');
    expect(run('--host', 'WS-014', '--format', 'html', '-o', page).status).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<title>host WS-014<\/title>/);
    const hunted = stemma(['hunt', 'fixtures/example', '--format', 'html', '-q']);
    expect(hunted.status).toBe(0);
    expect(hunted.stdout).toContain('<title>10 alerts</title>');
    expect(stemma(['hunt', '--case', path, '--format', 'html', '-q']).stdout).toBe(hunted.stdout);
  });

  it.each([
    ['the case', ['export', '--all', '-f', 'csv', '-o', '$case'], /--output would overwrite the case/],
    ['the case', ['hunt', 'fixtures/example', '--report', '$case'], /--report would overwrite the case/],
    ['the case', ['sql', 'SELECT 1', '-o', '$case'], /--output would overwrite the case/],
    ['the case', ['query', 'rare-pairs', '-o', '$case'], /--output would overwrite the case/],
    ['the case', ['triage', '-o', '$case'], /--output would overwrite the case/],
    ['the case', ['prevalence', '--save', '$case'], /--save would overwrite the case/],
    ['an input', ['hunt', '$input', '-o', '$input'], /--output would overwrite an input/],
    ['an input', ['sql', '--file', '$input', '-o', '$input'], /--output would overwrite an input/],
  ])('does not overwrite %s', (_, args, message) => {
    const input = join(folder, 'input.ndjson');
    writeFileSync(input, '{}\n');
    const before = [readFileSync(path), readFileSync(input)];
    const said = stemma([
      ...args.map((arg) => (arg === '$case' ? path : arg === '$input' ? input : arg)),
      '--case',
      path,
    ]);
    expect(said.status).toBe(2);
    expect(said.stderr).toMatch(message);
    expect([readFileSync(path), readFileSync(input)]).toEqual(before);
  });

  it.each([
    ['nothing to show', ['--format', 'dot'], /it is not said what to export\n.*--alert ID, --entity/],
    [
      'two things to show',
      ['--format', 'dot', '--all', '--host', 'x'],
      /only one of --host, --all can be given/,
    ],
    ['no format', ['--all'], /--format/],
    ['an unknown format', ['--all', '-f', 'gif'], /html, svg, png, graphviz, dot, mermaid/],
    ['an unknown process', ['--entity', 'x:1', '-f', 'dot'], /no process of the case is "x:1"/],
    ['an unknown host', ['--host', 'WS-041', '-f', 'dot'], /no host is named "WS-041"\n +Did you mean/],
    ['an unknown alert', ['--alert', 'ffffff', '-f', 'dot'], /no alert of these rules has the id "ffffff"/],
    [
      'a cap of everything',
      ['--all', '-f', 'dot', '--max-siblings', '2'],
      /--max-siblings has no meaning with --all/,
    ],
    ['a cap that is no number', ['--all', '-f', 'dot', '--max-siblings', '-1'], /whole number, 0 or more/],
    ['an unknown rule', ['--all', '-f', 'dot', '--rules', 'nonesuch'], /nonesuch/],
    [
      'a folder that does not exist',
      ['--all', '-f', 'dot', '-o', '/no/where.dot'],
      /output can't be written/,
    ],
  ])('refuses %s', (_, args, answer) => {
    const refused = run(...args);
    expect(refused.stderr).toMatch(answer);
    expect(refused.status).toBe(2);
    expect(refused.stdout).toBe('');
  });
});

describe('stemma hunt --format', () => {
  it.each([
    ['ecs', /^\{"create":\{"_id":"[0-9a-f]{64}"\}\}\n\{"@timestamp"/],
    ['sarif', /"version": "2\.1\.0"/],
    ['navigator', /"techniqueID": "T1055\.012"/],
    ['timesketch', /^message,datetime,timestamp_desc,/],
  ])('%s', (format, begins) => {
    const hunted = stemma(['hunt', '--case', path, '-q', '--format', format]);
    expect(hunted.stdout).toMatch(begins);
    expect(hunted.status).toBe(0);
  });
});
