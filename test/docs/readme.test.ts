import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startOrigin } from '../../lab/origin.ts';
import { fences, readPage } from './page.ts';

/** What README.md tells people to paste works when pasted. */
const page = readPage('README.md');
const run = promisify(execFile);

test('the call with curl is signed rightly and gets a TaskId', async () => {
  await using origin = await startOrigin();
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge-a', address: origin.address }],
    domains: [{ name: 'cdn.example.com', nodes: ['edge-a'] }],
  });
  const script = fences(page, 'sh').find((block) => block.includes('sign()')) ?? '';
  const { stdout } = await run('sh', ['-euc', script.replaceAll('http://127.0.0.1:8460', forewarm.endpoint)], {
    env: { ...process.env, ...forewarm.clientEnv },
  });
  const [shown = ''] = fences(page, 'json');
  const { TaskId, ...answer } = JSON.parse(stdout);
  expect({ ...answer, TaskId: 'one' }).toEqual({ ...JSON.parse(shown), TaskId: 'one' });
  await origin.arrived('/app.js');
  expect((await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] })).TotalCount).toBe(1);
});
