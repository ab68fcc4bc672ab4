import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { stemma } from '../support/stemma.ts';

const script = (shell: string): string => stemma(['completion', shell]).stdout;
const installed = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

describe('bash completes', () => {
  const source = script('bash');
  /** What bash offers for a line, the last word of which is being typed. */
  const offered = (line: readonly string[]): string[] => {
    const run = spawnSync(
      'bash',
      [
        '--norc',
        '-c',
        `eval "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stemma; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'bash',
        source,
        ...line,
      ],
      { encoding: 'utf8' },
    );
    expect(run.stderr).toBe('');
    return run.stdout.split('\n').filter(Boolean);
  };

  it.skipIf(!installed('bash')).each([
    ['commands', ['stemma', 'e'], ['export']],
    ['commands below a command', ['stemma', 'rules', 'c'], ['check']],
    ['flags', ['stemma', 'export', '--max-s'], ['--max-siblings']],
    ['flags of the program below a command', ['stemma', 'rules', 'list', '--qu'], ['--quiet']],
    ['values', ['stemma', 'export', '--all', '-f', 's'], ['svg', 'sarif']],
    ['values of an argument', ['stemma', 'completion', 'z'], ['zsh']],
    ['paths where only they can stand', ['stemma', 'export', '--case', 'x'], []],
    ['nothing after an unknown command', ['stemma', 'nonesuch', '--max-s'], []],
  ])('%s', (_, line, words) => {
    expect(offered(line)).toEqual(words);
  });
});

/** How each shell reads a script without running what it completes. */
const PARSED: [shell: string, args: (source: string) => string[]][] = [
  ['bash', (source) => ['-n', '-c', source]],
  ['zsh', (source) => ['-n', '-c', source]],
  ['fish', (source) => ['--no-execute', '-c', source]],
];

describe.each(PARSED)('%s', (shell, args) => {
  it.skipIf(!installed(shell))('parses its script', () => {
    const run = spawnSync(shell, args(script(shell)), { encoding: 'utf8' });
    expect([run.status, run.stderr]).toEqual([0, '']);
  });
});

it.each(['bash', 'zsh', 'fish', 'powershell'])('%s has every command and format', (shell) => {
  const text = script(shell);
  for (const word of ['hunt', 'export', 'navigator', 'graphviz', 'completion', 'max-siblings'])
    expect(text).toContain(word);
});

it('PowerShell, which does not tell -c from -C, gets no key twice', () => {
  const tables = script('powershell').split('$values = @{');
  expect(tables).toHaveLength(2);
  for (const table of tables) {
    const keys = [...table.matchAll(/^ {4}'([^']+)' = /gm)].map(([, key]) => (key as string).toLowerCase());
    expect(keys.length).toBeGreaterThan(10);
    expect(new Set(keys).size).toBe(keys.length);
  }
});

it('refuses a shell that it does not know', () => {
  const run = stemma(['completion', 'tcsh']);
  expect(run.stderr).toMatch(/bash, zsh, fish, powershell/);
  expect(run.status).toBe(2);
});
