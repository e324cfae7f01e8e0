import type { Page } from 'playwright-core';
import type { LabForewarm } from '../../lab/forewarm.ts';

/** Signs in on the page that is shown. */
export async function signIn(page: Page, { publicKey, privateKey }: Pick<LabForewarm, 'publicKey' | 'privateKey'>): Promise<void> {
  await page.locator('input[name=publicKey]').fill(publicKey);
  await page.locator('input[name=privateKey]').fill(privateKey);
  await page.locator('form button[type=submit]').click();
  await page.locator('nav').first().waitFor({ state: 'attached' });
}
