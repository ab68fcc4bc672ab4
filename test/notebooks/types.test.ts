import { spawnSync } from 'node:child_process';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inFolder, put } from '../support/case.ts';
import { NOTEBOOKS, programOf, readNotebook } from '../support/notebook.ts';
import { ROOT } from '../support/stemma.ts';

const KERNEL = `declare module 'tslab' {
  export const display: Record<'html' | 'svg' | 'markdown', (content: string) => void>;
}
declare var cells: { id: string };
`;

it('the cells of every notebook are of the types of the library', () =>
  inFolder(async (folder) => {
    put(folder, 'package.json', '{"type": "module"}');
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
    put(folder, 'tslab.d.ts', KERNEL);
    const names = readdirSync(NOTEBOOKS).filter((name) => name.endsWith('.ipynb'));
    for (const name of names) {
      const program = programOf(readNotebook(join(NOTEBOOKS, name)));
      put(folder, name.replace('.ipynb', '.ts'), `${program}export {};\n`);
    }
    const config = {
      extends: join(ROOT, 'tsconfig.json'),
      compilerOptions: {
        noEmit: true,
        rootDir: '/',
        rootDirs: [folder, NOTEBOOKS],
      },
      include: ['*.ts'],
    };
    const project = put(folder, 'tsconfig.json', JSON.stringify(config));
    const { stdout, status } = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', project],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout).toBe('');
    expect(status).toBe(0);
    expect(names.length).toBeGreaterThan(2);
  }));
