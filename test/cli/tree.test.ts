import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { showPaged } from '../../src/cli/pager.ts';
import { printAlertTable } from '../../src/cli/print/alert-table.ts';
import { printTree } from '../../src/cli/print/tree.ts';
import { cutColumns } from '../../src/cli/print/width.ts';
import { hunt } from '../../src/hunt/hunt.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';
import { caseFrom } from '../support/case.ts';
import { HOSTILE_TEXTS, hostileExcerpt, makeAlert, makeExcerpt } from '../support/excerpt.ts';
import { shippedRule } from '../support/rules.ts';

const plain = { color: pc.createColors(false), width: 80 };
const colored = { color: pc.createColors(true), width: 80 };
const draw = (excerpt: TreeExcerpt, columns: number, terminal = plain): string[] =>
  [...printTree(terminal, excerpt, columns)].join('').split('\n').slice(0, -1);

const LONG_VERDICT = { class: 'suspicious', score: 100, reasons: [] } as const;

const SHOWN = {
  ...makeExcerpt([null, 0, 1, 1, 0, 4], (place) => ({ alerts: place === 2 ? [0] : [] })),
  alerts: [makeAlert('A rule')],
  focus: [1],
  omitted: ['3 siblings of x'],
};

describe('a tree on a terminal', () => {
  it('is drawn with lines that tell what is below what', () => {
    const names = draw(SHOWN, Number.POSITIVE_INFINITY).map((line) => line.replace(/\.exe.*/, ''));
    expect(names.slice(2, 8)).toEqual(['p0', '├─ p1', '│  ╞═ p2', '│  └─ p3', '└─ p4', '   └─ p5']);
  });

  it('marks alerts and tells of them, and of what is left out', () => {
    const lines = draw(SHOWN, 100);
    expect(lines.filter((line) => line.includes('▲'))).toHaveLength(2);
    expect(lines.at(-2)).toMatch(/^▲ A rule · low 21 · aaaaaaaaaaaa · 2026-03-10T08:00:04\.500Z/);
    expect(lines.at(-1)).toBe('… 3 siblings of x');
  });

  it('colours by role: root, asked for, alert', () => {
    const lines = draw(SHOWN, 100, colored);
    expect(lines[2]).toContain(pc.createColors(true).blue('p0.exe (100)'));
    expect(lines[3]).toContain(pc.createColors(true).cyan('p1.exe (101)'));
    expect(lines[4]).toContain(pc.createColors(true).red('p2.exe (102)'));
    expect(draw(SHOWN, 100).join('')).not.toContain('\u001b');
  });

  it.each([40, 80, 200])('fits %i columns whatever stands in it', (columns) => {
    const deep = makeExcerpt(Array.from({ length: 300 }, (_, place) => (place === 0 ? null : place - 1)));
    for (const excerpt of [{ ...hostileExcerpt(), focus: [], omitted: [] }, deep])
      for (const line of draw(excerpt, columns)) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it('in a file has every command line whole', () => {
    const text = draw(hostileExcerpt(), Number.POSITIVE_INFINITY).join('\n');
    expect(text).toContain('x'.repeat(40_000));
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

it.each(HOSTILE_TEXTS)('cuts %j by columns', (text) => {
  const safe = text.replace(/[\p{Cc}\p{Cs}]/gu, '?');
  for (const columns of [1, 2, 5, 17]) {
    const cut = cutColumns(safe, columns);
    expect(stringWidth(cut)).toBeLessThanOrEqual(columns);
    expect(cut === safe || cut.endsWith('…')).toBe(true);
  }
  expect(cutColumns(safe, Number.POSITIVE_INFINITY)).toBe(safe);
});

it.each([80, 100, 140, 200])('a table of alerts fits %i columns', async (width) => {
  await using example = await caseFrom([['fixtures/example']]);
  const alerts = await hunt(example.database, [await shippedRule(314)]);
  const lines = printAlertTable({ ...plain, width }, alerts)
    .trimEnd()
    .split('\n');
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
  const at = lines.findIndex((line) => line.includes('6292'));
  if (width < 100) {
    expect(lines).toHaveLength(2 * alerts.length + 1);
    expect(lines[at + 1]?.trim()).toBe('C:\\Windows\\system32\\svchost.exe -k netsvcs');
  } else expect(lines).toHaveLength(alerts.length + 1);
  expect(lines.slice(at, at + 2).join(' ')).toMatch(/OneDriveUpd.*svchost\.exe.*C:\\W/);
});

it('a table of several rules says which, and fits with the longest of everything', async () => {
  const long = {
    ...makeAlert('A rule with a name that is much longer than any column'),
    verdict: LONG_VERDICT,
  };
  const process = { ...(long.process as object), name: 'x'.repeat(40), pid: 65_000 } as never;
  const alerts = [
    long,
    {
      ...long,
      rule: { ...long.rule, id: 'other', name: 'Another' },
      process,
      host: { id: null, name: 'y'.repeat(40) },
    },
  ];
  for (const width of [80, 100, 140, 200]) {
    const lines = printAlertTable({ ...plain, width }, alerts)
      .trimEnd()
      .split('\n');
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    expect(lines.join('\n')).toMatch(/A rule with a name/);
    expect(lines.join('\n')).toMatch(/Another v/);
  }
});

describe('a long text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-test-'));
  const paged = join(folder, 'paged');
  const text = 'line\n'.repeat(30);
  const screen = { isTTY: true, rows: 24 };

  it('goes through the pager on a terminal, and only there', async () => {
    const env = { ...process.env, PAGER: `cat > ${paged}` };
    expect(await showPaged('short\n', screen, env)).toBe(false);
    expect(await showPaged(text, { isTTY: false }, env)).toBe(false);
    expect(await showPaged(text, screen, env)).toBe(true);
    expect(readFileSync(paged, 'utf8')).toBe(text);
    rmSync(folder, { recursive: true });
  });

  it('is written where there is no pager', async () => {
    expect(await showPaged(text, screen, { ...process.env, PAGER: '' })).toBe(false);
    expect(await showPaged(text, screen, { ...process.env, PAGER: 'stemma-no-such-pager 2>/dev/null' })).toBe(
      false,
    );
  });

  it('is not missed when the reader leaves early', async () => {
    expect(await showPaged('line\n'.repeat(1_000_000), screen, { ...process.env, PAGER: 'true' })).toBe(true);
  });
});
