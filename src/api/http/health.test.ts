import { describe, expect, test } from 'vitest';
import { baseOptions, Harness } from '../testing/harness.ts';

describe('/healthz', () => {
  test('says that the process answers, with its version, whatever store and queue do', async () => {
    await using api = await Harness.start();
    api.control.ping = () => Promise.reject(new Error('disk is full'));
    const { status, json } = await api.fetch('/healthz');
    expect([status, json]).toEqual([200, { status: 'ok', version: '1.2.3' }]);
    expect((await fetch(`${api.url}/healthz`, { method: 'HEAD' })).status).toBe(200);
  });
});

describe('/readyz', () => {
  test('is 200 while store and queue work, with the nodes’ state; a node in trouble changes only that', async () => {
    await using api = await Harness.start();
    const [edgeA, edgeB] = api.control.nodes();
    if (edgeA === undefined || edgeB === undefined) throw new Error('the fake has two nodes');
    const trouble = { reason: 'connect', message: 'refused by 10.0.0.1:80', sinceMs: 5999 } as const;
    const away = { state: 'away', sinceMs: 6999, openUrls: 0, because: trouble.message } as const;
    api.control.nodes = () => [
      { ...edgeA, load: { ...edgeA.load, trouble } },
      { ...edgeB, load: { ...edgeB.load, trouble, down: { ...trouble, sinceMs: 6000 } }, ledger: away },
      { ...edgeB, name: 'edge-c' },
    ];
    const figures = { layer: 'edge', inFlight: 3, waiting: 2 };
    const ready = { state: 'ready', since: 0, openUrls: 0 };
    const { status, json, text } = await api.fetch('/readyz');
    expect([status, json]).toEqual([
      200,
      {
        status: 'ready',
        nodes: [
          { name: 'edge-a', ...figures, state: 'trouble', reason: 'connect', since: 5, ledger: ready },
          { name: 'edge-b', ...figures, state: 'down', reason: 'connect', since: 6, ledger: { state: 'away', since: 6, openUrls: 0 } },
          { name: 'edge-c', ...figures, state: 'ok', ledger: ready },
        ],
      },
    ]);
    expect(text).not.toContain('10.0.0.1');
  });

  test('is 503 while they don’t, without telling anybody why, and 200 again afterwards', async () => {
    await using api = await Harness.start();
    api.control.ping = () => Promise.reject(new Error('/data/forewarm.db: disk is full'));
    const { status, json, text } = await api.fetch('/readyz');
    expect([status, json['status'], await api.api.isReady()]).toEqual([503, 'store or queue does not work', false]);
    expect(text).not.toContain('forewarm.db');
    api.control.ping = async () => {};
    expect([(await api.fetch('/readyz')).status, await api.api.isReady()]).toEqual([200, true]);
    await api.api.close(0);
    expect(await api.api.isReady()).toBe(false);
  });

  test('does not wait for ever, and looks once for all who ask meanwhile', async () => {
    await using api = await Harness.start({ timings: { readyMs: 30 } });
    let looks = 0;
    api.control.ping = () => {
      looks += 1;
      return new Promise(() => {});
    };
    const answers = await Promise.all([api.fetch('/readyz'), api.fetch('/readyz')]);
    expect([...answers.map(({ status }) => status), (await api.fetch('/readyz')).status, looks]).toEqual([503, 503, 503, 1]);
  });
});

describe('/readyz/nodes/NAME', () => {
  test('is 200 for a node that users may come to, else 503; nobody is told addresses', async () => {
    await using api = await Harness.start();
    api.control.ledgers.set('edge-a', { state: 'ready', sinceMs: 7999, openUrls: 0 });
    expect(await answered(api, 'edge-a')).toEqual([200, { name: 'edge-a', state: 'ready', since: 7, openUrls: 0 }]);
    for (const state of ['away', 'purging', 'warming', 'drained'] as const) {
      api.control.ledgers.set('edge-a', { state, sinceMs: 8000, openUrls: 12, because: 'refused by 10.0.0.1:80' });
      expect(await answered(api, 'edge-a')).toEqual([503, { name: 'edge-a', state, since: 8, openUrls: 12 }]);
    }
    expect((await fetch(`${api.url}/readyz/nodes/edge-a`, { method: 'HEAD' })).status).toBe(503);
  });

  test('tells a name that is not configured from a node that is not ready', async () => {
    await using api = await Harness.start();
    for (const name of ['edge%20a', '%00', 'x'.repeat(90)]) expect((await answered(api, name))[0]).toBe(404);
    expect(await answered(api, 'edge-z')).toEqual([404, { state: 'unknown', message: 'no node of this name is configured' }]);
  });

  test('asks neither store nor queue', async () => {
    await using api = await Harness.start();
    api.control.ping = () => Promise.reject(new Error('disk is full'));
    expect(await answered(api, 'edge-a')).toMatchObject([200, { state: 'ready' }]);
  });

  async function answered(api: Harness, name: string): Promise<[number, object]> {
    const { status, json } = await api.fetch(`/readyz/nodes/${name}`);
    return [status, json];
  }
});

describe('/metrics', () => {
  const metricsText = async () => 'forewarm_info 1\n';

  test('shows itself on a loopback listener', async () => {
    await using api = await Harness.start({ metricsText });
    const { status, headers, text } = await api.fetch('/metrics');
    expect([status, headers.get('content-type'), text]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8', 'forewarm_info 1\n']);
  });

  test('but not to those for whom a proxy on this machine asks', async () => {
    await using api = await Harness.start({ metricsText });
    for (const name of ['X-Forwarded-For', 'Forwarded']) {
      expect((await api.fetch('/metrics', { headers: { [name]: 'for=203.0.113.9' } })).status).toBe(403);
    }
  });

  test('nor on a listener that others reach', async () => {
    await using api = await Harness.start({ metricsText }, '0.0.0.0:0');
    const { status, text } = await api.fetch('/metrics');
    expect([status, text]).toEqual([403, expect.stringContaining('listen.metrics')]);
  });

  test('has a listener of its own where one is configured, and then only there', async () => {
    await using api = await Harness.start({ metricsText, options: { ...baseOptions, metricsAddress: '127.0.0.1:0' } });
    expect((await api.fetch('/metrics')).status).toBe(403);
    const url = String(api.lines.find(({ message }) => message === 'metrics listen')?.fields.get('url'));
    const shown = await fetch(url, { headers: { 'X-Forwarded-For': '203.0.113.9' } });
    expect([shown.status, shown.headers.get('content-type'), await shown.text()]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'forewarm_info 1\n',
    ]);
    expect((await fetch(new URL('/', url))).status).toBe(404);
    expect((await fetch(url, { method: 'POST' })).status).toBe(404);
    await api.api.close(0);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  test('whose own address can’t be bound is an error, and leaves nothing listening', async () => {
    await using api = await Harness.start();
    const options = { ...baseOptions, metricsAddress: `127.0.0.1:${api.port}` };
    await expect(Harness.start({ metricsText, options })).rejects.toThrow('EADDRINUSE');
  });

  test('is 404 where there are none', async () => {
    await using api = await Harness.start();
    expect((await api.fetch('/metrics')).status).toBe(404);
  });

  test('that fail are a 500 and a line in the log', async () => {
    await using api = await Harness.start({ metricsText: () => Promise.reject(new Error('no figures')) });
    expect((await api.fetch('/metrics')).status).toBe(500);
    expect(api.lines.map(({ level, message }) => [level, message])).toEqual([['error', '/metrics failed']]);
  });
});
