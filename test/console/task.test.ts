import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { readCsv } from '../../console/src/pages/task/testing/readcsv.ts';
import { startBrowser, type LabBrowser, type LabPage } from '../../lab/browser.ts';
import type { Answer } from '../../src/client/index.ts';
import { signIn } from './signin.ts';
import { setStage, type Stage } from './stage.ts';

type UrlDetail = Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number];

let stage: Stage;
let browser: LabBrowser;
const stack = new AsyncDisposableStack();

vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  stage = stack.use(await setStage());
  browser = stack.use(await startBrowser({ permissions: ['clipboard-read', 'clipboard-write'] }));
});
afterAll(() => stack.disposeAsync());

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });

async function open(path: string): Promise<LabPage> {
  const opened = await browser.open(`${stage.forewarm.endpoint}/console/tasks/${path}`);
  await signIn(opened.page, stage.forewarm);
  return opened;
}

async function summary(taskId: string) {
  const { TaskSummaryList } = await stage.forewarm.client.call('DescribeUcdnTaskSummary', { TaskId: [taskId] });
  const [task] = TaskSummaryList;
  if (task === undefined) throw new Error(`no task ${taskId}`);
  return task;
}

async function details(TaskId: string): Promise<UrlDetail[]> {
  return (await stage.forewarm.client.call('DescribePrefetchUrlDetail', { TaskId, Limit: 1000 })).UrlDetailList;
}

const matrix = (page: Page) => page.getByRole('table', { name: 'URLs and nodes' });
/** Without the line breaks between parts that stand side by side. */
const textOf = async (element: Locator) => (await element.innerText()).replaceAll('\n', '');
const row = (page: Page, place: number) => matrix(page).locator(`[role=row][aria-rowindex="${place + 2}"]`);

/** How the page says it. */
const words: Readonly<Record<string, string>> = { 'hit-proven': 'hit proven', 'stored-likely': 'stored, likely' };
const wordOf = ({ Verdict, HttpStatus }: UrlDetail['Nodes'][number]) => words[Verdict ?? ''] ?? `HTTP ${HttpStatus}`;

