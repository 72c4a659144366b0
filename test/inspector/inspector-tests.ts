import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../emulator/index.js';
import { JSON_TYPE } from '../support/requests.js';

/** An emulator with its inspector in a browser. */
export interface Inspected {
  readonly emulator: Emulator;
  readonly page: Page;
  /** Posts a body to a user's status. */
  post(user: string, body: string, type?: string): Promise<Response>;
}

export interface InspectorOptions {
  readonly emulator?: EmulatorOptions;
  readonly context?: BrowserContextOptions;
  /** Before the page is opened. */
  readonly before?: (emulator: Emulator, post: Inspected['post']) => unknown;
}

/** The browser: what CHROMIUM names must be there; else the tests are skipped where there is none. */
const executablePath =
  process.env.CHROMIUM ??
  ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
    existsSync(path),
  );

/** It asks nobody for anything on its own. */
const FLAGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
  ...['--disable-background-networking', '--disable-component-update'],
];

/** How wide a telephone is. */
export const NARROW: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

/**
 * The tests of one file: they share a browser, and each opens the inspector of an emulator of its own. After each, the
 * browser must have had nothing to complain of, and asked nobody else for anything.
 */
export function inspectorTests() {
  let browser: Browser | undefined;
  let ends: (() => Promise<unknown>)[] = [];
  const complaints: string[] = [];

  vi.setConfig({ testTimeout: 30_000 }); // of which a browser on a busy machine takes its part
  beforeAll(async () => {
    if (executablePath === undefined) return;
    browser = await chromium.launch({ executablePath, args: FLAGS });
  }, 60_000);
  beforeEach(({ skip }) => skip(executablePath === undefined, 'There is no Chromium: name one in CHROMIUM'));
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const end of ends.reverse()) await end();
    ends = [];
    expect(complaints.splice(0)).toEqual([]);
  });

  return {
    complaints,
    async open({ emulator: options, context: look, before }: InspectorOptions = {}): Promise<Inspected> {
      const emulator = await startEmulator({ port: 0, websocketPort: 'off', xmppPort: 'off', ...options });
      ends.push(() => emulator.stop());
      const post: Inspected['post'] = (user, body, type = JSON_TYPE) =>
        fetch(`${emulator.url}/rest/user/${user}?api-key=API_KEY`, {
          method: 'POST',
          headers: { 'Content-Type': type },
          body,
        });
      await before?.(emulator, post);
      const origin = `${emulator.url}/`; // which it has no more once it is stopped
      if (browser === undefined) throw new Error('the browser was not started');
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...look });
      ends.push(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(origin) && !/^(?:data|blob):/.test(url)) complaints.push(url);
      });
      await page.goto(`${emulator.url}/_emulator/`);
      await page.getByRole('status').getByText('live', { exact: true }).waitFor();
      return { emulator, page, post };
    },
  };
}

/** The row of the list that holds a text. */
export function rowOf(page: Page, text: string) {
  return page.getByRole('list', { name: 'What happened' }).getByRole('button').filter({ hasText: text });
}

/** The rows of requests that were answered with a status. */
export function rowsAnswered(page: Page, status: number) {
  return rowOf(page, '').filter({ has: page.locator('.answer', { hasText: new RegExp(`^${status}\\b`) }) });
}

/** What the contact list shows of a user. */
export function userOf(page: Page, jid: string) {
  return page.getByRole('list', { name: 'Users' }).locator(`[data-user="${jid}"]`);
}

/** How the contact list shows a user, in words. */
export function presenceOf(page: Page, jid: string) {
  return userOf(page, jid).locator('.user-presence');
}
