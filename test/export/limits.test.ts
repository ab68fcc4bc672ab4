import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { direction } from '../../src/export/tree/direction.ts';
import { firstNodes } from '../../src/export/tree/first-nodes.ts';
import { mermaid } from '../../src/export/tree/mermaid.ts';
import { LOOK } from '../../src/export/tree/picture/look.ts';
import { isOwn } from '../../src/export/tree/picture/text.ts';
import { timeScale } from '../../src/export/tree/picture/time-scale.ts';
import { png } from '../../src/export/tree/png.ts';
import { svg } from '../../src/export/tree/svg.ts';
import { hostileExcerpt, makeAlert, makeExcerpt } from '../support/excerpt.ts';
import { bytesOf, textOf } from '../support/pieces.ts';

/** Parents of a forest: each an earlier process or none. */
const forest = fc
  .integer({ min: 1, max: 40 })
  .chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, place) =>
        place === 0 ? fc.constant(null) : fc.option(fc.nat(place - 1)),
      ),
    ),
  );

describe('an excerpt that a format has no room for', () => {
  it('keeps its shape, what was asked for, and says what is missing', () => {
    fc.assert(
      fc.property(forest, fc.integer({ min: 1, max: 40 }), fc.nat(39), (parents, cap, asked) => {
        const focus = asked % parents.length;
        const whole = { ...makeExcerpt(parents), focus: [focus] };
        const cut = firstNodes(whole, cap, 'so it is');
        expect(cut.nodes.length).toBe(Math.min(cap, parents.length));
        for (const [place, { parent, entity_id }] of cut.nodes.entries()) {
          const before = whole.nodes.find((node) => node.entity_id === entity_id);
          expect(before?.parent == null).toBe(parent === null);
          if (parent === null) continue;
          expect(parent).toBeLessThan(place);
          expect(cut.nodes[parent]?.entity_id).toBe(whole.nodes[before?.parent ?? -1]?.entity_id);
        }
        const depth = (place: number): number => {
          const parent = whole.nodes[place]?.parent ?? null;
          return parent === null ? 1 : 1 + depth(parent);
        };
        if (depth(focus) <= cap)
          expect(cut.focus?.map((place) => cut.nodes[place]?.entity_id)).toEqual([`id-${focus}`]);
        expect(cut.omitted).toEqual(
          parents.length <= cap
            ? []
            : [`${parents.length - cap} of ${parents.length} processes are not shown: so it is`],
        );
      }),
    );
  });

  it('holds no directive, whatever its title says', () => {
    const title = 'svchost.exe on %%{init: {"theme":"dark"}}%%';
    expect([...mermaid({ ...makeExcerpt([null]), title })].join('')).not.toContain('%%{');
  });

  it('is cut where Mermaid would refuse it, alerts last', () => {
    const size = 2000;
    const many = makeExcerpt(
      Array.from({ length: size }, (_, place) => (place === 0 ? null : 0)),
      (place) => ({ name: `${'#'.repeat(30)}${place}`, alerts: place === size - 1 ? [0] : [] }),
    );
    const [text] = [...mermaid({ ...many, alerts: [makeAlert('x')] })] as [string];
    expect(text.length).toBeLessThanOrEqual(50_000);
    expect(text.match(/-->/g)?.length).toBeLessThanOrEqual(500);
    expect(text).toMatch(
      /note0\["\d+ of 2000 processes are not shown: Mermaid reads 50000 characters at most"\]/,
    );
    expect(text).toMatch(/class n\d+ alert/);
  });

  it('is cut at the rows of a PNG, which says so', async () => {
    const tall = makeExcerpt(Array.from({ length: 450 }, (_, place) => (place === 0 ? null : 0)));
    const image = await bytesOf(png(tall));
    expect(image.readUInt32BE(20)).toBeLessThan(2 * (LOOK.head + 400 * LOOK.row + 100));
  });
});

it.each([
  ['down where it is a chain', [null, 0, 1, 2, 3], 'TB'],
  ['to the right where many stand side by side', [null, 0, 0, 0, 0, 0, 0], 'LR'],
  ['either way where nothing is', [], 'TB'],
] as const)('a graph grows %s', (_, parents, way) => {
  expect(direction(makeExcerpt(parents).nodes)).toBe(way);
});

describe('the picture', () => {
  it('has ink for the name in every row, whatever the script', () => {
    const shown = hostileExcerpt();
    const text = [...svg(shown)].join('');
    expect(isOwn(text)).toBe(false);
    const rendered = new Resvg(text).render();
    const { width, pixels } = { width: rendered.width, pixels: rendered.pixels };
    const inkIn = (from: number, to: number, y: number): number => {
      let ink = 0;
      for (let row = y; row < y + LOOK.row; row += 1)
        for (let x = from; x < to; x += 1) {
          const at = 4 * (row * width + x);
          if ((pixels[at] as number) + (pixels[at + 1] as number) + (pixels[at + 2] as number) < 420)
            ink += 1;
        }
      return ink;
    };
    for (const place of shown.nodes.keys()) {
      const y = LOOK.head + place * LOOK.row;
      expect(inkIn(110, 400, y), `name of row ${place}`).toBeGreaterThan(20);
      expect(inkIn(LOOK.starts, LOOK.timeline, y), `start of row ${place}`).toBeGreaterThan(20);
    }
  });

  it('draws one text for each font', () => {
    const text = [...svg(hostileExcerpt())].join('');
    const mixed = [...text.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].filter(
      ([, content]) =>
        /\p{Script=Latin}/u.test(content as string) && /\p{Script=Han}/u.test(content as string),
    );
    expect(mixed).toEqual([]);
  });

  it('stays within its width, however deep the tree', async () => {
    const deep = makeExcerpt(Array.from({ length: 3000 }, (_, place) => (place === 0 ? null : place - 1)));
    const places = [...(await textOf(svg(deep))).matchAll(/ (?:c?x)="([\d.]+)"/g)].map(([, x]) => Number(x));
    expect(places.length).toBeGreaterThan(6000);
    expect(Math.max(...places)).toBeLessThanOrEqual(LOOK.width);
  });

  it('is not squeezed by one late process', () => {
    const minutes = [0, 1, 2, 3, 100_000].map((minute) => minute * 60_000);
    const scale = timeScale(minutes, 240, 50);
    expect(scale.at(3 * 60_000)).toBeGreaterThan(40);
    expect(scale.breaks).toHaveLength(1);
    expect(scale.at(100_000 * 60_000)).toBeLessThanOrEqual(240);
  });

  it('keeps time in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { maxLength: 50 }), fc.nat(10_000_000), (starts, other) => {
        const scale = timeScale(starts, 240, 50);
        const places = [...starts, other].sort((a, b) => a - b).map(scale.at);
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(index === 0 ? 0 : (places[index - 1] as number) - 1e-9);
          expect(place).toBeLessThanOrEqual(240);
        }
      }),
    );
  });
});
