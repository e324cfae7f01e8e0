import type { Page } from 'playwright-core';

/** Goes to an address within the page: a reload would ask for the key again. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`/console/${path}`)}); dispatchEvent(new PopStateEvent('popstate'));`);
}
