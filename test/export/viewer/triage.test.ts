import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sameStory } from '../../../src/model/same-story.ts';
import { NO_BROWSER, type Opened, Viewers } from '../../support/browser.ts';
import { fleetContext } from '../../support/fleet-context.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const made = excerpt({ processes: 400, hosts: 2, perAlert: 20 });
const tree = { ...made, context: fleetContext(made) };

describe.skipIf(NO_BROWSER)(`triage in the details, in Chromium (skipped: ${NO_BROWSER})`, () => {
  const viewers = new Viewers();
  let opened: Opened;
  let page: Page;
  beforeAll(async () => {
    await viewers.start();
    opened = await viewers.open(tree);
    page = opened.page;
  });
  afterAll(() => viewers.close());
  const part = (title: string | RegExp) =>
    page.locator('.details section', { has: page.locator('h3', { hasText: title }) });
  const chosen = async (): Promise<number> => {
    const id = await page.locator('.card.chosen').getAttribute('id');
    return Number(id?.replace('alert-', ''));
  };

  it('tells of each image of the chain whether it is at home, and how widely it was seen', async () => {
    const alert = made.alerts[await chosen()];
    const lines = part('Images of the chain').locator('li');
    expect(await lines.locator('button').allTextContents()).toEqual(
      [alert?.process, ...(alert?.ancestry ?? [])].map((each) => `${each?.name} (${each?.pid})`),
    );
    const text = (await lines.allTextContents()).join('\n');
    expect(text).toContain('where it belongs');
    expect(text).toMatch(/path: [\d,]+ process(es)?, \d hosts?, 2 users, 1 day/);
  });

  it('marks an image that is not at home, has another name, or is not signed', async () => {
    const updated = made.alerts.findIndex(({ process }) => process?.name === 'upd.exe');
    await page.getByLabel('Filter alerts').fill('upd.exe');
    await page.locator(`#alert-${updated}`).click();
    const doubts = part('Images of the chain').locator('li').first().locator('.doubt');
    await expect
      .poll(() => doubts.allTextContents())
      .toEqual(['not where it belongs', 'original name PowerShell.EXE', 'not signed']);
    await page.getByLabel('Filter alerts').fill('');
  });

  it('lists other alerts of the host or the user, and leads to them', async () => {
    const alert = made.alerts[await chosen()];
    const others = sameStory(alert as (typeof made.alerts)[number], made.alerts);
    const section = part('Other alerts of the host or the user');
    expect(await section.locator('h3').textContent()).toContain(`(${others.length})`);
    await section.locator('button').first().click();
    expect(await chosen()).toBe(others[0]?.place);
  });

  it('tells of services, logons, and the rule’s steps', async () => {
    await page.getByRole('tree').focus();
    const own = tree.context.alerts[0]?.alert as number;
    await page.locator('.cards').focus();
    await page.keyboard.press('Home');
    for (let step = 0; step < made.alerts.length && (await chosen()) !== own; step += 1)
      await page.keyboard.press('ArrowDown');
    await expect.poll(() => part('Services that run the image').textContent()).toContain('svc0.exe');
    expect(await part('Logons').locator('li').count()).toBe(12);
    expect(await part('Logons').locator('li').first().textContent()).toContain('the process’s own');
    expect(await part('What the rule says').locator('li').allTextContents()).toEqual([
      'Isolate the host.',
      'Take a memory image.',
      'Change passwords.',
    ]);
  });

  it('gives pages that know a hash, of which none is asked', async () => {
    const links = part('Hashes to look up').locator('a');
    expect(await links.count()).toBeGreaterThan(2);
    const found = await links.evaluateAll((all) =>
      all.map((each) => ({
        address: each.getAttribute('href') ?? '',
        rel: each.getAttribute('rel'),
        target: each.getAttribute('target'),
      })),
    );
    for (const { address, rel, target } of found) {
      expect(address).toMatch(/^https:\/\/[a-z.-]+\/[a-z/?=]+[0-9a-f]{64}\/?$/);
      expect(rel).toContain('noreferrer');
      expect(target).toBe('_blank');
    }
    await links.first().hover();
    await page.waitForTimeout(200);
    expect(opened.requests).toEqual([]);
    expect(opened.errors).toEqual([]);
  });

  it('of another process than the alert’s tells nothing of the alert', async () => {
    await page.getByRole('tree').focus();
    await page.keyboard.press('Home');
    await expect.poll(() => part('Logons').count()).toBe(0);
  });
});
