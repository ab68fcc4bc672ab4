import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExcerptNode, TreeExcerpt } from '../../../src/model/tree-excerpt.ts';
import { NO_BROWSER, type Opened, Viewers } from '../../support/browser.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const selected = (page: Page): Promise<string | null> => page.locator('.row.selected .name').textContent();
const rowCount = (page: Page): Promise<number> =>
  page
    .locator('.columns .column')
    .textContent()
    .then((text) => Number(/([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', '')));

describe.skipIf(NO_BROWSER)(`the page in Chromium (skipped: ${NO_BROWSER})`, () => {
  const viewers = new Viewers();
  const opened: Opened[] = [];
  const open = async (tree: TreeExcerpt, viewport?: { width: number; height: number }): Promise<Page> => {
    const one = await viewers.open(tree, viewport);
    opened.push(one);
    return one.page;
  };
  beforeAll(() => viewers.start());
  afterAll(async () => {
    for (const { requests, dialogs, errors } of opened)
      expect({ requests, dialogs, errors }).toEqual({ requests: [], dialogs: [], errors: [] });
    await viewers.close();
  });

  const small = excerpt({ processes: 50, perAlert: 12 });
  const large = excerpt({ processes: 50_000, hosts: 3 });

  describe('50 processes', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open(small, { width: 1280, height: 1600 });
    });

    it('opens with the worst alert, marked, and its path from the root', async () => {
      const worst = small.alerts[0];
      expect(await page.locator('.card.chosen .rule').textContent()).toBe(worst?.rule.name);
      expect(await page.locator('.row.target .name').textContent()).toBe(worst?.process?.name);
      const path = [...(worst?.ancestry ?? [])].reverse().map(({ name, pid }) => `${name} (${pid})`);
      expect(await page.locator('.breadcrumb button').allTextContents()).toEqual([
        ...path,
        `${worst?.process?.name} (${worst?.process?.pid})`,
      ]);
      expect(await page.locator('.row.on-path').count()).toBe(path.length + 1);
    });

    it('shows everything that is known of the process', async () => {
      const details = page.locator('.details');
      const node = small.nodes.find(({ alerts }) => alerts.includes(0));
      for (const text of [
        node?.command_line,
        node?.hash.sha256,
        node?.entity_id,
        node?.start,
        node?.link?.method,
        small.alerts[0]?.clause,
      ])
        expect(await details.textContent()).toContain(text);
      for (const { subject } of node?.activity ?? []) expect(await details.textContent()).toContain(subject);
      await details.getByRole('button', { name: /^network/ }).click();
      expect(await details.locator('.activity li').count()).toBe(1);
    });

    it('copies the command line, whole', async () => {
      const node = small.nodes.find(({ alerts }) => alerts.includes(0));
      await page.getByTitle('Copy the command line').click();
      await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(node?.command_line);
    });

    it('another alert is chosen with a click, and stepped through with keys', async () => {
      await page.locator('.card').nth(1).click();
      expect(await page.locator('.card.chosen').getAttribute('aria-posinset')).toBe('2');
      await page.keyboard.press(']');
      expect(await page.locator('.card.chosen').getAttribute('aria-posinset')).toBe('3');
      await page.keyboard.press('[');
      expect(await page.locator('.card.chosen').getAttribute('aria-posinset')).toBe('2');
    });

    it('lists alerts by what is asked', async () => {
      const first = page.locator('.card').first();
      await page.getByLabel('Sort').selectOption({ label: 'Time' });
      expect(await first.locator('.rule').textContent()).toBe(
        [...small.alerts].sort((a, b) => (a.time < b.time ? -1 : 1))[0]?.rule.name,
      );
      await page.getByLabel('Filter alerts').fill('no such alert');
      expect(await page.locator('.card').count()).toBe(0);
      await page.getByLabel('Filter alerts').fill('');
      const chip = page.locator('.alerts .chip').first();
      await chip.click();
      expect(await chip.getAttribute('aria-pressed')).toBe('false');
      expect(await page.locator('.card.severity-critical').count()).toBe(0);
      await chip.click();
    });

    it('moves by keys: arrows, Home, End, pages; opens and closes', async () => {
      const tree = page.getByRole('tree');
      await tree.focus();
      await page.keyboard.press('Home');
      expect(await selected(page)).toBe(small.nodes[0]?.name);
      await page.keyboard.press('ArrowLeft');
      const root = page.locator('.row.selected');
      expect(await root.getAttribute('aria-expanded')).toBe('false');
      const closed = await rowCount(page);
      await page.keyboard.press('ArrowRight');
      expect(await root.getAttribute('aria-expanded')).toBe('true');
      expect(await rowCount(page)).toBeGreaterThan(closed);
      await page.keyboard.press('ArrowRight');
      expect(await root.getAttribute('aria-level')).toBe('2');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await root.getAttribute('aria-level')).toBe('1');
      await page.keyboard.press('*');
      await page.keyboard.press('End');
      const end = await page.locator('.row.selected').getAttribute('id');
      expect(await page.locator('.row').last().getAttribute('id')).toBe(end);
      expect(await tree.getAttribute('aria-activedescendant')).toBe(end);
      await page.keyboard.press('PageUp');
      expect(await page.locator('.row.selected').getAttribute('id')).not.toBe(end);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await page.evaluate("document.activeElement.closest('.details') !== null")).toBe(true);
      await page.keyboard.press('Escape');
      expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('tree');
    });

    it('is light or dark as the system is, or as the switch says', async () => {
      const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.body).backgroundColor');
      const light = await ground();
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await ground();
      expect(dark).not.toBe(light);
      await page.getByRole('button', { name: 'Light', exact: true }).click();
      expect(await ground()).toBe(light);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.getByRole('button', { name: 'Dark', exact: true }).click();
      expect(await ground()).toBe(dark);
    });

    it('draws the open rows as a graph, where a click chooses', async () => {
      await page.getByRole('tree').focus();
      await page.keyboard.press('g');
      expect(await page.getByRole('tree').count()).toBe(0);
      await page.getByRole('button', { name: 'Fit' }).click();
      await page.waitForTimeout(100);
      const inked = (): Promise<number> =>
        page.evaluate(`(() => {
          const canvas = document.querySelector('.graph canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          let count = 0;
          for (let at = 3; at < data.length; at += 4) if (data[at] > 0) count += 1;
          return count;
        })()`);
      expect(await inked()).toBeGreaterThan(2_000);
      await page.locator('.graph canvas').focus();
      await page.keyboard.press('Home');
      await expect
        .poll(() => page.locator('.details h2').first().textContent())
        .toContain(small.nodes[0]?.name);
      await page.keyboard.press('g');
      expect(await page.getByRole('tree').count()).toBe(1);
    });

    it('goes on paper with every row and the details in full', async () => {
      await page.getByRole('button', { name: 'Expand' }).click();
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      await page.emulateMedia({ media: 'print' });
      const paper = page.locator('.paper');
      expect(await paper.locator('.paper-tree tbody tr').count()).toBe(50);
      expect(await paper.locator('.paper-alerts tbody tr').count()).toBe(small.alerts.length);
      expect(await page.locator('button:visible:not(.jump)').count()).toBe(0);
      const text = (await paper.textContent()) ?? '';
      for (const { name, pid, start, command_line } of small.nodes) {
        expect(text).toContain(`${name} ${pid}`);
        expect(text).toContain(start?.slice(0, 19).replace('T', ' '));
        expect(text).toContain(command_line?.split(/"(?: |$)/).at(-1));
      }
      for (const { rule, clause, host } of small.alerts)
        for (const part of [rule.name, clause, host.name]) expect(text).toContain(part);
      for (const width of [650, 690]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      await page.evaluate("dispatchEvent(new Event('afterprint'))");
      await page.emulateMedia({ media: 'screen' });
      await page.setViewportSize({ width: 1280, height: 1600 });
      expect(await paper.count()).toBe(0);
      expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
    });
  });

  describe('50,000 processes on three hosts', () => {
    let page: Page;
    beforeAll(async () => {
      page = await open(large);
    });

    it('holds elements only for the rows that are seen', async () => {
      await page.getByRole('button', { name: 'Expand' }).click();
      expect(await rowCount(page)).toBe(50_003);
      expect(await page.locator('.row').count()).toBeLessThan(80);
      await page.getByRole('tree').focus();
      await page.keyboard.press('End');
      expect(await page.locator('.row').count()).toBeLessThan(80);
      expect(await page.locator('.row.selected').isVisible()).toBe(true);
    });

    it('has a heading for each host', async () => {
      await page.getByRole('button', { name: 'Collapse' }).click();
      expect(await page.locator('.row.heading .name').allTextContents()).toEqual(
        [142, 143, 144].map((n) => `WS-0${n}.halvard.example`),
      );
    });

    it('searches everything, says how much it found, and goes from match to match', async () => {
      const pid = 400 + 4 * 31_415;
      await page.keyboard.press('/');
      await page.keyboard.type(`pid:${pid}`);
      await page.locator('.found', { hasText: '1 found' }).waitFor();
      expect(await page.locator('.found').getAttribute('aria-live')).toBe('polite');
      await page.keyboard.press('Enter');
      expect(await page.locator('.row.selected .pid').textContent()).toBe(String(pid));
      await page.getByLabel('Search all processes').fill('command:10.4.0.77');
      const count = large.nodes.filter(({ command_line }) => command_line?.includes('10.4.0.77')).length;
      await page.locator('.found', { hasText: count.toLocaleString('en') }).waitFor();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      expect(await selected(page)).toBe('upd.exe');
      expect(await page.locator('.row.selected mark').count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Matches' }).click();
      expect(await page.locator('.row.selected').isVisible()).toBe(true);
      expect(await rowCount(page)).toBeGreaterThanOrEqual(count);
      expect(await rowCount(page)).toBeLessThan(50_003);
      await page.getByLabel('Search all processes').press('Escape');
      expect(await page.locator('.found').textContent()).toBe('');
      await page.getByRole('button', { name: 'All', exact: true }).first().click();
    });

    it('chooses the last of many alerts', async () => {
      await page.getByRole('listbox').focus();
      await page.keyboard.press('End');
      expect(await page.locator('.card.chosen').getAttribute('aria-posinset')).toBe(
        String(large.alerts.length),
      );
      expect(await page.locator('.row.target').isVisible()).toBe(true);
    });

    it('shows another stretch of time', async () => {
      const label = (): Promise<string | null> => page.locator('.window-label').textContent();
      const before = await label();
      await page.getByRole('tree').focus();
      await page.keyboard.press('+');
      const nearer = await label();
      expect(nearer).not.toBe(before);
      await page.keyboard.press('0');
      expect(await label()).toContain('2026-03-10');
      const strip = await page.locator('.strip canvas').boundingBox();
      const [x, y, width] = [strip?.x ?? 0, (strip?.y ?? 0) + 10, strip?.width ?? 0];
      await page.mouse.move(x + width * 0.25, y);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.5, y);
      await page.mouse.up();
      expect(await label()).toMatch(/· (1 h 5\d|2 h)/);
    });

    it('says what was left out', async () => {
      await page.locator('.omitted summary').click();
      expect(await page.locator('.omitted li').textContent()).toBe(large.omitted[0]);
    });
  });

  it('names its parts to a screen reader', async () => {
    const page = await open(small);
    const lines = await page.locator('#app').ariaSnapshot();
    for (const part of [
      'tree "Processes"',
      'listbox "Alerts"',
      'searchbox "Search all processes"',
      'region "Details"',
      'navigation "Path from the root"',
      'heading "Alerts',
    ])
      expect(lines).toContain(part);
    const row = page.locator('.row.target');
    expect(await row.getAttribute('role')).toBe('treeitem');
    expect(await row.getAttribute('aria-selected')).toBe('true');
    expect(Number(await row.getAttribute('aria-level'))).toBe((small.alerts[0]?.ancestry.length ?? 0) + 1);
    const unnamed = await page
      .locator('button, input, select, canvas:not([aria-hidden])')
      .evaluateAll(
        (all) =>
          all.filter(
            (each) =>
              !(each.getAttribute('aria-label') ?? each.textContent)?.trim() &&
              each.closest('label') === null,
          ).length,
      );
    expect(unnamed).toBe(0);
  });

  it.each([1280, 800])('fits %d pixels', async (width) => {
    const page = await open(small, { width, height: 900 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    for (const part of ['.alerts', '.rows', '.details', '.search input', '.strip']) {
      const box = await page.locator(part).boundingBox();
      expect(box?.width, part).toBeGreaterThan(120);
      expect((box?.x ?? 0) + (box?.width ?? 0), part).toBeLessThanOrEqual(width);
    }
  });

  it('a chain of 20,000 processes is walked, drawn and told of', async () => {
    const [first] = small.nodes;
    const nodes = Array.from({ length: 20_000 }, (_, rid) => ({
      ...(first as ExcerptNode),
      rid,
      pid: rid,
      parent: rid === 0 ? null : rid - 1,
      alerts: rid === 19_999 ? [0] : [],
    }));
    const page = await open({ ...small, nodes, alerts: small.alerts.slice(0, 1) });
    expect(await page.locator('.row.target').getAttribute('aria-level')).toBe('20000');
    await expect.poll(() => page.locator('.details .path li').count()).toBe(41);
    expect(await page.locator('.breadcrumb').textContent()).toContain('… 19992 more …');
    await page.getByRole('tree').press('g');
    await page.locator('.graph-note', { hasText: '15,000 are not' }).waitFor();
  });

  it('an excerpt of nothing says so', async () => {
    const page = await open({ title: 'nothing', nodes: [], alerts: [], omitted: [] });
    expect(await page.locator('.tree .empty').isVisible()).toBe(true);
    await page.getByRole('tree').focus();
    for (const key of ['ArrowDown', 'End', ' ', '*', 'Enter', 'g', 'n', ']', 'a', '0', '+', 'Escape'])
      await page.keyboard.press(key);
  });
});
