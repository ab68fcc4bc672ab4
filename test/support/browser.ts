import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { html } from '../../src/export/html.ts';
import type { TreeExcerpt } from '../../src/model/tree-excerpt.ts';

const CHROMIUM = '/usr/bin/chromium';
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Why there is no browser to test in; undefined where there is one. */
export const NO_BROWSER = existsSync(CHROMIUM) ? undefined : `${CHROMIUM} is absent`;

/** A page of the viewer, opened from disk, and everything it did that it should not. */
export interface Opened {
  readonly page: Page;
  /** Addresses it asked for, but for its own file. */
  readonly requests: string[];
  readonly dialogs: string[];
  /** Errors thrown, and those that the browser reports: what the policy refused among them. */
  readonly errors: string[];
}

/** Chromium with a folder for the pages; `close` ends one and removes the other. */
export class Viewers {
  private browser: Browser | undefined;
  private folder = '';
  private count = 0;

  async start(): Promise<void> {
    this.browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    this.folder = await mkdtemp(join(tmpdir(), 'stemma-viewer-'));
  }

  async close(): Promise<void> {
    await this.browser?.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes the page of an excerpt and opens it, 1280 pixels wide unless told; returns when it is ready. */
  async open(excerpt: TreeExcerpt, viewport = { width: 1280, height: 800 }): Promise<Opened> {
    this.count += 1;
    const file = join(this.folder, `${this.count}.html`);
    await writeFile(file, [...html(excerpt)].join(''));
    const address = pathToFileURL(file).href;
    const context = await (this.browser as Browser).newContext({
      viewport,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const opened: Opened = { page, requests: [], dialogs: [], errors: [] };
    await context.route('**/*', (route) => {
      if (route.request().url() === address) return route.continue();
      opened.requests.push(route.request().url());
      return route.abort();
    });
    page.on('dialog', (dialog) => {
      opened.dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('pageerror', (error) => opened.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') opened.errors.push(message.text());
    });
    await page.goto(address);
    await page.waitForSelector('html[data-ready]');
    return opened;
  }
}
