import { expect, onTestFinished, test, vi } from 'vitest';
import type { LookOrder, Look, Sighting } from '../../tasks/look.ts';
import type { Explanation } from '../control.ts';
import { Refusal } from '../refusal.ts';
import { domain, node, scene, target, type Scene } from '../testing/scene.ts';
import { had } from '../testing/fakequeue.ts';

const host = 'cdn.test';
const url = target(`http://${host}/video/a.mp4`);
const nodes = [node('edge-a'), node('edge-b', { cache: 'nginx', keyTemplate: '$host$request_uri' })];
const absent: Sighting = { state: 'absent', because: '504 to only-if-cached' };
const fresh: Sighting = { state: 'fresh', because: 'X-Cache: HIT', vary: 'Accept-Language' };

/** Every variant of every URL is seen as this. */
function seenAs(sighting: Sighting): (order: LookOrder) => Look[] {
  return ({ urls, variants }) => urls.map(({ url }) => ({ url, variants: variants.map(() => sighting) }));
}

function started(more: Parameters<typeof domain>[2] = {}): Promise<Scene> {
  return scene({ nodes, domains: [domain(host, ['edge-a', 'edge-b'], more), domain('other.test', ['edge-a'], { project: 'org-other' })] });
}

function explain(own: Scene): Promise<Explanation> {
  return own.control.explain({ project: 'org-main', url });
}

const causes = ({ nodes }: Explanation) => nodes.map(({ variants }) => variants[0]?.cause);
const states = ({ nodes }: Explanation) => nodes.map(({ variants }) => variants.map(({ sighting }) => sighting.state));
const reasons = ({ nodes }: Explanation) => nodes.map(({ variants }) => variants[0]?.sighting.because);

test('each node is asked for each variant, and told of with its key; what is fresh needs no cause', async () => {
  const variants = [{}, { 'Accept-Encoding': 'br' }];
  await using own = await started({ variants });
  const orders: LookOrder[] = [];
  own.queue.onLook = (order) => {
    orders.push(order);
    return seenAs(fresh)(order);
  };
  const explanation = await explain(own);
  expect(orders).toEqual(['edge-a', 'edge-b'].map((name) => ({ node: name, domain: host, variants, urls: [{ url: url.url }] })));
  expect(explanation).toMatchObject({ url: url.url, domain: host, nodes: [{ node: 'edge-a' }, { node: 'edge-b', cache: 'nginx' }] });
  expect(explanation).not.toHaveProperty('lastTask');
  const [plain, br] = explanation.nodes[1]?.variants ?? [];
  expect(plain).toEqual({
    variant: {},
    cacheKey: { text: `${host}/video/a.mp4`, from: 'purge.directory.files.key' },
    sighting: fresh,
    unwarmed: ['accept-language'],
  });
  expect(br?.cacheKey.text).toBe(`${host}/video/a.mp4 + Accept-Encoding: br`);
});

test('a domain of another project reads as one that is not there', async () => {
  await using own = await started();
  const refusal = async (host: string): Promise<Refusal> => {
    const asked = own.control.explain({ project: 'org-main', url: target(`http://${host}/`) });
    const error: unknown = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Refusal)) throw new Error('not refused');
    return error;
  };
  const [theirs, nobodys] = [await refusal('other.test'), await refusal('never.test')];
  expect([theirs.kind, nobodys.kind]).toEqual(['domain_unknown', 'domain_unknown']);
  expect(theirs.message.replace('other', 'never')).toBe(nobodys.message);
});

test('what no task has touched was never prefetched', async () => {
  await using own = await started();
  own.queue.onLook = seenAs(absent);
  expect(causes(await explain(own))).toEqual([expect.stringMatching(/never prefetched$/), expect.stringMatching(/never prefetched$/)]);
});

test('what the last task made of it is told by node, and is the cause where it failed', async () => {
  await using own = await started();
  own.queue.onLook = seenAs(absent);
  const taskId = await own.submit([url]);
  const [first, second] = await own.out(2);
  if (first === undefined || second === undefined) throw new Error('not released');
  await own.queue.end([first], { ...had, verdict: 'hit-proven', freshForS: 3600 });
  await own.queue.end([second], {
    ...had,
    status: 'failed',
    reason: 'http_status',
    httpStatus: 404,
    message: 'the node answered with status 404',
  });
  const explanation = await explain(own);
  expect(explanation.lastTask).toMatchObject({ taskId, kind: 'prefetch', scope: 'object' });
  expect(explanation.nodes.map(({ last }) => last?.outcome.status)).toEqual(['succeeded', 'failed']);
  expect(causes(explanation)).toEqual([
    expect.stringMatching(new RegExp(`^it was proven to be here at .* \\(task ${taskId}\\), and is gone before its time`)),
    expect.stringContaining(`http_status: the node answered with status 404 (task ${taskId}`),
  ]);
});

