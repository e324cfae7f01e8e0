import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startBrowser } from '../../lab/browser.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { createClient } from '../../src/client/index.ts';
import { signIn } from './signin.ts';

test(
  'a key is made, its secret shown once, restricted, rotated, disabled and deleted; the audit log tells who did it',
  { timeout: 120_000 },
  async () => {
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: 'http://127.0.0.1:9' }],
      domains: [{ name: 'cdn.test', nodes: ['edge'] }],
      more: { masterKey: randomBytes(32).toString('base64') },
    });
    await using browser = await startBrowser();
    const { page, faults } = await browser.open(`${forewarm.endpoint}/console/keys`);
    await signIn(page, forewarm);

    await page.getByRole('button', { name: 'Make a key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('partner');
    await page.getByLabel('Actions').fill('Describe*, Get*');
    await page.getByRole('button', { name: 'Make it' }).click();
    const secret = page.getByRole('dialog').getByLabel('Private key');
    const privateKey = (await secret.textContent()) ?? '';
    // Nothing but its button closes it: it can't be seen again.
    await page.keyboard.press('Escape');
    await secret.waitFor();
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(privateKey);
    const partner = createClient({ endpoint: forewarm.endpoint, publicKey: 'partner', privateKey });
    await partner.call('DescribeUcdnNode', {});
    await expect(partner.call('PauseUcdnFetch', {})).rejects.toMatchObject({ retCode: 299 });

    await page.getByRole('table', { name: 'Keys' }).getByText('partner').click();
    await page.getByLabel('Actions').fill('Get*');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Key changed').waitFor();
    await expect(partner.call('DescribeUcdnNode', {})).rejects.toMatchObject({ retCode: 299 });

    await page.getByRole('button', { name: 'Rotate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
    const rotated = (await secret.textContent()) ?? '';
    expect(rotated).not.toBe(privateKey);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await createClient({ endpoint: forewarm.endpoint, publicKey: 'partner', privateKey: rotated }).call('GetProjectList', {});

    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('Key disabled').waitFor();
    await expect(partner.call('GetProjectList', {})).rejects.toMatchObject({ retCode: 172 });

    await page.getByRole('button', { name: 'Delete' }).click();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
    expect(await confirm.isDisabled()).toBe(true);
    await page.getByLabel('Type partner to confirm').fill('partner');
    await confirm.click();
    await page.getByText('Key deleted').waitFor();

    await page.getByRole('link', { name: 'Audit log' }).click();
    const log = page.getByRole('table', { name: 'Audit log' });
    for (const action of ['CreateUcdnKey', 'UpdateUcdnKey', 'RotateUcdnKey', 'DeleteUcdnKey', 'PauseUcdnFetch'])
      await log.getByText(action).first().waitFor();
    expect(faults).toEqual([]);
  },
);
