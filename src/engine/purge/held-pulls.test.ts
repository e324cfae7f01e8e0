import { describe, expect, test } from 'vitest';
import { item } from '../testing/scene.ts';
import { host, keeping, PurgeScene, purgeable, purgeItem } from './testing/purge-scene.ts';

/** Pulls that were sent on the pulls' own connections. */
function pulled(made: PurgeScene): string[] {
  return made.made[0]?.transport.requests.map(({ request }) => request.path) ?? [];
}

function pulls(made: PurgeScene) {
  const transport = made.made[0]?.transport;
  if (transport === undefined) throw new Error('no transport for pulls');
  return transport;
}

describe('pulls of what is being purged', () => {
  test('are called off, wait, and begin anew at no cost; others go on', async () => {
    const made = new PurgeScene([purgeable('a', { concurrency: 2 })]);
    made.engine.accept(
      item(
        'a',
        host,
        ['/x', '/y', '/z'].map((path) => `http://${host}${path}`),
        { variants: [{}, { 'Accept-Encoding': 'br' }] },
      ),
    );
    await made.settle();
    expect(pulled(made)).toEqual(['/x', '/y']);
    const [ofX] = pulls(made).open;

    made.engine.accept(purgeItem('a', ['/x']));
    await made.settle();
    expect(ofX?.isAborted).toBe(true);
    expect(pulled(made), 'its slot is free for another').toEqual(['/x', '/y', '/z']);
    expect(made.engine.loads().get('a')).toMatchObject({ inFlight: 2, waiting: 1 });

    pulls(made).onRequest = (request) => request.answer();
    for (const request of pulls(made).open) request.answer();
    made.answer = keeping([]);
    for (const request of made.lane('a').open) request.answer(504);
    await made.run(300);
    // Two for each pull's two variants, as if nothing had been; three for the variants of the purge.
    expect(made.outcomes.map(({ attempts }) => attempts).sort((one, other) => one - other)).toEqual([2, 2, 2, 3]);
    expect(new Set(made.outcomes.map(({ status }) => status))).toEqual(new Set(['succeeded']));
    expect(made.engine.loads().get('a')).toMatchObject({ inFlight: 0, waiting: 0 });
  });

  test('do not begin before its end, over whichever scheme, and below a directory neither', async () => {
    const directory = { way: { kind: 'ban' as const, method: 'BAN', header: 'X-Ban-Re' }, repeatAfterMs: 5000 };
    const made = new PurgeScene([purgeable('a', { sharedSchemes: true, purge: { method: 'PURGE', headers: {}, directory } })]);
    pulls(made).onRequest = (request) => request.answer();
    made.answer = (request) => request.answer(200);
    made.engine.accept(purgeItem('a', ['/d/'], { scope: 'subtree', mode: 'expire' }));
    made.engine.accept(item('a', host, [`https://${host}/d/in`, `http://${host}/d`, `http://${host}/e`]));
    await made.run(4000);
    expect(pulled(made).sort()).toEqual(['/d', '/e']);
    await made.run(2000);
    expect(pulled(made).sort()).toEqual(['/d', '/d/in', '/e']);
    expect(made.sent('a')).toEqual(['BAN /d/', 'BAN /d/']);
    expect(made.lane('a').requests[0]?.request.headers).toContain('^/d/');
  });

  test('end with their node when it leaves the configuration', async () => {
    const made = new PurgeScene([purgeable('a')]);
    made.engine.accept(item('a', host, [`http://${host}/x`]));
    made.engine.accept(purgeItem('a', ['/x']));
    await made.settle();
    const { nodes: _, ...rest } = { nodes: [], domains: [], retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 } };
    const timeouts = { connectMs: 1, headersMs: 1, idleMs: 1, urlMs: 1 };
    made.engine.reconfigure({ ...rest, nodes: [], timeouts, nodeDownMs: 1, userAgent: '' });
    await made.run(300);
    expect(made.outcomes.map(({ status, reason }) => [status, reason])).toEqual([
      ['unknown', 'removed'],
      ['unknown', 'removed'],
    ]);
    expect(made.engine.loads().size).toBe(0);
  });
});

describe('a fenced pull', () => {
  const tagged = (etag: string) => ({ etag });

  /** A node that was purged of `"old"`. */
  async function purged(): Promise<PurgeScene> {
    const made = new PurgeScene([purgeable('a')]);
    let isThere = true;
    made.answer = (request) => {
      const { method } = request.request;
      if (method === 'PURGE') {
        request.answer(isThere ? 200 : 404);
        isThere = false;
      } else request.answer(isThere ? 200 : 504, isThere ? tagged('W/"old"') : {});
    };
    made.engine.accept(purgeItem('a', ['/x']));
    await made.run(200);
    expect(made.outcomes).toMatchObject([{ status: 'succeeded' }]);
    return made;
  }

  test('does not take what the URL was before: it is purged and fetched again', async () => {
    const made = await purged();
    const tags = ['"old"', '"new"'];
    pulls(made).onRequest = (request) => request.answer(200, tagged(tags.shift() ?? ''));
    const before = made.sent('a').length;
    made.engine.accept(item('a', host, [`http://${host}/x`], { fenced: true }));
    await made.run(300);
    expect(made.outcomes[1]).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(pulled(made)).toHaveLength(2);
    expect(made.sent('a').slice(before)).toContain('PURGE /x');
  });

  test('takes it in the end, when it comes a third time', async () => {
    const made = await purged();
    pulls(made).onRequest = (request) => request.answer(200, tagged('"old"'));
    made.engine.accept(item('a', host, [`http://${host}/x`], { fenced: true }));
    await made.run(500);
    expect(made.outcomes[1]).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(pulled(made)).toHaveLength(3);
  });

  test('takes it at once when the node can’t forget it any more', async () => {
    const made = await purged();
    made.answer = (request) => request.answer(403);
    pulls(made).onRequest = (request) => request.answer(200, tagged('"old"'));
    made.engine.accept(item('a', host, [`http://${host}/x`], { fenced: true }));
    await made.run(500);
    expect(made.outcomes[1]).toMatchObject({ status: 'succeeded' });
    expect(pulled(made)).toHaveLength(2);
  });

  test('is the only one that is: a plain pull takes what comes', async () => {
    const made = await purged();
    pulls(made).onRequest = (request) => request.answer(200, tagged('"old"'));
    made.engine.accept(item('a', host, [`http://${host}/x`]));
    await made.run(300);
    expect(pulled(made)).toHaveLength(1);
  });
});
