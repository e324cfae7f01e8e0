import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { findServer } from './programs.ts';

export type BrowserOptions = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'locale' | 'timezoneId' | 'permissions' | 'acceptDownloads'
>;

/** A real Chromium with an empty profile, without a window. */
export class LabBrowser implements AsyncDisposable {
  readonly context: BrowserContext;
  readonly #folder: string;

  constructor(context: BrowserContext, folder: string) {
    this.context = context;
    this.#folder = folder;
  }

  /** A tab, which notes what goes wrong in it. */
  async open(url: string): Promise<LabPage> {
    const page = await this.context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`console: ${message.text()}`);
    });
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    await page.goto(url);
    return { page, faults, requested };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

export type LabPage = {
  page: Page;
  /** Errors of its scripts and of its console, violations of its Content-Security-Policy among them. */
  faults: readonly string[];
  /** Every address that it asked for. */
  requested: readonly string[];
};

export async function startBrowser(options: BrowserOptions = {}): Promise<LabBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findServer('chromium'),
    headless: true,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    // Without these it looks for its maker's hosts at each start.
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    ...options,
  });
  return new LabBrowser(context, folder);
}
