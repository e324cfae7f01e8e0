import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';
import { waitForTasks } from '../../src/client/index.ts';

export const host = 'cdn.example.com';
export const otherHost = 'static.example.com';

export type Stage = AsyncDisposable & { forewarm: LabForewarm; taskIds: { warm: string; partly: string; running: string } };

/**
 * A small fleet with something to see: two nginx edges that work and one that is away, two domains with quotas, a task
 * that succeeded, one of which a part failed, and one that still runs.
 */
export async function setStage(): Promise<Stage> {
  await using started = new AsyncDisposableStack();
  const files = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`/film/segment-${index}.ts`, 'x'.repeat(20_000 + index)]));
  const origin = started.use(await startNginxOrigin({ files: { ...files, '/index.html': '<p>' } }));
  const first = started.use(await startNginxEdge({ upstream: origin.port }));
  const second = started.use(await startNginxEdge({ upstream: origin.port }));
  const forewarm = started.use(
    await startForewarm({
      nodes: [
        { name: 'edge-sh-1', address: first.address, region: 'cn-sh2', cache: 'nginx' },
        { name: 'edge-bj-1', address: second.address, region: 'cn-bj2', cache: 'nginx' },
        { name: 'edge-gz-1', address: `http://127.0.0.1:${await closedPort()}`, region: 'cn-gd', cache: 'varnish' },
      ],
      domains: [
        {
          name: host,
          id: 'ucdn-film',
          nodes: ['edge-sh-1', 'edge-bj-1'],
          quota: { prefetchPerDay: 10_000, refreshFilePerDay: 5000, refreshDirPerDay: 100 },
        },
        { name: otherHost, id: 'ucdn-static', nodes: ['edge-sh-1', 'edge-gz-1'], rate: { requestsPerSecond: 5 } },
      ],
      more: { masterKey: randomBytes(32).toString('base64'), timeouts: { connectMs: 500, nodeDownMs: 60_000 }, retry: { attempts: 1 } },
    }),
  );
  const { client } = forewarm;
  const film = Object.keys(files).map((path) => `http://${host}${path}`);
  const warm = await client.call('PrefetchNewUcdnDomainCache', { UrlList: film, Comment: 'Evening release' });
  const gone = Array.from({ length: 9 }, (_, index) => `http://${host}/gone/${index}.jpg`);
  const partly = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [...film.slice(0, 20), ...gone], Priority: 7 });
  await waitForTasks(client, [warm.TaskId, partly.TaskId], { pollMs: 100, timeoutMs: 30_000 });
  const running = await client.call('PrefetchNewUcdnDomainCache', {
    UrlList: Array.from({ length: 500 }, (_, index) => `http://${otherHost}/lib/module-${index}.js`),
  });
  const rest = started.move();
  return {
    forewarm,
    taskIds: { warm: warm.TaskId, partly: partly.TaskId, running: running.TaskId },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