test('a purge, and later one of a directory above, is the cause, with its task', async () => {
  let clockMs = Date.UTC(2026, 10, 24, 8);
  await using own = await scene({ nodes, domains: [domain(host, ['edge-a'])] }, () => clockMs);
  own.queue.onLook = seenAs(absent);
  await own.submit([url]);
  await own.queue.end(await own.out(1), { ...had, freshForS: 3600 });
  clockMs += 10_000;
  const file = await own.refresh([url]);
  await own.queue.end(await own.out(1), { ...had, message: 'deleted' });
  expect(causes(await explain(own))).toEqual([`it was purged at 2026-11-24T08:00:10Z by task ${file}, and not fetched since`]);
  clockMs += 10_000;
  const directory = await own.refresh([target(`http://${host}/video/`)], { type: 'dir', mode: 'expire' });
  await own.queue.end(await own.out(1), { ...had, message: 'expired' });
  const explanation = await explain(own);
  expect(explanation.lastTask).toMatchObject({ taskId: directory, kind: 'refresh', scope: 'subtree' });
  expect(causes(explanation)).toEqual([
    `the directory http://${host}/video/ above it was made to expire at 2026-11-24T08:00:20Z by task ${directory}, and it was not fetched since`,
  ]);
});

test('a look is told until when the object is fresh; once that is over, it is the cause', async () => {
  let clockMs = Date.UTC(2026, 10, 24, 8);
  await using own = await scene({ nodes, domains: [domain(host, ['edge-a'])] }, () => clockMs);
  const orders: LookOrder[] = [];
  own.queue.onLook = (order) => {
    orders.push(order);
    return seenAs({ ...absent, state: 'expired' })(order);
  };
  const taskId = await own.submit([url]);
  await own.queue.end(await own.out(1), { ...had, freshForS: 60 });
  clockMs += 120_000;
  expect(causes(await explain(own))).toEqual([
    `its time is over since 2026-11-24T08:01:00Z: fetched at 2026-11-24T08:00:00Z by task ${taskId}, fresh for 1 min`,
  ]);
  expect(orders[0]?.urls).toEqual([{ url: url.url, freshUntilMs: clockMs - 60_000 }]);
});

test('a node or a variant that came into the configuration later is told as such', async () => {
  await using own = await scene({ nodes, domains: [domain(host, ['edge-a'])] });
  await own.submit([url]);
  await own.queue.end(await own.out(1));
  await own.restart({ domains: [domain(host, ['edge-a', 'edge-b'], { variants: [{ 'Accept-Encoding': 'br' }] })] });
  own.queue.onLook = seenAs(absent);
  expect(causes(await explain(own))).toEqual([
    expect.stringMatching(/^this variant is not among those/),
    expect.stringMatching(/this node was added to the domain after it$/),
  ]);
});

test('a node that is paused, down, or has no address for the scheme is not asked', async () => {
  await using own = await scene({
    nodes: [node('edge-a'), node('edge-b'), node('edge-c', { addresses: { https: 'https://127.0.0.1:1' } })],
    domains: [domain(host, ['edge-a', 'edge-b', 'edge-c'])],
  });
  own.queue.onLook = () => {
    throw new Error('nobody should be asked');
  };
  await own.control.pause({ kind: 'node', name: 'edge-a' }, 'key');
  own.queue.nodeLoads.set('edge-b', {
    inFlight: 0,
    waiting: 0,
    succeeded: 0,
    failed: 0,
    bodyBytes: 0,
    down: { reason: 'connect', message: 'connection refused', sinceMs: 0 },
  });
  const explanation = await explain(own);
  expect(states(explanation)).toEqual([['unknown'], ['unknown'], ['unknown']]);
  expect(reasons(explanation)).toEqual([
    'node edge-a is paused, so that the node is not asked (forewarm resume --node edge-a)',
    'the node is down: connection refused',
    'the node has no address for http URLs (addresses: { http: … })',
  ]);
  await own.control.pause({ kind: 'all' }, 'key');
  expect(reasons(await explain(own))[1]).toContain('everything is paused');
});

test('a stored error is not the object', async () => {
  await using own = await started();
  own.queue.onLook = seenAs({ ...fresh, httpStatus: 404 });
  const explanation = await explain(own);
  expect(states(explanation)).toEqual([['absent'], ['absent']]);
  expect(reasons(explanation)[0]).toBe('what is stored is an error, status 404: X-Cache: HIT');
});

test('a drained node is not asked', async () => {
  await using own = await started();
  own.queue.onLook = seenAs(fresh);
  await own.store.setNodeRecord({ node: 'edge-b', state: 'ready', sinceMs: 0, syncedAtS: 0, replay: [], drained: true });
  const explanation = await explain(own);
  expect(states(explanation)).toEqual([['fresh'], ['unknown']]);
  expect(reasons(explanation)[1]).toContain('drained');
});

test('an engine that fails, answers short or never makes that node unknown, and no other', async () => {
  await using own = await scene({
    nodes: ['edge-a', 'edge-b', 'edge-c', 'edge-d'].map((name) => node(name)),
    domains: [domain(host, ['edge-a', 'edge-b', 'edge-c', 'edge-d'])],
  });
  const asked = Promise.withResolvers<void>();
  own.queue.onLook = (order) => {
    switch (order.node) {
      case 'edge-a':
        throw new Error('the engine was started anew');
      case 'edge-b':
        return [];
      case 'edge-c':
        asked.resolve();
        return new Promise(() => {});
      default:
        return seenAs(fresh)(order);
    }
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const explaining = explain(own);
  await asked.promise;
  await vi.advanceTimersByTimeAsync(20_000);
  const explanation = await explaining;
  expect(states(explanation)).toEqual([['unknown'], ['unknown'], ['unknown'], ['fresh']]);
  expect(reasons(explanation).slice(0, 3)).toEqual([
    'the engine was started anew',
    'the engine did not tell',
    'it was not told within 20 s',
  ]);
});
