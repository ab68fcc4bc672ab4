import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert, AlertStep } from '../../../src/model/alert.ts';
import type { ExcerptNode, TreeExcerpt } from '../../../src/model/tree-excerpt.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { NO_BROWSER, Viewers } from '../../support/browser.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';

const base = excerpt({ processes: 60, hosts: 3, perAlert: 10 });
const [first] = base.alerts as [Alert];
const step = (index: number, clause: string): AlertStep => {
  const node = base.nodes[index] as ExcerptNode;
  return {
    clause,
    time: node.start as string,
    host: node.host,
    event: first.event,
    process: node,
    records: node.records,
  };
};
const named = (name: string, rest: object): Alert => ({
  ...first,
  ...rest,
  rule: { ...first.rule, name, severity: 'critical' },
});
const elsewhere = {
  ...first.process,
  entity_id: 'elsewhere',
  name: 'gone.exe',
  command_line: 'gone.exe --now',
};
const [deep] = base.alerts.filter(({ ancestry }) => ancestry.length > 0) as [Alert];

const VERDICT: Verdict = {
  class: 'suspicious',
  score: 60,
  reasons: [{ kind: 'location', weight: 60, text: 'seen on one host of three', evidence: {} }],
};

/** Alerts of every form after the ordinary ones, which have a process in the tree. */
const sample: TreeExcerpt = {
  ...base,
  alerts: [
    ...base.alerts.map((alert, index) => (index % 2 === 0 ? { ...alert, verdict: VERDICT } : alert)),
    named('Of a process that is not here', { process: elsewhere, ancestry: deep.ancestry }),
    named('Of no process', {
      process: null,
      parent_source: null,
      ancestry: [],
      file: { path: 'C:\\evil.sys', size: 7 },
    }),
    named('Of a sequence', {
      process: elsewhere,
      steps: [step(3, 'name == "a"'), null, step(7, 'name == "b"')],
    }),
  ],
};

describe.skipIf(NO_BROWSER)(`alerts in Chromium (skipped: ${NO_BROWSER})`, () => {
  const viewers = new Viewers();
  let page: Page;
  beforeAll(async () => {
    await viewers.start();
    ({ page } = await viewers.open(sample));
  });
  afterAll(() => viewers.close());
  const choose = (name: string): Promise<void> => page.locator('.card', { hasText: name }).first().click();
  const details = (): Promise<string | null> => page.locator('.details').textContent();

  it('shows what triage made of one, and lists by it', async () => {
    const verdict = page.getByLabel('Verdict', { exact: true });
    await verdict.selectOption({ label: 'suspicious' });
    expect(await page.locator('.card .verdict').allTextContents()).toEqual(
      Array(Math.ceil(base.alerts.length / 2)).fill('suspicious'),
    );
    await page.locator('.card').first().click();
    await expect.poll(details).toContain('seen on one host of three');
    await verdict.selectOption({ label: 'any' });
  });

  it('lists those of one host', async () => {
    const host = page.getByLabel('Host', { exact: true });
    await host.selectOption({ label: 'WS-0143.halvard.example' });
    expect(new Set(await page.locator('.card .host').allTextContents())).toEqual(
      new Set(['WS-0143.halvard.example']),
    );
    await host.selectOption({ label: 'any' });
  });

  it('of a process that the file does not hold, tells what the alert knows', async () => {
    await choose('Of a process that is not here');
    await expect.poll(details).toContain('process is not in this file');
    expect(await details()).toContain('gone.exe --now');
    expect(await page.locator('.details .path button').allTextContents()).toEqual(
      [...deep.ancestry].reverse().map(({ name, pid }) => `${name} (${pid})`),
    );
    expect(await page.locator('.row.target').count()).toBe(0);
  });

  it('of no process, tells what the event is about', async () => {
    await choose('Of no process');
    await expect.poll(details).toContain('of no process');
    expect(await details()).toContain('file.path C:\\evil.sysfile.size 7');
  });

  it('of a sequence, lists its events, which lead to their processes', async () => {
    await choose('Of a sequence');
    await expect.poll(() => page.locator('.steps li').count()).toBe(3);
    expect(await page.locator('.steps li').nth(1).textContent()).toBe(
      'an event that must be missing, and was',
    );
    const seventh = base.nodes[7] as ExcerptNode;
    await page.locator('.steps button').nth(1).click();
    expect(await page.locator('.row.selected .pid').textContent()).toBe(String(seventh.pid));
  });

  it('is chosen by its mark in the tree, and let go with Escape', async () => {
    await page.locator('.row .alert-mark:not(.below)').first().click();
    expect(await page.locator('.row.target').count()).toBe(1);
    await page.getByRole('tree').press('Escape');
    expect(await page.locator('.row.target').count()).toBe(0);
    expect(await page.locator('.card.chosen').count()).toBe(0);
    expect(await page.locator('.row.selected').count()).toBe(1);
  });
});
