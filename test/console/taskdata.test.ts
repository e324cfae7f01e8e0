import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { readCsv } from '../../console/src/pages/task/testing/readcsv.ts';
import { startBrowser, type LabBrowser, type LabPage } from '../../lab/browser.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import { ended, had, lost, newTask } from '../conformance/store/given.ts';
import { pageTasks } from './pagetasks.ts';
import { signIn } from './signin.ts';

const host = 'cdn.example.com';
const nodes = ['edge-a', 'edge-b', 'edge-c', 'edge-d'];
const bigId = 'BIG00000000000000000000001';
const hostileId = 'HOSTILE0000000000000000001';
const bigUrls = 100_000;
/** Of the big task so many have ended; the rest waits, since the domain is paused, and is read again and again. */
const bigEnded = 3000;

const hostileUrls = [
  `http://${host}/"><img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`,
  `http://${host}/${'long/'.repeat(13_000)}end.ts`,
  `http://${host}/\u202egnp.evil.exe\u2066\u200f`,
  `http://${host}/control\u0000\u0007\u001b[31m\r\n\ttab`,
  '=HYPERLINK("http://evil.example.com","click")',
  'javascript:document.title="broken"',
  `http://${host}/lone\ud800surrogate`,
];
const hostileMessage = `<b onmouseover="document.title='broken'">bold</b> \u202etxet ${'m'.repeat(400)}`;

let forewarm: LabForewarm;
let browser: LabBrowser;
const stack = new AsyncDisposableStack();

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

beforeAll(async () => {
  forewarm = stack.use(
    await startForewarm({
      nodes: nodes.map((name) => ({ name, address: 'http://127.0.0.1:9' })),
      domains: [{ name: host, nodes }],
    }),
  );
  // The API takes 1000 URLs a task, and no such URLs: what a database may hold all the same is written into it.
  await forewarm.stop();
  const store = await openSqliteStore({ path: forewarm.storeFile });
  await store.setPause({ kind: 'domain', name: host, atMs: Date.now(), by: 'test' });
  await addBig(store);
  await addHostile(store);
  await store.close();
  await forewarm.start();
  browser = stack.use(await startBrowser());
});
afterAll(() => stack.disposeAsync());

const plan = {
  nodes: nodes.map((name) => ({ name, layer: 'edge' as const })),
  domains: [{ name: host, nodes: [0, 1, 2, 3], variants: [{}] }],
};

async function addBig(store: Store): Promise<void> {
  const urls = Array.from({ length: bigUrls }, (_, index) => ({ text: `http://${host}/video/segment-${index}.ts`, domain: 0 }));
  const { task } = await store.submit(newTask({ taskId: bigId, createdAtMs: Date.now(), plan, urls }));
  const lines = await store.openUrls(task, 0, bigEnded);
  const outcomeOf = (index: number): Outcome => (index % 40 === 7 ? { ...failed, httpStatus: 500 + (index % 3) } : proven);
  for (let first = 0; first < lines.length; first += 250) {
    const reports = lines
      .slice(first, first + 250)
      .flatMap(({ id }, index) => nodes.map((_, node) => ended(task, id, node, outcomeOf(first + index))));
    await store.record({ reports, nowMs: Date.now(), live: [] });
  }
}

const proven: Outcome = { ...had, verdict: 'hit-proven', cacheStatus: 'X-Cache-Status: HIT' };
const failed: Outcome = { ...lost, status: 'failed', reason: 'http_status', message: 'the node answered with a fault' };

async function addHostile(store: Store): Promise<void> {
  const said = {
    taskId: hostileId,
    createdAtMs: Date.now(),
    plan,
    urls: hostileUrls.map((text) => ({ text, domain: 0 })),
    comment: hostileMessage,
  };
  const { task } = await store.submit(newTask(said));
  const outcome: Outcome = { ...failed, reason: 'tls', message: hostileMessage, cacheStatus: '<i>HIT</i>\u202e' };
  const reports = (await store.openUrls(task, 0, 100)).flatMap(({ id }) => nodes.map((_, node) => ended(task, id, node, outcome)));
  await store.record({ reports, nowMs: Date.now(), live: [] });
}

async function open(path: string): Promise<LabPage> {
  const opened = await browser.open(`${forewarm.endpoint}/console/${path}`);
  await signIn(opened.page, forewarm);
  return opened;
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 });
const textOf = async (element: Locator) => (await element.innerText()).replaceAll('\n', '');
const matrix = (page: Page) => page.getByRole('table', { name: 'URLs and nodes' });
const row = (page: Page, place: number) => matrix(page).locator(`[role=row][aria-rowindex="${place + 2}"]`);

