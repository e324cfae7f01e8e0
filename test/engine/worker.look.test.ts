import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import { createEngineWorkers } from '../../src/engine/worker-host.ts';
import type { Queue } from '../../src/queue/queue.ts';
import { createThreadQueue } from '../../src/queue/thread.ts';
import type { LookOrder } from '../../src/tasks/look.ts';
import type { WorkItem } from '../../src/tasks/work.ts';
import { host, quick } from './pulling.ts';
import { serveHttp } from './servers.ts';

/** Looks and loads on their way between the engine's thread and the server. */

const silent = { warn: () => undefined, error: () => undefined };
const order: LookOrder = { node: 'a', domain: host, variants: [{}], urls: [{ url: `http://${host}/a` }, { url: `http://${host}/b` }] };
/** Nothing that control would send: it ends the engine's thread. */
const poison: WorkItem = JSON.parse('{"id":"poison"}');

function startQueue(peer: string): Queue & AsyncDisposable {
  const nodes = [node('a', { addresses: { http: `http://${peer}` }, cache: 'nginx', onlyIfCached: true })];
  const workers = createEngineWorkers(options(nodes, [domain(host, ['a'], { concurrency: 7 })], quick));
  const queue = createThreadQueue({ workers, log: silent });
  return Object.assign(queue, { [Symbol.asyncDispose]: () => queue.stop(0) });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await delay(5);
}

describe('the engine in its thread', () => {
  test('looks, several at once, and tells each who asked', async () => {
    await using server = await serveHttp((request, response) => {
      response.writeHead(request.url === '/a' ? 200 : 504, { 'X-Cache-Status': request.url === '/a' ? 'HIT' : 'MISS' }).end();
    });
    await using queue = startQueue(server.peer);
    const [one, other] = await Promise.all([queue.look(order), queue.look({ ...order, urls: order.urls.toReversed() })]);
    expect(one).toMatchObject([
      { variants: [{ state: 'fresh', cacheStatus: 'X-Cache-Status: HIT' }] },
      { variants: [{ state: 'absent' }] },
    ]);
    expect(other).toEqual(one.toReversed());
  });

  test('hears that nobody waits any more, and calls off what is out', async () => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    await using server = await serveHttp((_request, response) => {
      arrived.resolve();
      response.once('close', closed.resolve);
    });
    await using queue = startQueue(server.peer);
    const giveUp = new AbortController();
    const looking = queue.look({ ...order, urls: order.urls.slice(0, 1) }, giveUp.signal);
    await arrived.promise;
    giveUp.abort(new Error('too long'));
    await expect(looking).rejects.toThrow('too long');
    await closed.promise;
    await expect(queue.look(order, giveUp.signal)).rejects.toThrow('too long');
  });

  test('dies: who looks hears of it, and the next one looks', async () => {
    const arrived = Promise.withResolvers<void>();
    let isAnswering = false;
    await using server = await serveHttp((_request, response) => {
      arrived.resolve();
      if (isAnswering) response.writeHead(504, { 'X-Cache-Status': 'MISS' }).end();
    });
    await using queue = startQueue(server.peer);
    const isBack = new Promise<void>((resolve) => queue.onLost(resolve));
    const looking = queue.look(order);
    const failed = looking.catch((error: unknown) => error);
    await arrived.promise;
    queue.publish(poison);
    expect(await failed).toBeInstanceOf(Error);
    await isBack;
    isAnswering = true;
    expect(await queue.look(order)).toMatchObject([{ variants: [{ state: 'absent' }] }, { variants: [{ state: 'absent' }] }]);
  });

  test('tells what holds domains back, and at once that a node went down', async () => {
    await using server = await serveHttp((_request, response) => void response.end('body'));
    await using queue = startQueue(server.peer);
    await until(() => queue.domainLoads().has(host));
    expect(queue.domainLoads().get(host)).toEqual({ inFlight: 0, concurrency: 7 });
    await server[Symbol.asyncDispose]();
    queue.publish(item('a', host, 5));
    await until(() => queue.loads().get('a')?.down !== undefined);
    expect(queue.loads().get('a')?.down).toMatchObject({ reason: 'connect' });
  });
});
