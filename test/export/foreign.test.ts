import { instance } from '@viz-js/viz';
import { tableFromIPC } from 'apache-arrow';
import { DirectedGraph } from 'graphology';
import { parse as parseGexf } from 'graphology-gexf';
import { parse as parseGraphml } from 'graphology-graphml';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { TREE_FORMATS } from '../../src/cli/formats.ts';
import type { TreeExporter } from '../../src/export/index.ts';
import { processTable } from '../../src/export/tree/process-table.ts';
import { labelOf } from '../../src/model/process.ts';
import { visible } from '../../src/model/text.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import { openDatabase, query } from '../../src/store/database.ts';
import { inFolder, put } from '../support/case.ts';
import { hostileExcerpt } from '../support/excerpt.ts';
import { bytesOf, textOf } from '../support/pieces.ts';

const shown = hostileExcerpt();
const EDGES = shown.nodes.length - 1;
const write = (format: string, of: TreeExcerpt = shown) => (TREE_FORMATS[format] as TreeExporter)(of, []);

describe('hostile text is read back by other programs', () => {
  it('DOT by Graphviz', async () => {
    const graph = (await instance()).renderJSON(await textOf(write('dot'))) as {
      objects: { id: string; label: string }[];
      edges: { tail: number; head: number }[];
    };
    // As DOT has it: the backslashes and ampersands of a label are escaped.
    expect(graph.objects.map(({ id }) => id.replaceAll('\\\\', '\\').replaceAll('&amp;', '&'))).toEqual(
      shown.nodes.map(({ entity_id }) => visible(entity_id)),
    );
    expect(graph.edges.map(({ tail, head }) => [tail, head])).toEqual(
      shown.nodes.flatMap(({ parent }, place) => (parent === null ? [] : [[parent, place]])),
    );
  });

  it.each([
    ['graphml', (text: string) => parseGraphml(DirectedGraph, text)],
    ['gexf', (text: string) => parseGexf(DirectedGraph, text)],
  ])('%s by graphology', async (format, parse) => {
    const graph = parse(await textOf(write(format)));
    expect([graph.order, graph.size]).toEqual([shown.nodes.length, EDGES]);
    for (const node of shown.nodes) {
      const key = visible(node.entity_id);
      const attributes = graph.getNodeAttributes(key);
      // The parsers trim what stands between tags.
      expect(String(attributes['process.command_line'] ?? '').trim()).toBe(
        visible(node.command_line ?? '').trim(),
      );
      expect(Number(attributes['process.pid'])).toBe(node.pid);
      const parent = graph.inNeighbors(key)[0];
      expect(parent).toBe(
        node.parent === null ? undefined : visible(shown.nodes[node.parent]?.entity_id ?? ''),
      );
    }
  });

  it('Arrow by its library', async () => {
    const table = tableFromIPC(await bytesOf(write('arrow')));
    const { columns, rows } = processTable(shown);
    expect(table.schema.fields.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
    expect(table.numRows).toBe(rows.length);
    for (const [place, row] of rows.entries())
      for (const { name, type, value } of columns) {
        const cell: unknown = table.getChild(name)?.get(place);
        const expected = value(row);
        if (expected === null) expect(cell).toBeNull();
        else if (type === 'time') expect(Number(cell)).toBe(Date.parse(expected as string));
        else if (type === 'integer') expect(Number(cell)).toBe(expected);
        else expect(cell).toBe(typeof expected === 'string' ? wellFormed(expected) : expected);
      }
  });

  it('Parquet by DuckDB', async () => {
    await inFolder(async (folder) => {
      const path = put(folder, 'tree.parquet', await bytesOf(write('parquet')));
      const database = await openDatabase(':memory:');
      const { columns, rows } = processTable(shown);
      const found = await query(
        database,
        `SELECT ${columns.map(({ name, type }) => (type === 'time' ? `epoch_ms("${name}") AS "${name}"` : `"${name}"`)).join(', ')} FROM read_parquet('${path}')`,
      );
      database.close();
      expect(found).toEqual(
        rows.map((row) =>
          Object.fromEntries(
            columns.map(({ name, type, value }) => {
              const cell = value(row);
              const read = type === 'time' && cell !== null ? Date.parse(cell as string) : cell;
              return [name, typeof read === 'string' ? wellFormed(read) : read];
            }),
          ),
        ),
      );
    });
  });

  it.each(['svg', 'graphviz', 'graphml', 'gexf'])('%s is well-formed XML', async (format) => {
    const texts: string[] = [];
    const parser = new SaxesParser({ xmlns: true });
    parser.on('text', (text) => texts.push(text));
    parser.write(await textOf(write(format))).close();
    expect(texts.join('').length).toBeGreaterThan(100);
  });

  it.each(['json', 'elastic', 'sarif', 'navigator'])('%s is JSON', async (format) => {
    expect(() => JSON.parse('{')).toThrow();
    expect(Object.keys(JSON.parse(await textOf(write(format)))).length).toBeGreaterThan(1);
  });

  it('node-link JSON loses nothing', async () => {
    const read = JSON.parse(await textOf(write('json')));
    expect(read.nodes.map((node: { command_line: string }) => node.command_line)).toEqual(
      shown.nodes.map(({ command_line }) => command_line),
    );
    expect(read.links.map(({ source, target }: Record<string, string>) => [source, target])).toEqual(
      shown.nodes.flatMap(({ parent, entity_id }) =>
        parent === null ? [] : [[shown.nodes[parent]?.entity_id, entity_id]],
      ),
    );
    expect(read.alerts).toEqual(shown.alerts);
  });
});

/** What UTF-8 can hold of a text: half a character becomes a replacement. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

// The page holds a script of its own, and has tests of its own.
const TEXT_FORMATS = Object.keys(TREE_FORMATS).filter(
  (format) => !['html', 'png', 'arrow', 'parquet'].includes(format),
);

describe.each(TEXT_FORMATS)('%s', (format) => {
  it('leaves nothing raw that a terminal would act on', async () => {
    expect(await textOf(write(format))).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  it('can show nothing at all', async () => {
    const nothing = await textOf(write(format, { title: 'none', nodes: [], alerts: [], omitted: [] }));
    expect(nothing).not.toContain('undefined');
    expect(nothing).not.toContain('NaN');
  });
});

it.each(['png', 'arrow', 'parquet'])('%s can show nothing at all', async (format) => {
  const nothing = await bytesOf(write(format, { title: 'none', nodes: [], alerts: [], omitted: [] }));
  expect(nothing.length).toBeGreaterThan(100);
  if (format === 'arrow') expect(tableFromIPC(nothing).numRows).toBe(0);
});

it('labels name processes', () => {
  expect(labelOf({ name: null, pid: null })).toBe('(no name) (no pid)');
});
