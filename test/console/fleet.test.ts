import { expect, test } from 'vitest';
import { startBrowser } from '../../lab/browser.ts';
import { setStage } from './stage.ts';
import { signIn } from './signin.ts';
import { visit } from './visit.ts';

test(
  'what is broken is seen first: overview, nodes, one node drained and paused, explain beside the truth',
  { timeout: 120_000 },
  async () => {
    await using stage = await setStage();
    const { forewarm } = stage;
    await using browser = await startBrowser();
    const { page, faults } = await browser.open(`${forewarm.endpoint}/console/`);
    await signIn(page, forewarm);

    await page.getByText('1 of 3 nodes need a look.').waitFor();
    await page.getByText('nothing listens there').waitFor();
    await page.getByRole('table', { name: 'Running tasks' }).getByText(stage.taskIds.running).waitFor();

    // By the keyboard: to the nodes, to the first of them, and back.
    await page.keyboard.press('g');
    await page.keyboard.press('n');
    const nodes = page.getByRole('table', { name: 'Nodes' });
    await nodes.getByText('edge-sh-1').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'edge-sh-1' }).waitFor();

    await page.getByRole('button', { name: 'Drain' }).click();
    await page.getByText('It serves 2 domains').waitFor();
    await page.getByLabel('Type edge-sh-1 to confirm').fill('edge-sh-1');
    await page.getByRole('dialog').getByRole('button', { name: 'Drain' }).click();
    await page.getByRole('button', { name: 'Undrain' }).waitFor();
    expect(await stateOf('edge-sh-1')).toMatchObject({ LedgerState: 'drained' });
    await page.getByRole('button', { name: 'Undrain' }).click();
    await page.getByRole('button', { name: 'Pause fetches' }).click();
    await page.getByRole('button', { name: 'Resume fetches' }).waitFor();
    expect(await stateOf('edge-sh-1')).toMatchObject({ Paused: true });
    await page.getByRole('button', { name: 'Resume fetches' }).click();
    await page.getByRole('button', { name: 'Pause fetches' }).waitFor();
    await page.keyboard.press('Escape');
    await nodes.waitFor();

    await visit(page, 'explain');
    await page.getByLabel('URL').fill('http://cdn.example.com/film/segment-3.ts');
    await page.getByRole('button', { name: 'Ask the nodes' }).click();
    await page.getByText('2 of 2 copies are fresh.').waitFor();
    await page.getByLabel('URL').fill('http://cdn.example.com/never');
    await page.getByRole('button', { name: 'Ask the nodes' }).click();
    await page.getByText('0 of 2 copies are fresh.').waitFor();
    expect(new URL(page.url()).searchParams.get('url')).toBe('http://cdn.example.com/never');
    await page.goBack();
    await page.getByText('2 of 2 copies are fresh.').waitFor();
    await page.getByLabel('URL').fill('http://elsewhere.test/');
    await page.getByRole('button', { name: 'Ask the nodes' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/RetCode 60\d · request /);

    // The server goes away: what is shown stays, and says how old it is.
    await visit(page, 'nodes');
    await nodes.getByText('edge-sh-1').waitFor();
    await forewarm.stop();
    await page.getByText('The server can’t be reached. What is shown was read').waitFor({ timeout: 30_000 });
    await nodes.getByText('edge-sh-1').waitFor();
    expect(faults.filter((fault) => !fault.includes('ERR_CONNECTION_REFUSED') && !fault.includes('Failed to load resource'))).toEqual([]);

    async function stateOf(name: string) {
      return (await forewarm.client.call('DescribeUcdnNode', {})).NodeList.find(({ Name }) => Name === name);
    }
  },
);
