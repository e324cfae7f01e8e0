import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { startBrowser } from '../../lab/browser.ts';
import { host, otherHost, setStage } from '../../test/console/stage.ts';
import { signIn } from '../../test/console/signin.ts';
import { visit } from '../../test/console/visit.ts';

// npm run pictures: the pictures of the console in docs/pictures, which the READMEs show, in both languages. It takes
// some minutes: the plots show what a small real fleet has done by then.

const folder = fileURLToPath(new URL('../../docs/pictures', import.meta.url));
const releases = 48;
const pauseMs = 5000;

await using stage = await setStage();
const { client } = stage.forewarm;
const segment = (index: number) => `http://${host}/film/segment-${index}.ts`;

// What one of two nodes has.
const half = `${segment(7)}?cut=2`;
await client.call('PrefetchNewUcdnDomainCache', { UrlList: [half], Nodes: ['edge-sh-1'] });
// An evening of releases: some of it new each time, more of it the longer it goes on.
for (let release = 0; release < releases; release += 1) {
  const size = 6 + Math.round(10 + 10 * Math.sin(release / 4));
  const newOnes = Math.max(1, Math.round(size * (1 - release / releases)));
  const UrlList = Array.from({ length: size }, (_, index) => (index < newOnes ? `${segment(index)}?r=${release}` : segment(index)));
  await client.call('PrefetchNewUcdnDomainCache', { UrlList, Comment: `Release ${release + 1}` });
  await sleep(pauseMs);
}
// Something that runs while it is looked at.
for (const [Comment, length] of [
  ['Application 4.1', 240],
  ['Maps', 90],
] as const) {
  const UrlList = Array.from({ length }, (_, index) => `http://${otherHost}/film/segment-${index % 40}.ts?of=${length}-${index}`);
  await client.call('PrefetchNewUcdnDomainCache', { UrlList, Comment, Nodes: ['edge-sh-1'] });
}

await mkdir(folder, { recursive: true });
for (const locale of ['en', 'zh-CN']) {
  await using browser = await startBrowser({ viewport: { width: 1280, height: 720 }, colorScheme: 'light', locale });
  const { page } = await browser.open(`${stage.forewarm.endpoint}/console/`);
  await signIn(page, stage.forewarm);
  await take(page, '', `overview.${locale}`);
  await take(page, `tasks/${stage.taskIds.partly}`, `task.${locale}`);
  await take(page, `explain?url=${encodeURIComponent(half)}`, `explain.${locale}`);
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await visit(page, path);
  await page.locator('h1').waitFor();
  await page.waitForTimeout(2000);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
