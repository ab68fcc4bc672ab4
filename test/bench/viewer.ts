import type { Page } from 'playwright-core';
import { html } from '../../src/export/html.ts';
import { NO_BROWSER, Viewers } from '../support/browser.ts';
import { fleetContext } from '../support/fleet-context.ts';
import { excerpt } from '../support/fleet-excerpt.ts';
import { median, seconds } from './measure.ts';

/**
 * `npm run bench:viewer -- [runs]`: how large the page is, how long writing and opening it takes, and how long a frame
 * takes while all rows are open and scrolled, or a search runs, in headless Chromium.
 */
const [runs = 5] = process.argv.slice(2).map(Number);
if (NO_BROWSER !== undefined) throw new Error(NO_BROWSER);

const FRAMES = 120;
const frames = (page: Page, each: string): Promise<number[]> =>
  page.evaluate(`new Promise((resolve) => {
    const rows = document.querySelector('.rows');
    const times = [];
    let last = performance.now();
    const frame = () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
      if (times.length > ${FRAMES}) return resolve(times.slice(1));
      ${each}
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  })`);
const at = (values: readonly number[], part: number): string =>
  `${([...values].sort((a, b) => a - b)[Math.floor(values.length * part)] as number).toFixed(0)} ms`;

const viewers = new Viewers();
await viewers.start();
try {
  console.log(`medians of ${runs}`);
  for (const processes of [50, 1_000, 50_000]) {
    const bare = excerpt({
      processes,
      hosts: processes > 1_000 ? 3 : 1,
      perAlert: processes > 50 ? 200 : 12,
    });
    const made = { ...bare, context: fleetContext(bare) };
    let bytes = 0;
    const write = await seconds(async () => {
      bytes = Buffer.byteLength([...html(made)].join(''));
    });
    const { page } = await viewers.open(made);
    const ready: number[] = [];
    for (let run = 0; run < runs; run += 1)
      ready.push(
        await seconds(async () => {
          await page.reload();
          await page.waitForSelector('html[data-ready]');
        }),
      );
    await page.getByRole('button', { name: 'Expand' }).click();
    const scroll = await frames(page, 'rows.scrollTop += 390;');
    const jump = await frames(page, 'rows.scrollTop = Math.random() * rows.scrollHeight;');
    const search = await seconds(async () => {
      await page.getByLabel('Search all processes').fill('10.4.0.77');
      await page.locator('.found:not(:empty)').waitFor();
    });
    console.log(
      [
        `${processes} processes`,
        `${(bytes / 1e6).toFixed(2)} MB`,
        `written in ${write.toFixed(2)} s`,
        `ready in ${median(ready).toFixed(2)} s`,
        `scroll frame p50 ${at(scroll, 0.5)}, p95 ${at(scroll, 0.95)}`,
        `jump frame p50 ${at(jump, 0.5)}, p95 ${at(jump, 0.95)}`,
        `search ${search.toFixed(2)} s`,
      ].join('; '),
    );
  }
} finally {
  await viewers.close();
}
