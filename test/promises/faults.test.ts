import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  body,
  chunkedCut,
  inTurn,
  hangsBeforeHeaders,
  hangsMidBody,
  redirect,
  resets,
  resetsMidBody,
  slow,
  status,
  truncated,
} from '../../lab/behaviours.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { waitForTask } from '../../src/client/index.ts';

/** Origins that misbehave, behind a real nginx edge: each URL ends with a reason that says what happened. */
const host = 'cdn.test';
const parts = new AsyncDisposableStack();
let origin: Origin;
let forewarm: LabForewarm;

beforeAll(async () => {
  origin = parts.use(await startOrigin());
  const edge = parts.use(await startNginxEdge({ upstream: origin.port }));
  forewarm = parts.use(
    await startForewarm({
      nodes: [{ name: 'edge', address: edge.address, cache: 'nginx' }],
      domains: [
        { name: host, nodes: ['edge'] },
        { name: 'img.test', nodes: ['edge'] },
        { name: 'elsewhere.test', nodes: [] },
      ],
      more: {
        retry: { attempts: 3, backoffMs: 20, maxBackoffMs: 100 },
        timeouts: { connectMs: 1000, headersMs: 700, idleMs: 700, urlMs: 20_000 },
      },
    }),
  );
});
afterAll(() => parts.disposeAsync());

/** nginx's cache lock may hold a repetition of what hangs back, and it asks for a loop once a hop. */
const some: unknown = expect.any(Number);

type Fault = { path: string; behaviour: Parameters<Origin['set']>[1]; ends: object; requests: unknown };
const faults: [what: string, fault: Fault][] = [
  [
    '500 twice, then 200',
    {
      path: '/heals',
      behaviour: inTurn(status(500), status(500), body()),
      ends: { Status: 'success', HttpStatus: 200, Attempts: 3 },
      requests: 3,
    },
  ],
  [
    '500 for ever',
    { path: '/500', behaviour: status(500), ends: { Status: 'failure', Reason: 'http_status', HttpStatus: 500, Attempts: 3 }, requests: 3 },
  ],
  [
    '404',
    { path: '/404', behaviour: status(404), ends: { Status: 'failure', Reason: 'http_status', HttpStatus: 404, Attempts: 1 }, requests: 1 },
  ],
  [
    '429 with Retry-After, then 200',
    {
      path: '/429',
      behaviour: inTurn(status(429, { 'Retry-After': '1' }), body()),
      ends: { Status: 'success', Attempts: 2 },
      requests: 2,
    },
  ],
  [
    'a body short of its Content-Length',
    {
      path: '/short',
      behaviour: truncated({ sizeBytes: 50_000, sentBytes: 20_000 }),
      ends: { Status: 'failure', Reason: 'truncated', Attempts: 3 },
      requests: 3,
    },
  ],
  [
    'a chunked body without its last chunk',
    {
      path: '/chunk',
      behaviour: chunkedCut({ sentBytes: 20_000 }),
      ends: { Status: 'failure', Reason: 'truncated', Attempts: 3 },
      requests: 3,
    },
  ],
  [
    'a reset in mid-body',
    {
      path: '/reset-body',
      behaviour: resetsMidBody({ sizeBytes: 50_000, sentBytes: 20_000 }),
      ends: { Status: 'failure', Reason: 'truncated', Attempts: 3 },
      requests: 3,
    },
  ],
  [
    'a reset before the answer, which nginx tells as 502',
    { path: '/reset', behaviour: resets(), ends: { Status: 'failure', Reason: 'http_status', HttpStatus: 502, Attempts: 3 }, requests: 3 },
  ],
  [
    'no answer',
    { path: '/hang', behaviour: hangsBeforeHeaders(), ends: { Status: 'failure', Reason: 'timeout', Attempts: 3 }, requests: some },
  ],
  [
    'a body that stops',
    {
      path: '/stall',
      behaviour: hangsMidBody({ sizeBytes: 50_000, sentBytes: 20_000 }),
      ends: { Status: 'failure', Reason: 'timeout', Attempts: 3 },
      requests: some,
    },
  ],
  [
    'a redirect to another of our domains',
    {
      path: '/moved',
      behaviour: redirect('http://img.test/there'),
      ends: { Status: 'success', HttpStatus: 200, Attempts: 1 },
      requests: 1,
    },
  ],
  [
    'a redirect to a domain that is not ours',
    {
      path: '/away',
      behaviour: redirect('https://foreign.test/x'),
      ends: { Status: 'failure', Reason: 'redirect', Message: expect.stringContaining('https://foreign.test/x') },
      requests: 1,
    },
  ],
  [
    'a redirect to itself',
    {
      path: '/loop',
      behaviour: redirect('/loop'),
      ends: { Status: 'failure', Reason: 'redirect', Message: expect.stringContaining('/loop') },
      requests: some,
    },
  ],
];

test.each(faults)('%s', async (_what, { path, behaviour, ends, requests }) => {
  origin.set(path, behaviour);
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}${path}`] });
  await waitForTask(forewarm.client, TaskId, { pollMs: 50 });
  const { UrlDetailList } = await forewarm.client.call('DescribePrefetchUrlDetail', { TaskId });
  expect(UrlDetailList[0]?.Nodes[0]).toMatchObject(ends);
  expect(origin.count(path)).toEqual(requests);
});

test('Retry-After is waited for', async () => {
  const [first, second] = origin.requests.filter(({ url }) => url === '/429');
  expect(second!.atMs - first!.atMs).toBeGreaterThanOrEqual(990);
});

test('a node that refuses connections, or whose address does not resolve, fails the URL with reason connect and says which, once it was waited for', async () => {
  await using two = await startForewarm({
    nodes: [
      { name: 'refuses', address: 'http://127.0.0.1:1' },
      { name: 'nowhere', address: 'http://no-such-host.invalid:80' },
    ],
    domains: [{ name: host, nodes: ['refuses', 'nowhere'] }],
    more: { timeouts: { nodeDownMs: 1000 } },
  });
  const { TaskId } = await two.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/x`] });
  expect((await waitForTask(two.client, TaskId, { pollMs: 50 })).Status).toBe('failure');
  const { UrlDetailList } = await two.client.call('DescribePrefetchUrlDetail', { TaskId });
  expect(UrlDetailList[0]?.Nodes).toMatchObject([
    { Reason: 'connect', Message: expect.stringContaining('connection refused') },
    { Reason: 'connect', Message: expect.stringContaining('does not resolve') },
  ]);
});

test('progress moves while a large body flows, and never goes back', async () => {
  origin.set('/large', slow({ sizeBytes: 3_000_000, bytesPerSecond: 1_500_000 }));
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/large`] });
  const seen: number[] = [];
  for (;;) {
    const { TaskList } = await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] });
    const line = TaskList[0]?.UrlLists[0];
    seen.push(line?.Progress ?? -1);
    if (line?.Status === 'success') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(1);
  expect(seen.at(-1)).toBe(100);
});
