import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  type Cell,
  codeCells,
  NOTEBOOKS,
  type Notebook,
  type Output,
  readNotebook,
} from '../support/notebook.ts';

/**
 * `npm run notebooks -- [tslab]`: runs every notebook from top to bottom in Jupyter with the kernel of tslab, on the built
 * library, and holds what it shows to what is committed. Needs `jupyter nbconvert`, and tslab on the path or its file.
 */
const [tslab = 'tslab'] = process.argv.slice(2);
const kernel = existsSync(tslab) ? [process.execPath, resolve(tslab)] : [tslab];

/** The notebooks find the library as a package does that has installed it. */
const LINK = join(NOTEBOOKS, 'node_modules/stemma');
if (!existsSync(LINK)) {
  mkdirSync(join(NOTEBOOKS, 'node_modules'), { recursive: true });
  symlinkSync('../..', LINK);
}

/** Jupyter parts what a cell prints as it likes, and keeps a text in lines or whole. */
function shownBy({ outputs = [] }: Cell): string[] {
  const whole = (text: string | readonly string[]): string =>
    typeof text === 'string' ? text : text.join('');
  const shown: { type: string; text: string }[] = [];
  for (const output of outputs as readonly (Output | { readonly output_type: 'error' })[]) {
    const last = shown.at(-1);
    if (output.output_type === 'stream' && last?.type === output.name) last.text += whole(output.text);
    else if (output.output_type === 'stream') shown.push({ type: output.name, text: whole(output.text) });
    else if (output.output_type === 'display_data')
      for (const [type, text] of Object.entries(output.data)) shown.push({ type, text: whole(text) });
    else shown.push({ type: output.output_type, text: JSON.stringify(output) });
  }
  return shown.map(({ type, text }) => `${type}\n${text}`);
}

function differences(name: string, committed: Notebook, ran: Notebook): string[] {
  const cells = codeCells(ran);
  return codeCells(committed).flatMap((cell, place) => {
    const [want, got] = [shownBy(cell), shownBy(cells[place] as Cell)].map((each) => each.join('\n'));
    return want === got ? [] : [`${name}, cell ${cell.id}: Jupyter shows something else:\n${got}`];
  });
}

const folder = mkdtempSync(join(tmpdir(), 'stemma-jupyter-'));
try {
  const kernels = join(folder, 'kernels/tslab');
  mkdirSync(kernels, { recursive: true });
  const argv = [...kernel, 'kernel', '--config-path', '{connection_file}'];
  writeFileSync(
    join(kernels, 'kernel.json'),
    JSON.stringify({ argv, display_name: 'TypeScript', language: 'typescript' }),
  );
  const names = readdirSync(NOTEBOOKS).filter((name) => name.endsWith('.ipynb'));
  const ran = join(folder, 'ran');
  const { status, error } = spawnSync(
    'jupyter',
    ['nbconvert', '--to', 'notebook', '--execute', '--log-level', 'WARN', '--output-dir', ran, ...names],
    {
      cwd: NOTEBOOKS,
      stdio: 'inherit',
      env: { ...process.env, JUPYTER_PATH: folder },
    },
  );
  if (error !== undefined || status !== 0) throw new Error('jupyter nbconvert failed', { cause: error });
  const found = names.flatMap((name) =>
    differences(name, readNotebook(join(NOTEBOOKS, name)), readNotebook(join(ran, name))),
  );
  for (const each of found) console.error(each);
  console.log(
    `${names.length} notebooks ran in Jupyter; ${found.length} cells show something else than is committed`,
  );
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
