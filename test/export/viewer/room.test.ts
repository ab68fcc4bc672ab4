import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_BROWSER, Viewers } from '../../support/browser.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

describe.skipIf(NO_BROWSER)(`room for what is read, in Chromium (skipped: ${NO_BROWSER})`, () => {
  const viewers = new Viewers();
  let page: Page;
  beforeAll(async () => {
    await viewers.start();
    ({ page } = await viewers.open(excerpt({ processes: 200, perAlert: 20 })));
  });
  afterAll(() => viewers.close());
  const width = async (selector: string): Promise<number> =>
    (await page.locator(selector).first().boundingBox())?.width ?? 0;
  const height = async (selector: string): Promise<number> =>
    (await page.locator(selector).first().boundingBox())?.height ?? 0;

  it('with both panes at 1280 pixels, a command line has a line of its own, of 55 characters and more', async () => {
    await expect.poll(() => page.locator('.tree.two-lines').count()).toBe(1);
    const character = (await width('.row.target .command')) / 55;
    expect(character).toBeGreaterThan(7.3);
    const [row, command] = await Promise.all([
      page.locator('.row.target').boundingBox(),
      page.locator('.row.target .command').boundingBox(),
    ]);
    expect((command?.y ?? 0) + (command?.height ?? 0)).toBeLessThanOrEqual(
      (row?.y ?? 0) + (row?.height ?? 0),
    );
  });

  it('the reader may have it beside the name, by key or button, and the chosen row stays in sight', async () => {
    await page.getByRole('tree').focus();
    await page.keyboard.press('w');
    expect(await page.locator('.tree.two-lines').count()).toBe(0);
    expect(await height('.row')).toBe(26);
    expect(await page.locator('.row.target').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Wrap' }).click();
    expect(await height('.row')).toBe(38);
    const [at, box] = await Promise.all([
      page.locator('.row.target').boundingBox(),
      page.locator('.rows').boundingBox(),
    ]);
    expect(at?.y).toBeGreaterThanOrEqual(box?.y ?? 0);
    expect(Math.floor((at?.y ?? 0) + (at?.height ?? 0))).toBeLessThanOrEqual(
      (box?.y ?? 0) + (box?.height ?? 0),
    );
  });

  it.each([
    ['Width of the alerts', '.alerts', 1],
    ['Size of the details', '.details', -1],
    ['Width of the time line', '.axis', -1],
  ] as const)('%s is dragged, moved by keys, and given back', async (label, part, sign) => {
    const border = page.getByRole('separator', { name: label });
    const usual = await width(part);
    const box = await border.boundingBox();
    const [x, y] = [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 12];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + sign * 40, y);
    await page.mouse.up();
    expect(Math.abs((await width(part)) - usual - 40)).toBeLessThanOrEqual(1);
    await border.focus();
    await page.keyboard.press('ArrowRight');
    expect(Math.abs((await width(part)) - usual - 40 - sign * 24)).toBeLessThanOrEqual(2);
    expect(Number(await border.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
    await border.dblclick();
    expect(await width(part)).toBe(usual);
  });

  it('where there are no alerts, none takes their room, until the reader asks for them', async () => {
    const bare = await viewers.open({ ...excerpt({ processes: 20 }), alerts: [] });
    expect(await bare.page.locator('.alerts').isVisible()).toBe(false);
    const pane = bare.page.getByRole('button', { name: 'Show alerts' });
    expect(await pane.getAttribute('aria-pressed')).toBe('false');
    await pane.click();
    expect(await bare.page.locator('.alerts').isVisible()).toBe(true);
    expect(await pane.getAttribute('aria-pressed')).toBe('true');
  });

  it('on a tablet the details lie below, as high as the reader wants', async () => {
    await page.setViewportSize({ width: 820, height: 1180 });
    const usual = await height('.details');
    await page.getByRole('separator', { name: 'Size of the details' }).focus();
    await page.keyboard.press('ArrowUp');
    expect((await height('.details')) - usual).toBeGreaterThan(20);
    await page.keyboard.press('Home');
    expect(await height('.details')).toBe(usual);
  });
});
