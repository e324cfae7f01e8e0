import { gzipSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import type { EngineNode } from '../../src/engine/options.ts';
import { domain, item, node, options } from '../../src/engine/testing/scene.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import type { PurgeItem, Report } from '../../src/tasks/work.ts';
import { host, quick } from './pulling.ts';
import { serveHttp } from './servers.ts';

const root = `http://${host}/show/master.m3u8`;

type Page = string | ((request: IncomingMessage, response: ServerResponse) => void);

/** A node that forgets what it is told to, and answers with these pages. `asked`: what was, in order. `purged`: it has been. */
async function edge(pages: Readonly<Record<string, Page>>) {
  const asked: string[] = [];
  const purged = Promise.withResolvers<void>();
  const server = await serveHttp((request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`);
    const page = pages[request.url ?? ''];
    if (request.method === 'PURGE') {
      purged.resolve();
      response.writeHead(200).end();
    } else if (page === undefined) response.writeHead(404).end('<html>');
    else if (typeof page === 'string') response.end(page);
    else page(request, response);
  });
  return Object.assign(server, { asked, purged: purged.promise });
}

function refreshed(peer: string, more: Partial<EngineNode> = {}): EngineNode {
  return node('a', { addresses: { http: `http://${peer}` }, cache: 'varnish', purge: { method: 'PURGE', headers: {} }, ...more });
}

function playlists(urls: readonly string[]): PurgeItem {
  return { ...item('a', host, urls), kind: 'purge', scope: 'object', mode: 'delete', readsPlaylist: true };
}

/** Refreshes playlists through a node of their own; resolves to what was reported, once all have ended. */
async function refresh(peer: string, urls: readonly string[] = [root]): Promise<Report[]> {
  const reports: Report[] = [];
  const done = Promise.withResolvers<void>();
  const engine = createEngine(options([refreshed(peer)], [domain(host, ['a']), domain('other.example.com', ['a'])], quick), {
    report: (batch) => {
      reports.push(...batch);
      if (reports.filter(({ kind }) => kind === 'ended').length === urls.length) done.resolve();
    },
  });
  try {
    engine.accept(playlists(urls));
    await done.promise;
    return reports;
  } finally {
    await engine.stop(0);
  }
}

function foundIn(reports: readonly Report[]): string[] {
  return reports.flatMap((report) => (report.kind === 'found' ? report.urls.map((url) => url.replace(`http://${host}`, '')) : []));
}

function outcomeOf(reports: readonly Report[]): Outcome | undefined {
  return reports.flatMap((report) => (report.kind === 'ended' ? [report.outcome] : []))[0];
}

describe('a playlist that is refreshed', () => {
  const pages = {
    '/show/master.m3u8': '#EXTM3U\r\n#EXT-X-STREAM-INF:BANDWIDTH=1\r\nhd/list.m3u8\r\n',
    '/show/hd/list.m3u8':
      '#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-KEY:METHOD=AES-128,URI="data:,k"\n#EXTINF:6,\n1.ts\n#EXTINF:6,\n第二.ts\n',
  };

  test('is purged, then read at the node with all that it leads to, and ends after what was found', async () => {
    await using server = await edge(pages);
    const reports = await refresh(server.peer);
    const gets = server.asked.filter((line) => line.startsWith('GET'));
    expect(gets).toEqual([`GET ${host}/show/master.m3u8`, `GET ${host}/show/hd/list.m3u8`]);
    expect(server.asked.indexOf(`PURGE ${host}/show/master.m3u8`)).toBeLessThan(server.asked.indexOf(gets[0] ?? ''));
    expect(server.asked.findLastIndex((line) => line.startsWith('PURGE'))).toBeLessThan(server.asked.indexOf(gets[0] ?? ''));
    expect(foundIn(reports)).toEqual(['/show/hd/list.m3u8', '/show/hd/1.ts', '/show/hd/%E7%AC%AC%E4%BA%8C.ts']);
    expect(reports.at(-1)?.kind).toBe('ended');
    expect(outcomeOf(reports)).toMatchObject({ status: 'succeeded' });
    expect(outcomeOf(reports)?.message).toMatch(/; 3 URLs found in 2 playlists; left out: 1 data:$/);
  });

  test('comes compressed from a node that knows it so alone', async () => {
    await using server = await edge({
      ...pages,
      '/show/hd/list.m3u8': (_request, response) => {
        response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(pages['/show/hd/list.m3u8']));
      },
    });
    expect(foundIn(await refresh(server.peer))).toHaveLength(3);
  });

  test('lists what it names on another domain, and reads nothing there, though the node serves that one, too', async () => {
    const there = '/show/there.m3u8';
    await using server = await edge({
      '/show/master.m3u8': `#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://other.example.com${there}\n`,
      [there]: pages['/show/hd/list.m3u8'],
    });
    const reports = await refresh(server.peer);
    expect(foundIn(reports)).toEqual([`http://other.example.com${there}`]);
    expect(server.asked.filter((line) => line.includes('other.example.com'))).toEqual([]);
    expect(outcomeOf(reports)?.message).toMatch(/1 of them on other hosts \(other\.example\.com\), 1 playlist there not read$/);
  });

  test('and can’t be read fails with its reason, after it was purged itself', async () => {
    await using server = await edge({});
    const reports = await refresh(server.peer);
    expect(server.asked).toContain(`PURGE ${host}/show/master.m3u8`);
    expect(foundIn(reports)).toEqual([]);
    expect(outcomeOf(reports)).toMatchObject({ status: 'failed', reason: 'http_status', httpStatus: 404 });
    expect(outcomeOf(reports)?.message).toMatch(
      /^.*PURGE.*; the playlist could not be read: the node answered with status 404; 0 URLs found/,
    );
  });

  test('with one variant that is gone fails, and what the others name is found', async () => {
    await using server = await edge({
      ...pages,
      '/show/master.m3u8': `${pages['/show/master.m3u8']}#EXT-X-STREAM-INF:BANDWIDTH=1\ngone.m3u8\n`,
    });
    const reports = await refresh(server.peer);
    expect(foundIn(reports)).toHaveLength(4);
    expect(outcomeOf(reports)).toMatchObject({ status: 'failed', reason: 'http_status' });
  });

  test('is read once its node answers, after answers that pass', async () => {
    let answers = 0;
    await using server = await edge({
      ...pages,
      '/show/master.m3u8': (_request, response) => {
        answers += 1;
        if (answers === 1) response.writeHead(503).end();
        else response.end(pages['/show/master.m3u8']);
      },
    });
    expect(outcomeOf(await refresh(server.peer))).toMatchObject({ status: 'succeeded' });
  });

  test('is read while pulls hold every connection of the node', async () => {
    await using server = await edge({ ...pages, '/slow': () => undefined });
    const reports: Report[] = [];
    const done = Promise.withResolvers<void>();
    const busy = refreshed(server.peer, { concurrency: 1 });
    const engine = createEngine(options([busy], [domain(host, ['a'], { concurrency: 1 })], quick), {
      report: (batch) => {
        reports.push(...batch);
        if (batch.some(({ kind }) => kind === 'ended')) done.resolve();
      },
    });
    engine.accept(item('a', host, [`http://${host}/slow`]));
    engine.accept(playlists([root]));
    await done.promise;
    await engine.stop(0);
    expect(outcomeOf(reports)).toMatchObject({ status: 'succeeded' });
    expect(foundIn(reports)).toHaveLength(3);
  });

  test('is purged while its domain is paused, and read when that is over', async () => {
    await using server = await edge(pages);
    const reports: Report[] = [];
    const started = Promise.withResolvers<void>();
    const done = Promise.withResolvers<void>();
    const engine = createEngine(options([refreshed(server.peer)], [domain(host, ['a'])], quick), {
      report: (batch) => {
        reports.push(...batch);
        if (batch.some(({ kind }) => kind === 'started')) started.resolve();
        if (batch.some(({ kind }) => kind === 'ended')) done.resolve();
      },
    });
    engine.pause([{ kind: 'domain', name: host }]);
    engine.accept(playlists([root]));
    // The word of its start comes a tenth of a second after it: time enough to be asked for the playlist.
    await Promise.all([server.purged, started.promise]);
    expect(server.asked.filter((line) => line.startsWith('GET'))).toEqual([]);
    engine.pause([]);
    await done.promise;
    await engine.stop(0);
    expect(foundIn(reports)).toHaveLength(3);
  });

  test('is called off when its task is cancelled, at whatever it waits for, and nothing is reported', async () => {
    const asked = Promise.withResolvers<void>();
    const cut = Promise.withResolvers<void>();
    await using server = await edge({
      ...pages,
      '/show/hd/list.m3u8': (request) => {
        asked.resolve();
        request.socket.once('close', () => cut.resolve());
      },
    });
    const reports: Report[] = [];
    const started = Promise.withResolvers<void>();
    const engine = createEngine(options([refreshed(server.peer)], [domain(host, ['a'])]), {
      report: (batch) => {
        reports.push(...batch);
        if (batch.some(({ kind }) => kind === 'started')) started.resolve();
      },
    });
    engine.accept(playlists([root]));
    await Promise.all([asked.promise, started.promise]);
    engine.cancel(1);
    // By itself the node would be waited for as long as `headersMs` is.
    await cut.promise;
    await engine.stop(0);
    expect(reports.map(({ kind }) => kind)).toEqual(['started']);
  });

  test('of 12,000 segments is reported in parts, none of them twice', async () => {
    const segments = Array.from({ length: 12_000 }, (_, place) => `#EXTINF:6,\n${place}.ts\n`).join('');
    await using server = await edge({ '/show/master.m3u8': `#EXTM3U\n${segments}` });
    const reports = await refresh(server.peer);
    expect(reports.flatMap((report) => (report.kind === 'found' ? [report.urls.length] : []))).toEqual([5000, 5000, 2000]);
    expect(new Set(foundIn(reports)).size).toBe(12_000);
  });
});
