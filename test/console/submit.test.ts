import { expect, test } from 'vitest';
import { startBrowser } from '../../lab/browser.ts';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { startOrigin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';
import { signIn } from './signin.ts';
import { visit } from './visit.ts';

const host = 'cdn.test';

test(
  'URLs come out of a file and a sitemap too; refresh-then-prefetch is one task; a directory is refreshed only once its reach is seen and its domain typed',
  { timeout: 120_000 },
  async () => {
    await using origin = await startNginxOrigin({ bodyBytes: 1000 });
    await using edge = await startNginxEdge({ upstream: origin.port });
    await using site = await startOrigin({
      paths: {
        '/sitemap.xml': ({ response }) =>
          void response.end(
            `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${['a', 'b', 'c'].map((name) => `<url><loc>http://${host}/${name}</loc></url>`).join('')}</urlset>`,
          ),
      },
    });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: edge.address, cache: 'nginx', purge: {} }],
      domains: [{ name: host, nodes: ['edge'] }],
      more: { outbound: { allowAddresses: ['127.0.0.1'] } },
    });
    await using browser = await startBrowser();
    const { page, faults } = await browser.open(`${forewarm.endpoint}/console/submit?do=both`);
    await signIn(page, forewarm);
    const urls = page.getByLabel('URLs', { exact: true });

    await page.getByLabel('Sitemap').fill(`${site.address}/sitemap.xml`);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await page.getByText('3 URLs came from the sitemap.').waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'urls.txt', mimeType: 'text/plain', buffer: Buffer.from(`http://${host}/c\r\nhttp://${host}/d\r\n`) });
    await page.getByText('4 URLs will be sent').waitFor();
    await page.getByText('1 duplicate is left out').waitFor();
    expect((await urls.inputValue()).split('\n').map((line) => line.trim())).toEqual([
      ...['a', 'b', 'c', 'c', 'd'].map((name) => `http://${host}/${name}`),
      '',
    ]);
    await page.getByLabel('Comment').fill('from a sitemap');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('1 task is on its way.').waitFor();
    const taskId = (await page.getByRole('link', { name: /^01/ }).textContent()) ?? '';
    expect(await waitForTask(forewarm.client, taskId, { pollMs: 100 })).toMatchObject({
      Type: 'refresh',
      ThenPrefetch: true,
      Status: 'success',
      UrlCount: 4,
      Comment: 'from a sitemap',
    });

    await visit(page, 'submit?do=refresh&type=dir');
    await urls.fill(`http://${host}/film/`);
    await page.getByText('1 URL will be sent').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Refresh directories' });
    await dialog.getByRole('cell', { name: 'edge' }).waitFor();
    const send = dialog.getByRole('button', { name: 'Send' });
    expect(await send.isDisabled()).toBe(true);
    expect((await forewarm.client.call('DescribeUcdnTaskSummary', { Limit: 0 })).TotalCount).toBe(1);
    await dialog.getByLabel(`Type ${host} to confirm`).fill(host);
    await send.click();
    await page.getByText('1 task is on its way.').waitFor();
    const { TaskSummaryList } = await forewarm.client.call('DescribeUcdnTaskSummary', {});
    expect(TaskSummaryList).toMatchObject([{ RefreshType: 'dir', UrlCount: 1 }, { TaskId: taskId }]);
    expect(faults).toEqual([]);
  },
);
