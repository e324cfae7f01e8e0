import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import type { PullItem, Report } from '../../src/tasks/work.ts';
import { host, Pulling, quick } from './pulling.ts';
import { serveHttp } from './servers.ts';

type Page = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A node that answers with these pages. `asked`: what for, in order. */
async function edge(pages: Readonly<Record<string, Page>>) {
  const asked: string[] = [];
  const server = await serveHttp((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const page = pages[request.url ?? ''];
    if (page === undefined) response.writeHead(404).end();
    else if (typeof page === 'string') response.end(page);
    else page(request, response);
  });
  return Object.assign(server, { asked });
}

const pages = {
  '/a.m3u8': '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsub/list.m3u8\n',
  '/sub/list.m3u8': '#EXTM3U\n#EXTINF:6,\n1.ts\n#EXT-X-ENDLIST\n',
};
const root = `http://${host}/a.m3u8`;
const found = [`http://${host}/sub/list.m3u8`, `http://${host}/sub/1.ts`];

/** An engine before these nodes, by name, in the domain that all of them serve. */
function pulling(peers: Readonly<Record<string, string>>, verify: 'off' | 'headers' = 'off', more: Parameters<typeof options>[2] = quick) {
  const nodes = Object.entries(peers).map(([name, peer]) => node(name, { addresses: { http: `http://${peer}` } }));
  return new Pulling(options(nodes, [domain(host, Object.keys(peers), {}, verify)], more));
}

function foundIn(reports: readonly Report[]): string[] {
  return reports.flatMap((report) => (report.kind === 'found' ? report.urls : []));
}

const manifests = {};

describe('a manifest that is prefetched', () => {
  test('is pulled, then read, and ends after what was found', async () => {
    await using server = await edge(pages);
    await using engine = pulling({ a: server.peer });
    expect(await engine.pull([root], { manifests })).toMatchObject([
      { status: 'succeeded', attempts: 1, message: '2 URLs found in 2 manifests' },
    ]);
    expect(foundIn(engine.reports)).toEqual(found);
    expect(engine.reports.at(-1)?.kind).toBe('ended');
    expect(server.asked).toEqual(['GET /a.m3u8', 'GET /a.m3u8', 'GET /sub/list.m3u8']);
  });

  test('is read by the first node that has it, and by no other, however late that comes', async () => {
    await using first = await edge({});
    await using second = await edge(pages);
    await using third = await edge(pages);
    await using engine = pulling({ a: first.peer, b: second.peer, c: third.peer });
    const work = (name: string, urls: PullItem['urls']) => ({ node: name, manifests, urls });
    const { urls } = item('a', host, [root]);
    expect(await engine.pull([root], work('a', urls))).toMatchObject([{ status: 'failed', httpStatus: 404 }]);
    expect(foundIn(engine.reports)).toEqual([]);
    engine.reports.length = 0;
    expect(await engine.pull([root], work('b', urls))).toMatchObject([{ status: 'succeeded', message: expect.any(String) }]);
    expect(foundIn(engine.reports)).toEqual(found);
    engine.reports.length = 0;
    const [late] = await engine.pull([root], work('c', urls));
    expect(late?.message).toBeUndefined();
    expect(foundIn(engine.reports)).toEqual([]);
    expect(third.asked).toEqual(['GET /a.m3u8']);
  });

  test('is read where no cache may keep it, and has failed for that all the same', async () => {
    const fleeting: Page = (_request, response) => response.writeHead(200, { 'Cache-Control': 'no-store' }).end(pages['/a.m3u8']);
    await using server = await edge({ ...pages, '/a.m3u8': fleeting });
    await using engine = pulling({ a: server.peer }, 'headers');
    const [outcome] = await engine.pull([root], { manifests });
    expect(outcome).toMatchObject({ status: 'failed', reason: 'uncacheable' });
    expect(outcome?.message).toMatch(/no-store.*; 2 URLs found in 2 manifests$/);
    expect(foundIn(engine.reports)).toEqual(found);
  });

  test('that can’t be read fails with the reason, and what it is the pull’s', async () => {
    await using server = await edge({ '/a.m3u8': '<html>', '/film': '<html>' });
    await using engine = pulling({ a: server.peer });
    expect(await engine.pull([root, `http://${host}/film`], { manifests })).toMatchObject([
      { status: 'failed', reason: 'protocol', attempts: 1, message: expect.stringContaining('it begins with "<html>"; 0 URLs found') },
      { status: 'succeeded', message: 'no manifest: warmed alone' },
    ]);
  });

  test('of a node that leaves the configuration meanwhile can’t be known, and is read by the next that has it', async () => {
    const asked = Promise.withResolvers<void>();
    await using leaving = await edge({ ...pages, '/sub/list.m3u8': (_request, response) => (asked.resolve(), response.destroy()) });
    await using staying = await edge(pages);
    await using engine = pulling({ a: leaving.peer, b: staying.peer }, 'off', { retry: { attempts: 9, backoffMs: 50, maxBackoffMs: 50 } });
    const { urls } = item('a', host, [root]);
    const left = engine.pull([root], { manifests, urls });
    await asked.promise;
    engine.engine.reconfigure(options([node('b', { addresses: { http: `http://${staying.peer}` } })], [domain(host, ['b'])]));
    expect(await left).toMatchObject([{ status: 'unknown', reason: 'removed' }]);
    engine.reports.length = 0;
    expect(await engine.pull([root], { node: 'b', manifests, urls })).toMatchObject([{ status: 'succeeded' }]);
    expect(foundIn(engine.reports)).toEqual(found);
  });

  test('is read four at a time for each domain, however many come', async () => {
    let running = 0;
    let most = 0;
    const slow: Page = (_request, response) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        response.end(pages['/sub/list.m3u8']);
      }, 20);
    };
    const roots = Array.from({ length: 12 }, (_, n) => `/${n}.m3u8`);
    const masters = Object.fromEntries(
      roots.flatMap((path, n) => [
        [path, `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nsub/${n}.m3u8\n`],
        [`/sub/${n}.m3u8`, slow],
      ]),
    );
    await using server = await edge(masters);
    await using engine = pulling({ a: server.peer });
    const outcomes = await engine.pull(
      roots.map((path) => `http://${host}${path}`),
      { manifests },
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(most).toBe(4);
  });

  test('waits for the end of a pause, also in the midst', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<void>();
    await using server = await edge({
      ...pages,
      '/a.m3u8': (_request, response) => {
        if (server.asked.length === 1) response.end(pages['/a.m3u8']);
        else {
          asked.resolve();
          void answer.promise.then(() => response.end(pages['/a.m3u8']));
        }
      },
    });
    await using engine = pulling({ a: server.peer });
    const pulled = engine.pull([root], { manifests });
    await asked.promise;
    engine.engine.pause([{ kind: 'domain', name: host }]);
    answer.resolve();
    // Another, which is not paused, is read to its end meanwhile: so would this one be.
    await using other = await edge(pages);
    await using beside = pulling({ a: other.peer });
    await beside.pull([root], { manifests });
    expect(server.asked).toEqual(['GET /a.m3u8', 'GET /a.m3u8']);
    engine.engine.pause([]);
    expect(await pulled).toMatchObject([{ status: 'succeeded' }]);
    expect(foundIn(engine.reports)).toEqual(found);
  });
});
