import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Page } from 'playwright-core';
import { startBrowser, type LabBrowser, type LabPage } from '../../lab/browser.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { waitForTasks } from '../../src/client/index.ts';
import { signIn } from './signin.ts';

const host = 'cdn.example.com';
/** Its tasks wait: it is paused. */
const heldHost = 'held.example.com';
const heldTasks = 60;

let forewarm: LabForewarm;
let browser: LabBrowser;
let failedId: string;
const stack = new AsyncDisposableStack();

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  const origin = stack.use(await startNginxOrigin({ files: { '/there.js': 'x' } }));
  const edge = stack.use(await startNginxEdge({ upstream: origin.port }));
  forewarm = stack.use(
    await startForewarm({
      nodes: [{ name: 'edge', address: edge.address, cache: 'nginx' }],
      domains: [host, heldHost].map((name) => ({ name, nodes: ['edge'] })),
      more: { retry: { attempts: 1 } },
    }),
  );
  const { client } = forewarm;
  await client.call('PauseUcdnFetch', { Domain: heldHost });
  const failed = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/there.js`, `http://${host}/gone.js`] });
  failedId = failed.TaskId;
  await waitForTasks(client, [failedId], { pollMs: 100 });
  for (let index = 0; index < heldTasks; index += 1) await hold(`held ${index}`);
  browser = stack.use(await startBrowser());
});
afterAll(() => stack.disposeAsync());

/** Submits a task that waits. */
async function hold(comment: string): Promise<string> {
  const UrlList = [`http://${heldHost}/${encodeURIComponent(comment)}`];
  return (await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList, Comment: comment })).TaskId;
}

/** TaskIds in the order of the API: newest first. */
async function taskIds(): Promise<string[]> {
  const { TaskSummaryList } = await forewarm.client.call('DescribeUcdnTaskSummary', { Limit: 1000 });
  return TaskSummaryList.map(({ TaskId }) => TaskId);
}

async function open(path: string): Promise<LabPage> {
  const opened = await browser.open(`${forewarm.endpoint}/console/${path}`);
  await signIn(opened.page, forewarm);
  return opened;
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
const rows = (page: Page) => page.getByRole('table', { name: 'Tasks' }).locator('[role=row][aria-rowindex]:not([aria-rowindex="1"])');
const row = (page: Page, place: number) => page.getByRole('table', { name: 'Tasks' }).locator(`[role=row][aria-rowindex="${place + 2}"]`);
const idOf = (page: Page, place: number) => row(page, place).getByRole('link').innerText();
const firstSeen = (page: Page) => page.getByRole('table', { name: 'Tasks' }).evaluate((table) => Math.round(table.scrollTop / 32));

describe('the list of tasks', () => {
  test('is that of the API, newest first, and says of each how far it is', async () => {
    const { page, faults } = await open('tasks');
    const ids = await taskIds();
    await rows(page).first().waitFor();
    for (const place of [0, 1, 9]) expect((await idOf(page, place)).replaceAll(/\s/g, '')).toBe(ids[place]);
    await eventually(() => row(page, 0).innerText()).toMatch(/waiting[^]*held 59/);
    await page.getByRole('table', { name: 'Tasks' }).press('End');
    await eventually(() => row(page, ids.length - 1).innerText()).toMatch(/failed[^]*100%\s+2\s+1/);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('stands still while tasks come: they wait at its top until one looks', async () => {
    const { page, faults } = await open('tasks');
    const before = await taskIds();
    const table = page.getByRole('table', { name: 'Tasks' });
    await row(page, 0).waitFor();
    await table.evaluate((element) => element.scrollTo({ top: 20 * 32 }));
    await row(page, 20).waitFor();
    await eventually(() => page.url()).toContain('at=20');
    const came = [await hold('came first'), await hold('came second'), await hold('came third')];
    const waiting = page.getByRole('button', { name: '3 new tasks' });
    await waiting.waitFor();
    expect((await idOf(page, 20)).replaceAll(/\s/g, '')).toBe(before[20]);
    expect(await firstSeen(page)).toBe(20);
    await waiting.click();
    await eventually(() => firstSeen(page)).toBe(0);
    await eventually(() => idOf(page, 0).then((id) => id.replaceAll(/\s/g, ''))).toBe(came[2]);
    await eventually(() => waiting.count()).toBe(0);
    expect(new URL(page.url()).search).toBe('');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('has its filters in the address: they hold after going back, and after a reload and another sign-in', async () => {
    const { page, faults } = await open('tasks');
    await page.getByLabel('Status').selectOption('failure');
    await page.getByLabel('Created').selectOption('7d');
    await eventually(() => rows(page).count()).toBe(1);
    const address = page.url();
    expect(address).toContain('?Status=failure&window=7d');
    await rows(page)
      .first()
      .click({ position: { x: 20, y: 10 } });
    await eventually(() => page.url()).toContain(`/console/tasks/${failedId}`);
    await page.getByText('1 of 2 URLs').first().waitFor();
    await page.goBack();
    await eventually(() => rows(page).count()).toBe(1);
    expect(page.url()).toBe(address);
    await page.reload();
    await signIn(page, forewarm);
    await eventually(() => rows(page).count()).toBe(1);
    expect(await page.getByLabel('Status').inputValue()).toBe('failure');
    expect(await page.getByLabel('Created').inputValue()).toBe('7d');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await eventually(() => rows(page).count()).toBeGreaterThan(10);
    await page.getByLabel('Type').selectOption('refresh');
    await page.getByText('No task matches').waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  test('shows the same place again when one comes back from a task', async () => {
    const { page, faults } = await open('tasks');
    await row(page, 0).waitFor();
    await page.getByRole('table', { name: 'Tasks' }).evaluate((table) => table.scrollTo({ top: 25 * 32 }));
    await eventually(() => page.url()).toContain('at=25');
    const id = await idOf(page, 30);
    await row(page, 30).click({ position: { x: 20, y: 10 } });
    await eventually(() => page.url()).toContain(`/tasks/${id.replaceAll(/\s/g, '')}`);
    await hold('meanwhile');
    await page.goBack();
    await eventually(() => firstSeen(page)).toBe(25);
    expect(await idOf(page, 30)).toBe(id);
    expect(faults).toEqual([]);
    await page.close();
  });

  test('is reached by the keyboard alone: / looks for a TaskId, j, k and Enter open', async () => {
    const { page, faults } = await open('');
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await row(page, 0).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(failedId);
    await eventually(() => rows(page).count()).toBe(1);
    expect(page.url()).toContain(`TaskId=${failedId}`);
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('01NOSUCHTASK');
    await page.getByText('There is no task of this id').waitFor();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await eventually(() => rows(page).count()).toBeGreaterThan(10);
    await page.getByLabel('Task', { exact: true }).blur();
    const ids = await taskIds();
    for (const key of ['j', 'j', 'j', 'k', 'Enter']) await page.keyboard.press(key);
    await eventually(() => page.url()).toContain(`/console/tasks/${ids[1]}`);
    await page.getByText('0 of 1 URL').waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => new URL(page.url()).pathname).toBe('/console/tasks');
    expect(faults).toEqual([]);
    await page.close();
  });
});
