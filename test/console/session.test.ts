import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startBrowser } from '../../lab/browser.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { signIn } from './signin.ts';
import { visit } from './visit.ts';

const host = 'cdn.test';

test(
  'the main job by hand: sign in, submit, watch it succeed on a real edge; a key that ends leads to the sign-in and back to the form',
  { timeout: 120_000 },
  async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 1000 });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: edge.address }],
      domains: [{ name: host, nodes: ['edge'], quota: { prefetchPerDay: 100 } }],
      more: { masterKey: randomBytes(32).toString('base64') },
    });
    // Once for each node it is found out, by a path of nobody's, whether it answers from its store alone.
    const pulled = async () =>
      (await origin.requests())
        .map(({ url }) => url)
        .filter((url) => !url.startsWith('/.well-known/'))
        .toSorted();
    await using browser = await startBrowser();
    const { page, faults } = await browser.open(`${forewarm.endpoint}/console/submit?do=prefetch`);

    await page.getByLabel('Public key').fill(forewarm.publicKey);
    await page.getByLabel('Private key').fill('not-the-key');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('RetCode 171');
    await signIn(page, forewarm);

    // The address of before the sign-in holds.
    await page.getByRole('heading', { name: 'Submit' }).waitFor();
    const lines = [`http://${host}/a`, `http://${host}/b`, `http://${host}/a`, 'http://elsewhere.test/c', 'nonsense'];
    await page.getByLabel('URLs', { exact: true }).fill(lines.join('\n'));
    await page.getByText('2 URLs will be sent').waitFor();
    await page.getByText('1 duplicate is left out').waitFor();
    await page.getByText('1 is of no domain of this project and is left out').waitFor();
    await page.getByText('1 is no URL that can be sent and is left out').waitFor();
    await page.getByRole('table', { name: 'Quota left today' }).getByText('100').waitFor();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('table', { name: 'What would be done' }).getByRole('cell', { name: 'edge' }).waitFor();
    expect(await pulled()).toEqual([]);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('1 task is on its way.').waitFor();
    await page.getByRole('link', { name: /^01/ }).click();
    await page.getByText('success').first().waitFor({ timeout: 30_000 });
    expect(await pulled()).toEqual(['/a', '/b']);

    // Sub-key with an end: made, used, then disabled while a form is filled in.
    const made = await forewarm.client.call('CreateUcdnKey', { KeyName: 'short-lived' });
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, { publicKey: 'short-lived', privateKey: made.PrivateKey });
    await visit(page, 'submit');
    await page.getByLabel('URLs', { exact: true }).fill(`http://${host}/kept`);
    await page.getByText('1 URL will be sent').waitFor();
    await forewarm.client.call('UpdateUcdnKey', { KeyName: 'short-lived', Disabled: true });
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('dialog', { name: 'Sign in again' }).waitFor();
    await forewarm.client.call('UpdateUcdnKey', { KeyName: 'short-lived', Disabled: false });
    await page.getByRole('dialog').getByLabel('Private key').fill(made.PrivateKey);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.getByLabel('URLs', { exact: true }).inputValue()).toBe(`http://${host}/kept`);
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('1 task is on its way.').waitFor();
    expect(faults).toEqual([]);
  },
);