test('100,000 URLs scroll without a task of the page that takes longer than 200 ms', async () => {
  const { page, faults, requested } = await open(`tasks/${bigId}`);
  await row(page, 0).waitFor();
  // On and on, then from end to end.
  const scroll = () =>
    matrix(page).evaluate(async (table) => {
      const frame = () => new Promise((resolve) => void requestAnimationFrame(resolve));
      for (let step = 0; step < 80; step += 1) {
        table.scrollTop += 180;
        await frame();
      }
      for (const share of [0.1, 0.9, 0.2, 0.5, 1, 0, 0.7]) {
        table.scrollTop = share * table.scrollHeight;
        for (let step = 0; step < 5; step += 1) {
          table.scrollTop += 300;
          await frame();
        }
      }
    });
  // Even the processor's time grows where others have used up its caches, and a first way through is compiled on the way.
  const longestMs: number[] = [];
  while (longestMs.length < 3 && !longestMs.some((ms) => ms <= 200)) longestMs.push((await pageTasks(page, scroll))[0] ?? 0);
  expect(Math.min(...longestMs)).toBeGreaterThan(1);
  expect(Math.min(...longestMs)).toBeLessThanOrEqual(200);
  const rows = await matrix(page).locator('[role=row]').count();
  expect(rows).toBeLessThan(100);
  await matrix(page).press('End');
  await eventually(() => textOf(row(page, bigUrls - 1))).toMatch(/100,000.*segment-99999\.ts/);
  await matrix(page).press('Home');
  await eventually(() => textOf(row(page, 7))).toMatch(/segment-7\.ts/);
  await eventually(() => row(page, 7).getByRole('cell').last().innerText()).toBe('HTTP 501');
  // Pages that are merely passed by are not read: a thousand would be.
  expect(requested.filter((url) => url === `${forewarm.endpoint}/`).length).toBeLessThan(400);
  expect(faults).toEqual([]);
  await page.close();
});

test('what is exported of 100,000 URLs is all of them', async () => {
  const { page, faults } = await open(`tasks/${bigId}`);
  const button = page.getByRole('button', { name: 'Export CSV' });
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: 90_000 }), button.click()]);
  const lines = readCsv(await readFile(await file.path(), 'utf8'));
  expect(lines).toHaveLength(1 + bigUrls * nodes.length);
  expect(lines.at(-1)?.slice(0, 2)).toEqual([`http://${host}/video/segment-99999.ts`, 'wait']);
  await button.waitFor();
  expect(faults).toEqual([]);
  await page.close();
});

test('hostile data is text, wherever it is shown', async () => {
  const { page, faults } = await open(`tasks/${hostileId}`);
  const title = await page.title();
  await row(page, 0).waitFor();
  await eventually(() => page.getByText('7 failed: 7 TLS failed').count()).toBe(1);
  for (const place of hostileUrls.keys()) {
    await row(page, place).click({ position: { x: 20, y: 10 } });
    const panel = page.getByRole('complementary', { name: 'One URL' });
    await eventually(() => textOf(panel)).toContain(`URL ${place + 1} of 7`);
    await panel.getByText('bold').first().hover();
  }
  expect(page.url()).toContain('url=6');
  const shown = await textOf(page.locator('main'));
  expect(shown).toContain('<script>');
  expect(shown).toContain('\\u{202e}gnp.evil.exe\\u{2066}\\u{200f}');
  expect(shown).toContain('<b onmouseover=');
  expect(shown.replaceAll('\t', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(
    await page.locator('main').evaluate((main) => main.querySelectorAll('script, img, b[onmouseover], i, a[href^="javascript"]').length),
  ).toBe(0);
  // Nothing is wider than the page, however long it is.
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole('link', { name: 'Tasks' }).first().click();
  await page
    .getByText('<b onmouseover=')
    .first()
    .hover({ position: { x: 10, y: 5 } });
  expect(await page.title()).not.toBe('broken');
  expect(title).not.toBe('broken');
  expect(faults).toEqual([]);
  await page.close();
});

test('hostile data is no formula in an export', async () => {
  const { page, faults } = await open(`tasks/${hostileId}`);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Export CSV' }).click()]);
  const lines = readCsv(await readFile(await file.path(), 'utf8')).slice(1);
  const written = [...new Set(lines.map(([url]) => url))];
  expect(written.map((url) => url?.slice(0, 12))).toEqual(hostileUrls.map((url) => `${url.startsWith('=') ? "'" : ''}${url}`.slice(0, 12)));
  expect(written[1]).toBe(hostileUrls[1]);
  expect(faults).toEqual([]);
  await page.close();
});
