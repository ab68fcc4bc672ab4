import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, put } from '../support/case.ts';
import { NOTEBOOKS } from '../support/notebook.ts';
import { ROOT } from '../support/stemma.ts';

/** A Python with the packages of the page; `.ci/run` makes one. */
const PYTHON = process.env.STEMMA_PYTHON ?? 'python3';
const able = spawnSync(PYTHON, ['-c', 'import pandas, polars, pyarrow']).status === 0;

const page = readFileSync(join(NOTEBOOKS, 'PYTHON.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, name, code]) =>
    name === language && code !== undefined ? [code] : [],
  );

const STEMMA = `set -euo pipefail
stemma() { '${process.execPath}' --import '${ROOT}node_modules/tsx/dist/loader.mjs' '${ROOT}src/cli/main.ts' --quiet "$@"; }
`;

it.skipIf(!able)(
  'the programs of PYTHON.md print what it says (skipped where pandas, polars or pyarrow is absent)',
  () =>
    inFolder(async (folder) => {
      symlinkSync(join(ROOT, 'fixtures'), join(folder, 'fixtures'));
      for (const commands of blocks('sh')) {
        const { stderr, status } = spawnSync('bash', ['-c', STEMMA + commands], {
          cwd: folder,
          encoding: 'utf8',
        });
        expect(stderr).toBe('');
        expect(status).toBe(0);
      }
      const programs = blocks('python');
      const program = put(folder, 'page.py', programs.map((code) => `${code}print("--")\n`).join(''));
      const { stdout, stderr } = spawnSync(PYTHON, [program], { cwd: folder, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(stdout.split('--\n').slice(0, -1)).toEqual(blocks('text'));
      expect(programs.length).toBe(blocks('text').length);
    }),
);
