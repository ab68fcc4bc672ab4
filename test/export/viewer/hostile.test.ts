import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visible } from '../../../src/model/text.ts';
import type { ExcerptNode, TreeExcerpt } from '../../../src/model/tree-excerpt.ts';
import type { TriageContext } from '../../../src/model/triage-context.ts';
import type { VerdictClass } from '../../../src/model/verdict.ts';
import { NO_BROWSER, type Opened, Viewers } from '../../support/browser.ts';
import { excerpt } from '../../support/fleet-excerpt.ts';
import { CANARY, HOSTILE } from '../../support/hostile-text.ts';

/** An excerpt in which every text that a log could hold is the hostile one, a process for each. */
function hostileExcerpt(texts: readonly string[]): TreeExcerpt {
  const made = excerpt({ processes: texts.length, perAlert: 1_000 });
  const [alert] = made.alerts;
  if (alert === undefined) throw new Error('too few processes for an alert');
  const nodes = texts.map(
    (text, rid): ExcerptNode => ({
      ...(made.nodes[rid] as ExcerptNode),
      entity_id: text,
      host: { id: null, name: text },
      name: text,
      executable: text,
      command_line: text,
      user: { id: text, name: text, domain: text },
      hash: { md5: text, sha1: text, sha256: text },
      code_signature: { exists: true, trusted: false, status: text, subject_name: text },
      parent: null,
      link: null,
      alerts: [rid],
      records: [{ source: text, record: 1, log: text, matched: true }],
      activity: [
        { time: text, category: text, action: text, subject: text },
        { time: null, category: 'file', action: null, subject: text },
      ],
      activityCount: 2,
    }),
  );
  const alerts = texts.map((text) => ({
    ...alert,
    id: text,
    rule: { ...alert.rule, id: text, name: text },
    clause: text,
    host: { id: null, name: text },
    facts: [text],
    file: { path: text, [text]: text },
    verdict: {
      class: text as VerdictClass,
      score: 1,
      reasons: [{ kind: 'location', weight: 1, text, evidence: {} } as const],
    },
  }));
  const context: TriageContext = {
    images: texts.map((text, node) => ({
      node,
      at_home: false,
      original_file_name: text,
      path: null,
      hash: null,
    })),
    alerts: texts.map((text, alert) => ({
      alert,
      services: [{ time: null, name: text, image: text, account: text }],
      logons: [
        {
          time: 1e15,
          code: text,
          action: text,
          type: text,
          user: text,
          domain: text,
          address: text,
          workstation: text,
          logon_id: text,
          own: true,
        },
      ],
    })),
    responses: texts.map((text) => ({ rule: text, version: alert.rule.version, text: `- ${text}\n${text}` })),
  };
  return { title: texts.join(' '), nodes, alerts, omitted: texts, context };
}

const said = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).allTextContents()).join('\n');

describe.skipIf(NO_BROWSER)(`hostile text in Chromium (skipped: ${NO_BROWSER})`, () => {
  const viewers = new Viewers();
  const names = Object.keys(HOSTILE);
  let opened: Opened;
  beforeAll(async () => {
    await viewers.start();
    opened = await viewers.open(hostileExcerpt(Object.values(HOSTILE)));
  });
  afterAll(() => viewers.close());

  it.each(names)('%s is shown as it is, in the list, the tree and the details', async (name) => {
    const { page } = opened;
    const shown = visible(HOSTILE[name] as string);
    await page.getByRole('listbox').focus();
    await page.keyboard.press('Home');
    for (let at = 0; at < names.indexOf(name); at += 1) await page.keyboard.press('ArrowDown');
    await expect.poll(() => said(page, '.details h2')).toContain(shown);
    expect(await said(page, '.card.chosen')).toContain(shown);
    expect(await said(page, '.row.target')).toContain(shown);
    expect((await said(page, '.details')).split(shown).length).toBeGreaterThan(10);
  });

  it('each is searched for, marked and drawn', async () => {
    const { page } = opened;
    for (const text of Object.values(HOSTILE)) {
      await page.getByLabel('Search all processes').fill(text);
      await page.getByLabel('Search all processes').press('Enter');
    }
    await page.getByRole('tree').focus();
    await page.keyboard.press('g');
    await page.getByRole('button', { name: 'Fit' }).click();
    await page.keyboard.press('g');
    await page.getByRole('button', { name: 'Help' }).click();
    await page.keyboard.press('Escape');
    expect(await page.locator('.row').count()).toBeGreaterThan(0);
  });

  it('nothing ran, nothing was asked for, nothing was made of it but text', async () => {
    const { page, requests, dialogs, errors } = opened;
    await page.mouse.move(400, 300);
    await page.waitForTimeout(200);
    expect(await page.evaluate(`window.${CANARY}`)).toBeUndefined();
    expect({ requests, dialogs, errors }).toEqual({ requests: [], dialogs: [], errors: [] });
    expect(
      await page
        .locator('#app :is(script, style, img, svg, iframe, object, form, a, base, meta, link, animate)')
        .count(),
    ).toBe(0);
    const handlers = await page.evaluate(
      `[...document.querySelectorAll('*')].flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on')).length`,
    );
    expect(handlers).toBe(0);
    expect(page.url()).toMatch(/^file:/);
  });

  it('what would run if it were there is refused: script, handler, style, image, request', async () => {
    const { page, requests, errors } = await viewers.open(excerpt({ processes: 5 }));
    const refused = await page.evaluate(`(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const refused = [];
      const attempt = (name, act) => { try { act(); } catch { refused.push(name); } };
      attempt('markup', () => { document.body.innerHTML = '<img src=x onerror="window.${CANARY}=1">'; });
      attempt('eval', () => { new Function('window.${CANARY}=1')(); });
      attempt('script', () => { document.createElement('script').text = 'window.${CANARY}=1'; });
      const image = document.createElement('img');
      try { image.setAttribute('onerror', 'window.${CANARY}=1'); } catch {}
      image.src = 'https://evil.example/leak.png';
      document.body.append(image);
      await fetch('https://evil.example/').catch(() => { refused.push('request'); });
      await new Promise((resolve) => setTimeout(resolve, 100));
      return refused;
    })()`);
    expect(refused).toEqual(['markup', 'eval', 'script', 'request']);
    expect(await page.evaluate(`window.${CANARY}`)).toBeUndefined();
    expect(requests).toEqual([]);
    expect(errors.join('\n')).toContain('evil.example/leak.png');
  });

  it('one line of a megabyte is cut in the row and whole in the details', async () => {
    const line = `${'A'.repeat(500_000)}<script>${CANARY}=1</script>${'\u202e'.repeat(10)}${'B'.repeat(500_000)} end-of-line`;
    const made = excerpt({ processes: 20, perAlert: 1_000 });
    const nodes = made.nodes.map((node) => (node.alerts.length > 0 ? { ...node, command_line: line } : node));
    const { page, requests, errors } = await viewers.open({ ...made, nodes });
    expect((await page.locator('.row.target .command').textContent())?.length).toBeLessThan(500);
    await page.getByRole('button', { name: 'Show all 1,000,' }).click();
    expect(await said(page, '.details pre')).toContain(visible(line));
    await page.getByRole('button', { name: 'Copy raw' }).first().click();
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(line);
    await page.getByLabel('Search all processes').fill('end-of-line');
    await page.locator('.found', { hasText: '1 of 1' }).waitFor();
    expect({ requests, errors }).toEqual({ requests: [], errors: [] });
  });
});
