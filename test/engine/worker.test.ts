import { describe, expect, test } from 'vitest';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import { createEngineWorkers } from '../../src/engine/worker-host.ts';
import { createThreadQueue } from '../../src/queue/thread.ts';
import type { Queue } from '../../src/queue/queue.ts';
import type { Report, WorkItem } from '../../src/tasks/work.ts';
import { host, quick } from './pulling.ts';
import { serveHttp } from './servers.ts';

const silent = { warn: () => undefined, error: () => undefined };

/** Nothing that control would send: it ends the engine's thread. */
const poison: WorkItem = JSON.parse('{"id":"poison"}');

/** Resolves with all reports once `count` URLs have ended. */
function received(queue: Queue, count: number): Promise<Report[]> {
  const reports: Report[] = [];
  const done = Promise.withResolvers<Report[]>();
  queue.onReports(async (batch) => {
    reports.push(...batch);
    if (reports.filter(({ kind }) => kind === 'ended').length >= count) done.resolve(reports);
  });
  return done.promise;
}

function engineOptions(peer: string) {
  return options([node('a', { addresses: { http: `http://${peer}` } })], [domain(host, ['a'])], quick);
}

describe('the engine in its thread, behind the queue', () => {
  test('pulls what is published, reports it, and tells its load', async () => {
    await using server = await serveHttp((_request, response) => void response.end('body'));
    const queue = createThreadQueue({ workers: createEngineWorkers(engineOptions(server.peer)), log: silent });
    const all = received(queue, 1000);
    queue.publish(item('a', host, 500));
    queue.publish(item('a', host, 500, { task: 2 }));
    const outcomes = (await all).flatMap((report) => (report.kind === 'ended' ? [report.outcome] : []));
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    await queue.ping();
    await queue.stop(1000);
    expect(outcomes).toHaveLength(1000);
  });

  test('takes another configuration over', async () => {
    await using one = await serveHttp((_request, response) => void response.end('1'));
    await using other = await serveHttp((_request, response) => void response.end('four'));
    const workers = createEngineWorkers(engineOptions(one.peer));
    const queue = createThreadQueue({ workers, log: silent });
    workers.reconfigure(engineOptions(other.peer));
    const all = received(queue, 1);
    queue.publish(item('a', host, 1));
    expect(await all).toMatchObject([{ kind: 'ended', outcome: { status: 'succeeded', bodyBytes: 4 } }]);
    await queue.stop(0);
  });

  test('is started again when it dies, and whoever handed out work hears of it', async () => {
    await using server = await serveHttp((_request, response) => void response.end('body'));
    const queue = createThreadQueue({ workers: createEngineWorkers(engineOptions(server.peer)), log: silent });
    const lost = new Promise<void>((resolve) => queue.onLost(resolve));
    const all = received(queue, 10);
    queue.publish(poison);
    await lost;
    queue.publish(item('a', host, 10));
    expect((await all).filter(({ kind }) => kind === 'ended')).toHaveLength(10);
    await queue.ping();
    await queue.stop(0);
  });

  test('stops once running fetches have ended and their reports are taken', async () => {
    const asked = Promise.withResolvers<() => void>();
    await using server = await serveHttp((_request, response) => asked.resolve(() => response.end('late')));
    const queue = createThreadQueue({ workers: createEngineWorkers(engineOptions(server.peer)), log: silent });
    const all = received(queue, 1);
    queue.publish(item('a', host, 1));
    const answer = await asked.promise;
    const stopped = queue.stop(10_000);
    answer();
    await stopped;
    const reports = await all;
    expect(reports.at(-1)).toMatchObject({ kind: 'ended', outcome: { status: 'succeeded' } });
    await expect(queue.ping()).rejects.toThrow('stopping');
  });

  test('drops what does not end within its grace, without a report', async () => {
    const asked = Promise.withResolvers<void>();
    await using server = await serveHttp(() => asked.resolve());
    const workers = createEngineWorkers(options([node('a', { addresses: { http: `http://${server.peer}` } })], [domain(host, ['a'])]));
    const queue = createThreadQueue({ workers, log: silent });
    const ended: Report[] = [];
    queue.onReports(async (batch) => void ended.push(...batch.filter(({ kind }) => kind === 'ended')));
    queue.publish(item('a', host, 1));
    await asked.promise;
    await queue.stop(50);
    expect(ended).toEqual([]);
  });
});