describe('a task that failed in part', () => {
  test('says in one line what came of it, then why, then what each node made of each URL: as the API has it', async () => {
    const { page, faults } = await open(stage.taskIds.partly);
    await page.getByText(/^20 of 29 URLs .* on all of their nodes \(2\).*; 9 failed: 9 HTTP 404\.$/).waitFor();
    const why = page.getByRole('region', { name: 'What failed, by reason' });
    await eventually(() => textOf(why)).toMatch(/HTTP 4049 URLsthe node answered with status 404.*\/gone\/0\.jpg.*9 on edge-/);
    const truth = await details(stage.taskIds.partly);
    for (const [place, url] of truth.entries()) {
      if (place % 4 > 0) continue;
      await matrix(page).evaluate((table, top) => table.scrollTo({ top }), place * 32);
      const cells = row(page, place).getByRole('cell');
      await eventually(() => textOf(cells.nth(2).locator('bdi'))).toBe(url.Url);
      expect((await cells.allInnerTexts()).slice(-2)).toEqual(url.Nodes.map(wordOf));
    }
    await page.getByRole('link', { name: 'failed 9' }).click();
    await eventually(() => matrix(page).getAttribute('aria-rowcount')).toBe('10');
    expect(page.url()).toContain('?Status=failure');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('shows all of one URL beside the list, at an address of its own', async () => {
    const { page, faults } = await open(`${stage.taskIds.partly}?Status=failure`);
    await row(page, 2).click({ position: { x: 20, y: 10 } });
    const panel = page.getByRole('complementary', { name: 'One URL' });
    await eventually(() => textOf(panel)).toMatch(/URL 3 of 9.*gone\/2\.jpg.*edge-sh-1.*HTTP 404.*edge-bj-1/);
    expect(page.url()).toMatch(/Status=failure&url=2$/);
    expect(await panel.getByRole('link', { name: 'Explain' }).getAttribute('href')).toBe(
      `/console/explain?url=${encodeURIComponent('http://cdn.example.com/gone/2.jpg')}`,
    );
    await page.reload();
    await signIn(page, stage.forewarm);
    await panel.getByRole('button', { name: 'Next' }).click();
    await eventually(() => panel.innerText()).toMatch(/URL 4 of 9[^]*gone\/3\.jpg/);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await eventually(() => page.url()).toMatch(/\?Status=failure$/);
    await page.keyboard.press('Escape');
    await eventually(() => new URL(page.url()).pathname).toBe('/console/tasks');
    expect(faults).toEqual([]);
    await page.close();
  });

  test('is exported whole or as it is filtered, as CSV and as JSON', async () => {
    const { page, faults } = await open(stage.taskIds.partly);
    const truth = await details(stage.taskIds.partly);
    const download = async (name: string) => {
      const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
    };
    const json = await download('Export JSON');
    expect(json.name).toBe(`forewarm-${stage.taskIds.partly}.json`);
    expect(JSON.parse(json.text)).toMatchObject({ Task: { TaskId: stage.taskIds.partly }, UrlDetailList: truth });
    const [head = [], ...lines] = readCsv((await download('Export CSV')).text);
    const cell = (line: readonly string[], name: string) => line[head.indexOf(name)];
    expect(lines.map((line) => [cell(line, 'url'), cell(line, 'node'), cell(line, 'node_status'), cell(line, 'http_status')])).toEqual(
      truth.flatMap(({ Url, Nodes }) => Nodes.map(({ Node, Status, HttpStatus }) => [Url, Node, Status, String(HttpStatus)])),
    );
    await page.getByRole('link', { name: 'failed 9' }).click();
    await eventually(() => page.url()).toContain('Status=failure');
    const [, ...failed] = readCsv((await download('Export CSV')).text);
    expect(failed.map((line) => cell(line, 'url'))).toEqual(
      truth.filter(({ Status }) => Status === 'failure').flatMap(({ Url, Nodes }) => Nodes.map(() => Url)),
    );
    expect(faults).toEqual([]);
    await page.close();
  });

  test('is copied as curl without any key, and that asks for it', async () => {
    const { page, faults } = await open(stage.taskIds.partly);
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    const copied = await eventually(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('curl')
      .then(() => page.evaluate(() => navigator.clipboard.readText()));
    const { publicKey, privateKey, clientEnv } = stage.forewarm;
    expect(copied).not.toContain(publicKey);
    expect(copied).not.toContain(privateKey);
    const said = execFileSync('sh', ['-c', copied], { env: { PATH: process.env['PATH'], ...clientEnv }, encoding: 'utf8' });
    expect(JSON.parse(said)).toMatchObject({ RetCode: 0, TaskSummaryList: [{ TaskId: stage.taskIds.partly, UrlCount: 29 }] });
    expect(faults).toEqual([]);
    await page.close();
  });

  test('is retried as a task of what failed, which is shown and leads back', async () => {
    const { page, faults } = await open(stage.taskIds.partly);
    await page.getByRole('button', { name: 'Retry 9 failed URLs' }).click();
    await eventually(() => page.url()).not.toContain(stage.taskIds.partly);
    const retryId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByText(/^0 of 9 URLs .*9 failed: 9 HTTP 404\.$/).waitFor();
    expect(await summary(retryId)).toMatchObject({ RetryOf: stage.taskIds.partly, UrlCount: 9 });
    await page.getByRole('link', { name: stage.taskIds.partly.slice(0, 10) }).click();
    await page.getByText(/^20 of 29 URLs/).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });
});

test('nodes are asked again what they have of a task that succeeded', async () => {
  const { page, faults } = await open(stage.taskIds.warm);
  await page.getByRole('button', { name: 'Check coverage' }).click();
  const coverage = page.getByRole('table', { name: 'Coverage now' });
  await eventually(() => coverage.getByRole('row').allInnerTexts()).toHaveLength(3);
  const { NodeList } = await stage.forewarm.client.call('CheckUcdnTaskCoverage', { TaskId: stage.taskIds.warm });
  for (const { Node, Fresh, Expired, Absent } of NodeList) {
    const cells = await coverage.getByRole('row').filter({ hasText: Node }).getByRole('cell').allInnerTexts();
    expect(cells.slice(2, 5)).toEqual([Fresh, Expired, Absent].map(String));
  }
  expect(faults).toEqual([]);
  await page.close();
});

test('a running task is cancelled once its reach was shown and its name was typed', async () => {
  const { page, faults } = await open(stage.taskIds.running);
  await page.getByRole('img', { name: 'URLs ended per second' }).waitFor();
  await page.getByRole('button', { name: 'Cancel the task' }).click();
  const dialog = page.getByRole('dialog', { name: 'Cancel this task?' });
  await eventually(() => dialog.innerText()).toMatch(
    /\d+ URLs that have not ended become failed[^]*\d+ URLs? that ha(ve|s) ended keeps? (its|their) outcome/,
  );
  const confirm = dialog.getByRole('button', { name: 'Cancel the task' });
  const typed = dialog.getByRole('textbox');
  await typed.fill('yes');
  expect(await confirm.isDisabled()).toBe(true);
  expect((await summary(stage.taskIds.running)).Status).toBe('process');
  await typed.fill(stage.taskIds.running.slice(-6));
  await confirm.click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('The task was cancelled').waitFor();
  const ended = await summary(stage.taskIds.running);
  expect(ended).toMatchObject({ Status: 'failure', WaitCount: 0, ProcessCount: 0 });
  await eventually(() => page.getByText(/500 URLs .* failed: .*cancelled/).count()).toBe(1);
  await eventually(() => page.getByRole('button', { name: 'Cancel the task' }).count()).toBe(0);
  await eventually(() => row(page, 499 - 480).innerText()).toContain('cancelled');
  expect(faults).toEqual([]);
  await page.close();
});

test('a task that is not there is said to be so', async () => {
  const { page, faults } = await open('01NOSUCHTASK');
  await page.getByText('There is no such task').waitFor();
  expect(faults).toEqual([]);
  await page.close();
});
