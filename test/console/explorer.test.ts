import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { body } from '../../lab/behaviours.ts';
import { startBrowser, type LabBrowser, type LabPage } from '../../lab/browser.ts';
import { makeFolder } from '../../lab/folder.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { answerIn, environmentOf } from './samples/promises.ts';
import { hostileUrl } from './samples/hostile.ts';
import { runSample } from './samples/running.ts';
import { signIn } from './signin.ts';

const host = 'cdn.test';
let origin: Origin;
let forewarm: LabForewarm;
let browser: LabBrowser;
let tab: LabPage;
let page: Page;

beforeAll(async () => {
  origin = await startOrigin({ otherwise: body() });
  forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: origin.address }],
    domains: [{ name: host, id: 'ucdn-demo', nodes: ['edge'] }],
    more: { masterKey: randomBytes(32).toString('hex') },
  });
  browser = await startBrowser({ viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Shanghai' });
  tab = await browser.open(`${forewarm.endpoint}/console/`);
  ({ page } = tab);
  await signIn(page, forewarm);
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  await forewarm[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
});

/** Chooses an action in the list. */
async function choose(action: string): Promise<void> {
  await page.getByRole('link', { name: 'API explorer' }).click();
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill(action);
  await page.getByRole('navigation', { name: 'Actions' }).getByRole('link', { name: action }).click();
  await page.getByRole('heading', { name: action, exact: true }).waitFor();
}

async function shownAnswer(): Promise<string> {
  const region = page.getByRole('region', { name: 'Answer', exact: true }).last();
  await region.waitFor();
  return (await region.textContent()) ?? '';
}

test('a query is filled in, sent and answered, beside what its fields mean', async () => {
  await choose('GetUcdnDomainPrefetchEnable');
  await page.getByLabel(/^DomainId/).fill('ucdn-demo');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  expect(await shownAnswer()).toContain('"Enable": 1');
  await expect.poll(() => page.getByText('RetCode 0').isVisible()).toBe(true);
  expect(await page.getByRole('region', { name: 'Fields of the answer' }).textContent()).toContain('prefetch is switched off');
});

test('a refusal is told with its RetCode, what it means and the server’s message', async () => {
  await choose('GetUcdnDomainPrefetchEnable');
  await page.getByLabel(/^DomainId/).fill('nobody');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('RetCode 600').waitFor();
  expect(await page.getByText('No domain of the project that the request acts in').isVisible()).toBe(true);
  expect(await shownAnswer()).toContain('nobody');
});

test('times are picked in the browser’s zone, which is told, and sent in seconds', async () => {
  await choose('DescribeUcdnTaskSummary');
  await page.getByLabel(/^BeginTime$/).fill('2026-01-01T08:00:00');
  expect(await page.getByLabel('BeginTime in seconds since 1970').inputValue()).toBe('1767225600');
  expect(await page.getByText('Asia/Shanghai, UTC+08:00').first().isVisible()).toBe(true);
  await expect.poll(() => page.url()).toContain('BeginTime=1767225600');
});

describe('a call that changes something', () => {
  const url = hostileUrl(host);

  test('is asked about, can be tried first, and is done once it is sent', async () => {
    await choose('PrefetchNewUcdnDomainCache');
    await page.getByLabel(/^UrlList\.N/).fill(url);
    await page.getByRole('button', { name: 'Send…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('Submits URLs to be pulled');
    await dialog.getByRole('button', { name: 'Try it as a dry run' }).click();
    expect(await shownAnswer()).toContain('"DryRunList"');
    expect((await forewarm.client.call('DescribeUcdnTaskSummary', {})).TotalCount).toBe(0);

    await page.getByText('more parameters').click();
    await page.getByLabel(/^DryRun$/).selectOption('not sent');
    await page.getByRole('button', { name: 'Send…' }).click();
    await dialog.getByRole('button', { name: 'Send it' }).click();
    await expect.poll(async () => (await forewarm.client.call('DescribeUcdnTaskSummary', {})).TotalCount).toBe(1);
    const { TaskList } = await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', {});
    expect(TaskList[0]?.UrlLists).toMatchObject([{ Url: url }]);
  });

  test('stands in the address whole, and never a key', async () => {
    await expect.poll(() => new URL(page.url()).searchParams.getAll('UrlList')).toEqual([url]);
    expect(page.url()).not.toContain(forewarm.privateKey);
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.goBack();
    await expect.poll(() => page.getByLabel(/^UrlList\.N/).inputValue()).toBe(url);
  });

  test('is there as code that works when it is pasted', async () => {
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    const code = (await page.getByLabel('Code', { exact: true }).last().textContent()) ?? '';
    expect(code).not.toContain(forewarm.privateKey);
    await using folder = await makeFolder('pasted');
    const ended = await runSample('curl', code, join(folder.path, 'curl'), environmentOf(forewarm));
    expect(answerIn(ended)).toMatchObject({ RetCode: 0, TaskId: expect.any(String) });
  });

  test('shows the text that is signed, without the private key, and its signature', async () => {
    const sent = page.waitForRequest((request) => request.method() === 'POST' && (request.postData() ?? '').includes('DescribeUcdnPause'));
    await choose('DescribeUcdnPause');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const signature = /"Signature":"([0-9a-f]{40})"/.exec((await sent).postData() ?? '')?.[1] ?? 'none';
    await page.getByRole('button', { name: 'Signature', exact: true }).click();
    const text = (await page.getByLabel('The text that is signed').textContent()) ?? '';
    expect(text).toBe(`ActionDescribeUcdnPausePublicKey${forewarm.publicKey}•••`);
    expect(await page.getByText(signature).isVisible()).toBe(true);
  });
});

test('a call of this tab is opened again with its form and its answer', async () => {
  await page.getByRole('button', { name: /^History/ }).click();
  await page.getByRole('table', { name: 'Calls of this tab' }).getByText('600').click();
  await page.getByRole('heading', { name: 'GetUcdnDomainPrefetchEnable', exact: true }).waitFor();
  expect(await page.getByLabel(/^DomainId/).inputValue()).toBe('nobody');
  expect(await shownAnswer()).toContain('nobody');
});

test('a secret is shown only when asked for, and not by the history', async () => {
  await choose('CreateUcdnKey');
  await page.getByRole('button', { name: 'Send…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send it' }).click();
  expect(await shownAnswer()).toContain('"PrivateKey": "•••"');
  await page.getByRole('button', { name: 'Show secrets' }).click();
  expect(await shownAnswer()).toMatch(/"PrivateKey": "[^•"]{20,}"/);
  await choose('DescribeUcdnPause');
  await page.getByRole('button', { name: /^History/ }).click();
  await page.getByRole('table', { name: 'Calls of this tab' }).getByText('CreateUcdnKey').click();
  expect(await shownAnswer()).toContain('"PrivateKey": "•••"');
  expect(await page.getByRole('button', { name: 'Show secrets' }).count()).toBe(0);
});

test('Chinese has the descriptions too', async () => {
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByText('创建密钥对。').first().waitFor();
  expect(await page.getByRole('navigation', { name: '接口' }).isVisible()).toBe(true);
});

test('nothing went wrong in the page, and nothing was asked of anybody else', () => {
  expect(tab.faults).toEqual([]);
  expect(tab.requested.filter((url) => !url.startsWith(forewarm.endpoint))).toEqual([]);
});
