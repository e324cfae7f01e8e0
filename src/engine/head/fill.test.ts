import { describe, expect, test } from 'vitest';
import type { EngineNode } from '../options.ts';
import type { FakeRequest } from '../testing/fake-transport.ts';
import { domain, item, node, options, Scene } from '../testing/scene.ts';

const host = 'cdn.test';
const MiB = 1024 * 1024;
const GB = 1_000_000_000;
const storable = { date: 'Tue, 24 Nov 2026 17:00:00 GMT', 'cache-control': 'max-age=60', etag: '"a"' };

/** What a request is: `fill`, `probe`, or the range that it asks for. */
function kindOf({ request: { method = 'GET', headers } }: FakeRequest): string {
  const range = headers.includes('Range') ? headers[headers.indexOf('Range') + 1] : undefined;
  return [...(headers.includes('only-if-cached') ? ['probe'] : ['fill']), ...(range === undefined ? [method] : [range])].join(' ');
}

function filling(name: string, more: Partial<EngineNode> = {}): EngineNode {
  return node(name, { pull: 'head', cache: 'nginx', onlyIfCached: true, ...more });
}

function head(request: FakeRequest, sizeBytes: number, more: Record<string, string> = {}): void {
  request.answer(200, { ...storable, 'x-cache-status': 'MISS', ...more, 'content-length': String(sizeBytes) });
}

const hit = { 'x-cache-status': 'HIT' };

function sceneOf(one: EngineNode, more: Parameters<typeof options>[2] = {}): Scene {
  const made = new Scene(options([one], [domain(host, [one.name])], more));
  made.random = 0;
  return made;
}

describe('nginx', () => {
  test('is asked by HEAD, then whether it has it, until it says so: that is the proof, and no byte came to us', async () => {
    const made = sceneOf(filling('a'));
    const asked: string[] = [];
    made.at('a').onRequest = (request) => {
      asked.push(kindOf(request));
      if (asked.length === 1) head(request, 5 * GB);
      else if (asked.length < 5) request.answer(504);
      else head(request, 5 * GB, hit);
    };
    made.engine.accept(item('a', host, 1));
    await made.run(10_000);
    expect(asked).toEqual(['fill HEAD', 'probe HEAD', 'probe HEAD', 'probe HEAD', 'probe HEAD']);
    expect(made.outcomes).toMatchObject([
      { status: 'succeeded', verdict: 'hit-proven', bodyBytes: 0, attempts: 1, message: `filled by HEAD; ${5 * GB} bytes proven` },
    ]);
  });

  test('that holds a probe back, by its lock, is waited for; when it then has nothing, that is final at once', async () => {
    const made = sceneOf(filling('a'));
    made.at('a').onRequest = (request) => {
      if (kindOf(request) === 'fill HEAD') head(request, 5 * GB);
    };
    made.engine.accept(item('a', host, 1));
    // Beyond timeouts.headersMs, twice.
    await made.run(70_000);
    expect(made.at('a').open.map(kindOf)).toEqual(['probe HEAD']);
    made.at('a').open[0]?.answer(504);
    await made.run(100);
    expect(made.at('a').open.map(kindOf)).toEqual(['fill bytes=-1']);
  });

  test('whose fetch broke off is asked for the last byte next, which shows that it breaks off', async () => {
    const made = sceneOf(filling('a'));
    const fills: string[] = [];
    made.at('a').onRequest = (request) => {
      if (kindOf(request).startsWith('probe')) request.answer(504);
      else fills.push(kindOf(request));
      if (kindOf(request) === 'fill HEAD') head(request, MiB);
      if (kindOf(request) !== 'fill bytes=-1') return;
      request.sink.headers(206, { ...storable, 'content-length': '1', 'content-range': `bytes ${MiB - 1}-${MiB - 1}/${MiB}` });
      request.fail(Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }));
    };
    made.engine.accept(item('a', host, 1));
    await made.run(60_000);
    expect(fills).toEqual(['fill HEAD', 'fill bytes=-1', 'fill bytes=-1']);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'truncated', attempts: 3 }]);
  });

  test('that sends everything in the place of the last byte is not listened to', async () => {
    const made = sceneOf(filling('a'), { retry: { attempts: 2, backoffMs: 1, maxBackoffMs: 1 } });
    made.at('a').onRequest = (request) => {
      if (kindOf(request).startsWith('probe')) request.answer(504);
      else if (kindOf(request) === 'fill HEAD') head(request, MiB);
      else request.sink.headers(200, { ...storable, 'content-length': String(MiB) });
    };
    made.engine.accept(item('a', host, 1));
    await made.run(120_000);
    const ranged = made.at('a').requests.find((request) => kindOf(request) === 'fill bytes=-1');
    expect(ranged?.isAborted).toBe(true);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'truncated', bodyBytes: 0 }]);
  });
});

