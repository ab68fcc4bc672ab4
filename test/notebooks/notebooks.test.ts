import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, put } from '../support/case.ts';
import { NOTEBOOKS, type Notebook, notebookText, readNotebook, runNotebook } from '../support/notebook.ts';

/** What a reader must see in the cells of a notebook, whatever else is in them. */
const MUST_SHOW: Readonly<Record<string, Readonly<Record<string, readonly (string | RegExp)[]>>>> = {
  '01-hunt.ipynb': {
    load: ['>ws-021-securityevent.csv<'],
    rejects: ['>not JSON<', '>cut off<'],
    hunt: [/(?:>suspicious<[\s\S]*){9}/, '>KUsrInit.exe<', '>known<'],
    why: ['account', 'lies in a folder that users may write to: C:\\Users\\bjørn.østby'],
    tree: ['<svg', '>svchost.exe<', '>OUTLOOK.EXE<', '>mshta.exe<'],
    guide: ['192.0.2.77:443'],
    spread: ['08:31:17', '192.0.2.77'],
    answer: [
      'OUTLOOK.EXE opened WINWORD.EXE',
      'DC-01, FS-02, WS-014, WS-021',
      'Commanded from**: 192.0.2.77',
    ],
  },
  '02-prevalence.ipynb': {
    hosts: ['<svg', '>72<'],
    edges: ['<svg', /(?:fill="#d62728"[\s\S]*){15}/, 'WS-021'],
    rank: ['72 pairs on one host', 'rapport-\\u{202e}fdp.exe'],
    weights: ['9. explorer.exe &gt; winlogon.exe (DC-01)'],
    baseline: ['onedriveupd.exe'],
  },
  '03-tree.ipynb': {
    arrow: ['start: Timestamp<MICROSECOND, UTC>'],
    tree: [/OneDriveUpd\.exe \(12300\)\n +svchost\.exe \(6292\)\n/],
    check: ['depth by hand 10, ancestors by the macro 10', '>System<'],
    picture: ['<svg', 'svchost.exe (6292)'],
  },
};

const names = readdirSync(NOTEBOOKS)
  .filter((name) => name.endsWith('.ipynb'))
  .sort();

/** What a cell shows, as one text. */
const shownBy = (notebook: Notebook, id: string): string =>
  (notebook.cells.find((cell) => cell.id === id)?.outputs ?? [])
    .flatMap((output) => (output.output_type === 'stream' ? output.text : Object.values(output.data).flat()))
    .join('');

describe('the notebooks', () => {
  it('are those that tests know and the page beside them lists', () => {
    expect(names).toEqual(Object.keys(MUST_SHOW));
    const page = readFileSync(join(NOTEBOOKS, 'README.md'), 'utf8');
    for (const name of names) expect(page).toContain(`(${name})`);
  });
});

describe.each(names)('%s', (name) => {
  const path = join(NOTEBOOKS, name);

  it('is of the kernel, its cells have names of their own, and no count of runs', () => {
    const { cells, metadata } = readNotebook(path);
    expect(metadata.kernelspec.name).toBe('tslab');
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
    expect(cells.filter(({ execution_count }) => execution_count)).toEqual([]);
  });

  it('runs from top to bottom, and shows what is committed', async () => {
    const ran = await runNotebook(path);
    await expect(notebookText(ran)).toMatchFileSnapshot(path);
    for (const [id, texts] of Object.entries(MUST_SHOW[name] ?? {}))
      for (const each of texts) expect(shownBy(ran, id)).toMatch(each);
  });
});

describe('the runner', () => {
  const notebook = (...sources: string[]): string =>
    notebookText({
      cells: sources.map((source, place) => ({
        id: `cell-${place}`,
        cell_type: 'code',
        source: [source],
        outputs: [],
      })),
      metadata: { kernelspec: { name: 'tslab' } },
    });

  it('fails where a cell throws, and names it', () =>
    inFolder(async (folder) => {
      const path = put(folder, 'bad.ipynb', notebook('const a: number = 1;', "throw new Error('no ' + a);"));
      await expect(runNotebook(path)).rejects.toThrow(/bad\.ipynb, cell cell-1: [\s\S]*no 1/);
    }));

  it('fails where a promise of a cell is rejected', () =>
    inFolder(async (folder) => {
      const path = put(folder, 'bad.ipynb', notebook("await Promise.reject(new Error('late'));"));
      await expect(runNotebook(path)).rejects.toThrow('late');
    }));

  it('keeps what a cell prints, and no more', () =>
    inFolder(async (folder) => {
      const path = put(
        folder,
        'good.ipynb',
        notebook("console.log('a\\nb');\nconsole.log(1);", 'export {};'),
      );
      const { cells } = await runNotebook(path);
      expect(cells.map(({ outputs }) => outputs)).toEqual([
        [{ name: 'stdout', output_type: 'stream', text: ['a\n', 'b\n', '1\n'] }],
        [],
      ]);
    }));
});
