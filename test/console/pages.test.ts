import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../../lab/browser.ts';
import { setStage, type Stage } from './stage.ts';
import { signIn } from './signin.ts';
import { visit } from './visit.ts';

// Every page, in both colour schemes and languages, as people see them: nothing that keeps anybody out, no fault of a
// script, no word that is missing, nothing fetched from elsewhere, nothing kept that is a secret.

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const film = encodeURIComponent('http://cdn.example.com/film/segment-3.ts');
const pathsOf = ({ taskIds }: Stage): readonly string[] => [
  '',
  'tasks',
  `tasks/${taskIds.partly}`,
  'submit',
  `explain?url=${film}`,
  'nodes',
  'nodes/edge-gz-1',
  'domains',
  'configuration',
  'keys',
  'keys/demo-public',
  'audit',
  'explorer/PrefetchNewUcdnDomainCache',
  'nowhere',
];

describe.each([
  ['light', 'en-GB', 1280],
  ['dark', 'zh-CN', 380],
] as const)('in %s colours, %s, %i px', (colorScheme, locale, width) => {
  test('no page keeps anybody out', { timeout: 180_000 }, async () => {
    await using browser = await startBrowser({ colorScheme, locale, viewport: { width, height: 900 } });
    const { page, faults, requested } = await browser.open(`${stage.forewarm.endpoint}/console/`);
    const seen: [string, string[]][] = [['signin', await serious(page)]];
    await signIn(page, stage.forewarm);
    for (const path of pathsOf(stage)) {
      await visit(page, path);
      await page.locator('main h1').waitFor();
      await page.waitForFunction(() => document.querySelector('main [role=status][aria-label]') === null);
      seen.push([path, await serious(page)]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} scrolls sideways`).toBe(true);
    }
    expect(Object.fromEntries(seen.filter(([, found]) => found.length > 0))).toEqual({});
    expect(faults).toEqual([]);
    expect(requested.filter((url) => new URL(url).origin !== stage.forewarm.endpoint)).toEqual([]);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale === 'zh-CN' ? 'zh-CN' : 'en');
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie, location.href]),
    );
    expect(kept).not.toContain(stage.forewarm.privateKey);
  });
});

test('the first page is small', async () => {
  await using browser = await startBrowser();
  const { page, requested } = await browser.open(`${stage.forewarm.endpoint}/console/`);
  await signIn(page, stage.forewarm);
  await page.getByRole('table', { name: 'Running tasks' }).waitFor();
  await page.waitForLoadState('networkidle');
  const files = new Set(requested.filter((url) => url.includes('/console/')).map((url) => new URL(url).pathname));
  const folder = new URL('../../console/dist/', import.meta.url);
  const sizes = [...files].map((path) => gzipSync(readFileSync(new URL(path.slice('/console/'.length) || 'index.html', folder))).length);
  expect(sizes.length).toBeGreaterThan(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
});

/** What axe finds that is serious or worse, by rule and place. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(`axe.run({ resultTypes: ['violations'] })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
}
