import { describe, expect, test } from 'vitest';
import type { LabEdge } from '../../../lab/edge.ts';
import type { Origin } from '../../../lab/origin.ts';
import { isUnavailable } from '../../../lab/programs.ts';
import type { EngineDomain, EngineNode } from '../../../src/engine/options.ts';
import { domain, node, options } from '../../../src/engine/testing/scene.ts';
import { Pulling, host } from '../../engine/pulling.ts';
import { columns, type Column } from './caches.ts';
import { answerOf, startTruthOrigin } from './origin.ts';
import { rowGroups } from './rows.ts';
import type { Row } from './row.ts';

/** `verify: rehit` on real caches: what it makes of what headers can't tell, and what it costs the origin. */

const asExamples = new Set(['nginx', 'Varnish', 'Traffic Server', 'Squid']);
const here = columns.filter(({ title, server }) => asExamples.has(title) && !isUnavailable(server));
const hidden = rowGroups.flatMap(({ rows }) => rows.filter(({ hiddenBy }) => hiddenBy !== undefined));

function engineOn(edge: LabEdge, verify: EngineDomain['verify'], more: Partial<EngineNode> = {}): Pulling {
  const one = node('a', { addresses: { http: edge.address }, cache: edge.cache, onlyIfCached: 'auto', ...more });
  return new Pulling(options([one], [domain(host, ['a'], {}, verify)]));
}

function url(path: string): string {
  return `http://${host}${path}`;
}

/** What the origin was asked for, but for the path that tells what a node honours. */
function asked(origin: Origin): string[] {
  return origin.requests.filter(({ url: path }) => !path.startsWith('/.well-known/')).map(({ method, url: path }) => `${method} ${path}`);
}

async function started({ start }: Column): Promise<{ origin: Origin; edge: LabEdge } & AsyncDisposable> {
  const origin = await startTruthOrigin();
  const edge = await start({ upstream: origin.port });
  return {
    origin,
    edge,
    async [Symbol.asyncDispose]() {
      await edge[Symbol.asyncDispose]();
      await origin[Symbol.asyncDispose]();
    },
  };
}

describe.each(here)('$title, as examples/edges sets it up,', (column) => {
  test('proves what is there, and its origin is asked once for each object', async () => {
    await using place = await started(column);
    const { origin, edge } = place;
    const paths = Array.from({ length: 50 }, (_, index) => `/${index}`);
    for (const path of paths) origin.set(path, answerOf({ headers: ['Cache-Control: max-age=60', 'ETag: "a"'], sizeBytes: 50_000 }));
    await using pulling = engineOn(edge, 'rehit');
    const outcomes = await pulling.pull(paths.map(url));
    expect(new Set(outcomes.map(({ status, verdict }) => `${status} ${verdict}`))).toEqual(new Set(['succeeded hit-proven']));
    expect(asked(origin).toSorted()).toEqual(paths.map((path) => `GET ${path}`).toSorted());
    for (const path of paths.slice(0, 5)) expect(await edge.get(host, path)).toMatchObject({ hit: true });
  });

  test('fails what it may not store, with the header that forbids it, and at no further cost', async () => {
    await using place = await started(column);
    const { origin, edge } = place;
    origin.set('/x', answerOf({ headers: ['Cache-Control: no-store'] }));
    await using pulling = engineOn(edge, 'rehit');
    expect(await pulling.pull([url('/x')])).toMatchObject([
      { status: 'failed', reason: 'uncacheable', verdict: 'uncacheable', message: expect.stringContaining('no-store') },
    ]);
    expect(asked(origin)).toEqual(['GET /x']);
  });

  test.each(hidden.filter(({ hiddenBy }) => hiddenBy === column.server))('finds out what no header tells: $headers', async (row: Row) => {
    await using place = await started(column);
    const { origin, edge } = place;
    origin.set('/x', answerOf(row));
    await using pulling = engineOn(edge, 'rehit');
    const [outcome] = await pulling.pull([url('/x')]);
    expect(asked(origin)).toEqual(['GET /x']);
    const { hit } = await edge.get(host, '/x');
    expect(outcome).toMatchObject(hit ? { status: 'succeeded', verdict: 'hit-proven' } : { status: 'failed', reason: 'uncacheable' });
  });
});

describe.skipIf(isUnavailable('nginx'))('nginx without the lines for only-if-cached', () => {
  const stock = columns.find(({ title }) => title.includes('proxy_cache_valid'));

  test('is not known, and no probe makes it fetch: the origin log shows one request an object', async () => {
    if (stock === undefined) throw new Error('no such column');
    await using place = await started(stock);
    const { origin, edge } = place;
    for (const path of ['/a', '/b']) origin.set(path, answerOf({ headers: ['Cache-Control: max-age=60'] }));
    await using pulling = engineOn(edge, 'rehit');
    expect(await pulling.pull([url('/a'), url('/b')])).toMatchObject([
      { status: 'unknown', reason: 'unverified', verdict: 'stored-likely', message: expect.stringContaining('examples/edges/nginx.conf') },
      { status: 'unknown', reason: 'unverified' },
    ]);
    expect(asked(origin).toSorted()).toEqual(['GET /a', 'GET /b']);
    // What was there already says so itself.
    expect(await pulling.pull([url('/a')])).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven' }]);
    expect(asked(origin)).toHaveLength(2);
  });

  test('verify: headers can’t tell what proxy_cache_valid does', async () => {
    if (stock === undefined) throw new Error('no such column');
    await using place = await started(stock);
    const { origin, edge } = place;
    origin.set('/x', answerOf({ headers: [] }));
    await using pulling = engineOn(edge, 'headers');
    expect(await pulling.pull([url('/x')])).toMatchObject([
      { status: 'unknown', reason: 'unverified', verdict: 'unknown', message: expect.stringContaining('proxy_cache_valid') },
    ]);
  });
});
