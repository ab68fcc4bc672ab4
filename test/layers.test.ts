import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folders of `src` a folder may import, besides itself; `*` is all. DESIGN §2. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  model: [],
  formats: ['model'],
  sources: ['model'],
  store: ['model'],
  tree: ['model'],
  eql: ['model'],
  export: ['model'],
  rules: ['model', 'eql'],
  hunt: ['model', 'eql', 'rules', 'store', 'tree'],
  triage: ['model', 'store', 'tree'],
  cluster: ['model', 'eql', 'store', 'tree'],
  analyze: [
    'model',
    'formats',
    'sources',
    'store',
    'tree',
    'eql',
    'rules',
    'hunt',
    'triage',
    'cluster',
    'export',
  ],
  select: ['model', 'store', 'export'],
  index: ['*'],
  cli: ['*'],
};
const MAY_BE_BARREL = ['src/index.ts', 'src/sources/index.ts', 'src/export/index.ts'];
const ONLY_IN: Record<string, string> = { '@duckdb/node-api': 'store', graphology: 'tree' };
const CEILING = 250;
const REEXPORT = /export\s+(?:type\s+)?(?:\{[^}]*\}|\*)\s+from\s+'[^']+';/g;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join('src', file))
  .sort();
const text = new Map(files.map((file) => [file, readFileSync(file, 'utf8')] as const));
const IMPORT =
  /(?:^|[\s;}])(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;

const imported = (file: string): string[] =>
  [...(text.get(file) ?? '').matchAll(IMPORT)].map(([, still, lazy]) => (still ?? lazy) as string);
const targets = (file: string): string[] =>
  imported(file)
    .filter((path) => path.startsWith('.'))
    .map((path) => normalize(join(dirname(file), path)));
const layerOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') as string;

describe.each(files)('%s', (file) => {
  it('imports only what its layer may, and files that exist', () => {
    const layer = layerOf(file);
    const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
    const wrong = targets(file).filter(
      (target) => !files.includes(target) || !(allowed.includes('*') || allowed.includes(layerOf(target))),
    );
    expect(wrong).toEqual([]);
    for (const [name, only] of Object.entries(ONLY_IN))
      if (layer !== only) expect(imported(file)).not.toContain(name);
  });

  it(`is no longer than ${CEILING} lines and no barrel`, () => {
    const lines = text.get(file)?.trimEnd().split('\n') ?? [];
    expect(lines.length).toBeLessThanOrEqual(CEILING);
    const own = (text.get(file) ?? '').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '').replace(REEXPORT, '');
    if (!MAY_BE_BARREL.includes(file)) expect(own.trim()).not.toBe('');
  });
});

it('has no import cycles, of types neither', () => {
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    expect(path, `a cycle through ${file}`).not.toContain(file);
    if (finished.has(file)) return;
    for (const target of targets(file)) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
});

it('finds the imports of this project', () => {
  expect(files.length).toBeGreaterThan(90);
  expect(targets('src/store/link.ts')).toContain('src/store/link/cycles.ts');
});
