import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { ROOT } from './stemma.ts';

/** What a cell of code shows, as notebooks keep it: texts in lines. */
export type Output =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: readonly string[] }
  | {
      readonly output_type: 'display_data';
      readonly data: Readonly<Record<string, readonly string[]>>;
      readonly metadata: object;
    };

/** A cell; code has outputs. */
export interface Cell {
  readonly id: string;
  readonly cell_type: 'code' | 'markdown';
  readonly execution_count?: number | null;
  readonly source: readonly string[];
  readonly outputs?: readonly Output[];
}

/** A Jupyter notebook of format 4. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: { readonly kernelspec: { readonly name: string } };
}

export const NOTEBOOKS = join(ROOT, 'notebooks');

/** Generated code lies here, from where packages are found. */
const CACHE = join(ROOT, 'node_modules/.cache/notebooks');

export const readNotebook = (path: string): Notebook => JSON.parse(readFileSync(path, 'utf8'));

/** The text of a notebook as Jupyter writes it. */
export const notebookText = (notebook: Notebook): string => `${JSON.stringify(notebook, null, 1)}\n`;

export const codeCells = ({ cells }: Notebook): Cell[] =>
  cells.filter(({ cell_type }) => cell_type === 'code');

/** A text as notebooks keep it. */
const linesOf = (whole: string): string[] => whole.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** What the kernel gives to cells by the name `tslab`. */
const TSLAB = `const show = (type) => (content) => globalThis.cells.show(type, content);
export const display = { html: show('text/html'), svg: show('image/svg+xml'), markdown: show('text/markdown') };`;

/** Keeps what cells show, and which cell runs. */
const KEEPER = `import { format } from 'node:util';
import { writeFileSync } from 'node:fs';
globalThis.cells = { id: null, shown: [], show: (type, content) => cells.shown.push([cells.id, type, content]) };
console.log = (...all) => cells.show('stdout', format(...all) + '\\n');
process.on('exit', () => writeFileSync(process.argv[2], JSON.stringify({ id: cells.id, shown: cells.shown })));`;

const kernel: Plugin = {
  name: 'kernel',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^stemma$/ }, () => ({
      path: pathToFileURL(join(ROOT, 'src/index.ts')).href,
      external: true,
    }));
    onResolve({ filter: /^tslab$/ }, ({ path }) => ({ path, namespace: 'kernel' }));
    onLoad({ filter: /./, namespace: 'kernel' }, () => ({ contents: TSLAB }));
  },
};

/** The cells of code as one program. */
export const programOf = (notebook: Notebook): string =>
  codeCells(notebook)
    .map(({ id, source }) => `globalThis.cells.id = ${JSON.stringify(id)};\n${source.join('')}\n`)
    .join('');

interface Kept {
  readonly id: string;
  readonly shown: readonly (readonly [id: string, type: string, content: string])[];
}

/**
 * Runs the cells of code from top to bottom as one program, in a process of its own and the notebook's folder, with Stemma's
 * sources as the library; gives the notebook with what its cells show.
 * @throws Error that names the cell, where one throws
 */
export async function runNotebook(path: string): Promise<Notebook> {
  const notebook = readNotebook(path);
  await mkdir(CACHE, { recursive: true });
  const program = join(CACHE, `${basename(path)}-${process.pid}.mjs`);
  const kept = `${program}.json`;
  try {
    await build({
      stdin: {
        contents: programOf(notebook),
        resolveDir: dirname(path),
        loader: 'ts',
        sourcefile: basename(path),
      },
      banner: { js: KEEPER },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      packages: 'external',
      plugins: [kernel],
      outfile: program,
      logLevel: 'silent',
    });
    const tsx = pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href;
    const child = spawn(process.execPath, ['--import', tsx, program, kept], { cwd: dirname(path) });
    const [complaint, status] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    const { id, shown } = JSON.parse(await readFile(kept, 'utf8')) as Kept;
    if (status !== 0) throw new Error(`${basename(path)}, cell ${id}: ${complaint}`);
    return withOutputs(notebook, shown);
  } finally {
    await Promise.all([program, kept].map((file) => rm(file, { force: true })));
  }
}

function withOutputs(notebook: Notebook, shown: Kept['shown']): Notebook {
  const outputsOf = (cell: Cell): Output[] => {
    const outputs: Output[] = [];
    for (const [, type, content] of shown.filter(([id]) => id === cell.id)) {
      const last = outputs.at(-1);
      if (type !== 'stdout')
        outputs.push({ data: { [type]: linesOf(content) }, metadata: {}, output_type: 'display_data' });
      else if (last?.output_type === 'stream')
        outputs[outputs.length - 1] = { ...last, text: [...last.text, ...linesOf(content)] };
      else outputs.push({ name: 'stdout', output_type: 'stream', text: linesOf(content) });
    }
    return outputs;
  };
  return {
    ...notebook,
    cells: notebook.cells.map((cell) =>
      cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: outputsOf(cell) } : cell,
    ),
  };
}
