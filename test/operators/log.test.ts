import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin } from '../../lab/origin.ts';
import { isUnavailable } from '../../lab/programs.ts';
import { createClient, waitForTask } from '../../src/client/index.ts';

type Line = Readonly<Record<string, unknown>>;

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** What request and task ids would be called by other programs, or by mistake. */
const misspelt = /"(requestID|request_id|reqId|RequestId|task|taskID|task_id|TaskId)":/;

test.skipIf(isUnavailable('nginx'))('the log tells of a prefetch from its submit to its end, by the ids that its caller got', async () => {
  await using origin = await startOrigin();
  await using edge = await startNginxEdge({ upstream: origin.port });
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge-a', address: edge.address, cache: 'nginx' }],
    domains: [{ name: 'cdn.example.com', nodes: ['edge-a'], verify: 'off' }],
  });
  const requestIds: string[] = [];
  const client = createClient({
    endpoint: forewarm.endpoint,
    publicKey: forewarm.publicKey,
    privateKey: forewarm.privateKey,
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      requestIds.push(response.headers.get('X-UCLOUD-REQUEST-UUID') ?? '');
      return response;
    },
  });
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: ['http://cdn.example.com/a.bin'] });
  await waitForTask(client, TaskId, { pollMs: 50 });
  await client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] });
  await client.call('CancelUcdnCacheTask', { TaskId: [TaskId] });
  await expect(client.call('CancelUcdnCacheTask', { TaskId: ['01KJ0000000000000000000009'] })).rejects.toThrow('TaskId.0');
  // A line follows its answer.
  while (linesOf(forewarm.log()).filter(({ msg }) => msg === 'call').length < requestIds.length) await delay(20);
  const text = forewarm.log();

  const lines = linesOf(text);
  expect(text).not.toMatch(misspelt);
  const calls = lines.filter(({ msg }) => msg === 'call');
  expect(calls.map(({ requestId }) => requestId)).toEqual(requestIds);
  for (const requestId of requestIds) expect(requestId).toMatch(uuid);
  expect(new Set(requestIds).size).toBe(requestIds.length);

  const ofTask = lines.filter(({ taskId }) => taskId === TaskId);
  const [submit, ...rest] = ofTask;
  expect(submit).toMatchObject({ msg: 'call', action: 'PrefetchNewUcdnDomainCache', requestId: requestIds[0], retCode: 0 });
  const told = rest.map(({ msg, action }) => action ?? msg);
  expect(told).toEqual(
    expect.arrayContaining(['task ended', 'DescribeUcdnTaskSummary', 'DescribeNewUcdnPrefetchCacheTask', 'CancelUcdnCacheTask']),
  );
  expect(ofTask.find(({ msg }) => msg === 'task ended')).toMatchObject({ project: 'org-main', status: 'succeeded' });

  const refused = calls.at(-1);
  expect(refused).toMatchObject({ action: 'CancelUcdnCacheTask', retCode: 230, message: expect.stringContaining('TaskId') });
  expect(refused).not.toHaveProperty('taskId');
});

/** All but the last, which may be half a line. */
function linesOf(log: string): Line[] {
  const whole = log.slice(0, log.lastIndexOf('\n'));
  return whole
    .split('\n')
    .filter((text) => text.startsWith('{'))
    .map((text) => JSON.parse(text));
}