describe('Varnish', () => {
  const varnish = filling('a', { cache: 'varnish' });
  const miss = { 'x-varnish': '3', 'x-cache-status': '' };
  const known = { 'x-varnish': '5 3', 'x-cache-status': '' };

  test('answers a HEAD while the object streams in, so its last byte is the proof; those before it show how far it is', async () => {
    const made = sceneOf(varnish);
    const asked: string[] = [];
    made.at('a').onRequest = (request) => {
      const kind = kindOf(request);
      asked.push(kind);
      if (kind === 'fill HEAD') head(request, 40 * MiB, miss);
      if (kind === 'probe HEAD') head(request, 40 * MiB, known);
      const [, at] = /^probe bytes=(\d+)-/.exec(kind) ?? [];
      if (at === undefined) return;
      made.clock.after(1000, () => request.answer(206, { ...storable, ...known, 'content-range': `bytes ${at}-${at}/${40 * MiB}` }, 1));
    };
    made.engine.accept(item('a', host, 1));
    await made.run(10_000);
    const last = [16 * MiB - 1, 32 * MiB - 1, 40 * MiB - 1].map((at) => `probe bytes=${at}-${at}`);
    expect(asked).toEqual(['fill HEAD', ...last, 'probe HEAD']);
    const steps = made.reports.flatMap((report) => (report.kind === 'advanced' ? [[report.receivedBytes, report.expectedBytes]] : []));
    expect(steps).toEqual([0, 16 * MiB, 32 * MiB].map((bytes) => [bytes, 40 * MiB]));
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', verdict: 'hit-proven', bodyBytes: 3 }]);
  });

  test('drops an object whose fetch breaks off: no success', async () => {
    const made = sceneOf(varnish);
    let isGone = false;
    made.at('a').onRequest = (request) => {
      const kind = kindOf(request);
      if (kind === 'fill HEAD') head(request, MiB, miss);
      if (kind === 'probe HEAD' && isGone) request.answer(504);
      else if (kind === 'probe HEAD') head(request, MiB, known);
      if (!kind.startsWith('probe bytes')) return;
      request.sink.headers(206, { ...storable, ...known, 'content-length': '1', 'content-range': `bytes ${MiB - 1}-${MiB - 1}/${MiB}` });
      isGone = true;
      request.fail(Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }));
    };
    made.engine.accept(item('a', host, 1));
    await made.run(10_000);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'truncated', attempts: 3, message: expect.stringContaining(`before it had the object's ${MiB} bytes`) },
    ]);
  });

  test('that passes ranges on can’t tell when it is done', async () => {
    const made = sceneOf(varnish);
    made.at('a').onRequest = (request) => {
      const kind = kindOf(request);
      if (kind === 'probe HEAD' || kind === 'fill HEAD') head(request, MiB, kind === 'fill HEAD' ? miss : known);
      else request.answer(504);
    };
    made.engine.accept(item('a', host, 1));
    await made.run(10_000);
    expect(made.outcomes).toMatchObject([{ status: 'unknown', reason: 'unverified', message: expect.stringContaining('pull: body') }]);
  });

  test('that can’t tell the length before the end has it when it can', async () => {
    const made = sceneOf(varnish);
    let probes = 0;
    made.at('a').onRequest = (request) => {
      if (kindOf(request) === 'fill HEAD') request.answer(200, { ...storable, ...miss, 'content-length': undefined });
      else if ((probes += 1) < 4) request.answer(200, { ...storable, ...known, 'content-length': undefined });
      else head(request, 777, known);
    };
    made.engine.accept(item('a', host, 1));
    await made.run(10_000);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', message: 'filled by HEAD; 777 bytes proven' }]);
  });
});

describe('a node is not made to fill itself', () => {
  test.each<[string, Partial<EngineNode>, RegExp]>([
    ['if it stores no HEAD: Squid', { cache: 'squid' }, /Squid.*pull: body/],
    ['if it stores no HEAD: Traffic Server', { cache: 'trafficserver' }, /Traffic Server.*pull: body/],
    ['if it slices', { sliceBytes: MiB }, /first slice only/],
    ['if it can’t be asked', { onlyIfCached: false }, /examples\/edges\/nginx\.conf.*pull: body/],
    ['if nobody knows what it is', { cache: 'auto', onlyIfCached: false }, /cache: …/],
  ])('%s', async (_, more, sentence) => {
    const made = sceneOf(filling('a', more));
    made.engine.accept(item('a', host, 1));
    await made.run(1000);
    expect(made.at('a').requests).toEqual([]);
    expect(made.outcomes).toMatchObject([
      { status: 'failed', reason: 'unsupported', attempts: 0, message: expect.stringMatching(sentence) },
    ]);
  });

  test('if it turns out to be one that stores no HEAD', async () => {
    const made = sceneOf(filling('a', { cache: 'auto', onlyIfCached: 'auto' }));
    made.at('a').onRequest = (request) => request.answer(kindOf(request) === 'probe HEAD' ? 504 : 404, { via: '1.1 edge (squid/5.7)' });
    made.engine.accept(item('a', host, 1));
    await made.run(1000);
    expect(made.at('a').requests.every(({ request: { path } }) => path.startsWith('/.well-known/'))).toBe(true);
    expect(made.outcomes).toMatchObject([{ reason: 'unsupported', message: expect.stringContaining('Squid') }]);
  });

  test('while it does not answer what it is: each attempt asks it anew, and it is filled once it does', async () => {
    const made = sceneOf(filling('a', { cache: 'auto', onlyIfCached: 'auto' }));
    let isThere = false;
    made.at('a').onRequest = (request) => {
      const isHello = request.request.path.startsWith('/.well-known/');
      if (!isThere) request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
      else if (isHello) request.answer(kindOf(request) === 'probe HEAD' ? 504 : 404, { server: 'nginx' });
      else head(request, MiB, kindOf(request) === 'probe HEAD' ? hit : {});
    };
    made.engine.accept(item('a', host, ['http://cdn.test/dead']));
    await made.run(100);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'connect', attempts: 3 }]);
    expect(made.at('a').requests.every(({ request: { path } }) => path.startsWith('/.well-known/'))).toBe(true);

    isThere = true;
    made.engine.accept(item('a', host, ['http://cdn.test/x']));
    await made.run(1000);
    expect(made.outcomes.at(-1)).toMatchObject({ status: 'succeeded', attempts: 1 });
  });

  test('if what it may store is told by its answer: that is the end, without waiting', async () => {
    const made = sceneOf(filling('a'));
    made.at('a').onRequest = (request) => head(request, MiB, { 'cache-control': 'no-store' });
    made.engine.accept(item('a', host, 1));
    await made.run(1000);
    expect(made.at('a').requests).toHaveLength(1);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'uncacheable', verdict: 'uncacheable' }]);
  });
});

