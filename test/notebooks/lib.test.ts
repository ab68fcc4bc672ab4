import * as Plot from '@observablehq/plot';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { chart } from '../../notebooks/lib/chart.ts';
import { drawnOrder } from '../../notebooks/lib/forest.ts';
import { table } from '../../notebooks/lib/table.ts';
import { HOSTILE } from '../support/hostile-text.ts';

describe('table', () => {
  it('has a column a key and a row a row', () => {
    const html = table([
      { a: 1, b: 'x' },
      { a: null, b: ['y'] },
    ]);
    expect(html.replace(/ style="[^"]*"/g, '').split('\n')).toEqual([
      '<table>',
      '<thead><tr><th>a</th><th>b</th></tr></thead>',
      '<tbody>',
      '<tr><td>1</td><td>x</td></tr>',
      '<tr><td></td><td>[&quot;y&quot;]</td></tr>',
      '</tbody>',
      '</table>',
    ]);
  });

  it.each(Object.entries(HOSTILE))('makes no markup of %s, and hides nothing of it', (_, text) => {
    const html = table([{ [text]: text }]);
    expect(html.replace(/<\/?(table|thead|tbody|tr|th|td)( style="text-align: left")?>/g, '')).not.toMatch(
      /[<>]/,
    );
    expect(html).not.toMatch(/[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\n]/u);
  });
});

describe('chart', () => {
  it.each(Object.entries(HOSTILE))('is a picture whatever its texts are: %s', (_, text) => {
    const picture = chart({ marks: [Plot.text([text], { x: 0, text: (each: string) => each })] });
    const parser = new SaxesParser();
    let written = '';
    const elements = new Set<string>();
    parser.on('text', (part) => {
      written += part;
    });
    parser.on('opentag', ({ name }) => elements.add(name));
    parser.write(picture).close();
    expect(elements).not.toContain('script');
    expect(written.length).toBeGreaterThan(0);
  });

  it('refuses what is no single picture', () => {
    expect(() =>
      chart({ color: { legend: true }, marks: [Plot.dot([{ x: 1, c: 'a' }], { x: 'x', fill: 'c' })] }),
    ).toThrow('legends');
  });
});

describe('drawnOrder', () => {
  it('puts parents before children, siblings as they come, and strangers’ children at the root', () => {
    expect(drawnOrder([1, 2, 3, 4, 5], [null, 1, 9, 1, 2])).toEqual([
      { index: 0, depth: 0 },
      { index: 1, depth: 1 },
      { index: 4, depth: 2 },
      { index: 3, depth: 1 },
      { index: 2, depth: 0 },
    ]);
  });

  it('walks a chain of any length, and any number of children', () => {
    const many = Array.from({ length: 300_000 }, (_, index) => index);
    expect(drawnOrder(many, [null, ...many.slice(0, -1)]).at(-1)).toEqual({ index: 299_999, depth: 299_999 });
    expect(drawnOrder(many, [null, ...many.slice(1).map(() => 0)])).toHaveLength(300_000);
  });
});