describe('a fill', () => {
  test('holds its slot until it is proven', async () => {
    const made = sceneOf(filling('a', { concurrency: 4 }));
    let isWhole = false;
    const fills = (): number => made.at('a').requests.filter((request) => kindOf(request) === 'fill HEAD').length;
    made.at('a').onRequest = (request) => {
      if (kindOf(request) === 'fill HEAD' || isWhole) head(request, GB, isWhole && kindOf(request) !== 'fill HEAD' ? hit : {});
      else request.answer(504);
    };
    made.engine.accept(item('a', host, 20));
    await made.run(20_000);
    expect(fills()).toBe(4);
    isWhole = true;
    await made.run(20_000);
    expect(fills()).toBe(20);
    expect(made.outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(20);
  });

  test('counts with its whole size in the domain’s bytes per second: 300 × 2 GB on 40 edges do not start at once', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `edge-${index}`);
    const bytesPerSecond = 500_000_000;
    const made = new Scene(
      options(
        names.map((name) => filling(name)),
        [domain(host, names, { bytesPerSecond, concurrency: 1000 })],
      ),
    );
    const startedMs: number[] = [];
    for (const name of names) {
      made.at(name).onRequest = (request) => {
        if (kindOf(request) !== 'fill HEAD') {
          // A second after its start the cache has it: faster than the rate, and it can't be held back.
          request.answer(504);
          return;
        }
        startedMs.push(made.clock.nowMs());
        made.clock.after(20, () => head(request, 2 * GB));
      };
      made.engine.accept(item(name, host, 300));
    }
    await made.run(60_000);
    // 60 s × 0.5 GB/s are 15 objects.
    expect(startedMs.length).toBeGreaterThanOrEqual(14);
    expect(startedMs.length).toBeLessThanOrEqual(16);
    expect(startedMs.filter((ms) => ms < 1000)).toHaveLength(1);
  });

  test('of what is there already costs the domain nothing', async () => {
    const made = new Scene(options([filling('a')], [domain(host, ['a'], { bytesPerSecond: 1_000_000 })]));
    made.at('a').onRequest = (request) => head(request, 2 * GB, hit);
    made.engine.accept(item('a', host, 50));
    await made.run(2000);
    expect(made.outcomes.filter(({ message }) => message?.startsWith('in the cache already') === true)).toHaveLength(50);
  });

  test('that takes longer than the URL may take in all fails, and says so', async () => {
    const made = sceneOf(filling('a'), { timeouts: { connectMs: 5000, headersMs: 30_000, idleMs: 30_000, urlMs: 60_000 } });
    made.at('a').onRequest = (request) => {
      if (kindOf(request) === 'fill HEAD') head(request, 500 * GB);
    };
    made.engine.accept(item('a', host, 1));
    await made.run(70_000);
    expect(made.outcomes).toMatchObject([{ status: 'failed', reason: 'timeout', message: expect.stringContaining('timeouts.urlMs') }]);
    expect(made.at('a').open).toEqual([]);
  });

  test('goes on when a question is lost: what fills a cache does not depend on us', async () => {
    const made = sceneOf(filling('a'));
    let probes = 0;
    made.at('a').onRequest = (request) => {
      if (kindOf(request) === 'fill HEAD') head(request, MiB);
      else if ((probes += 1) < 3) request.fail(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
      else head(request, MiB, hit);
    };
    made.engine.accept(item('a', host, 1));
    await made.run(5000);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded', attempts: 1 }]);
  });
});
