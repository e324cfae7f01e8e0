import { describe, expect, test } from 'vitest';
import { body } from '../../../lab/behaviours.ts';
import { startNginxEdge } from '../../../lab/nginx-edge.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { isUnavailable } from '../../../lab/programs.ts';
import { fillOf, versionOf } from './fills.ts';
import { host, nodeOf, Purging } from './purging.ts';
import { ranged } from './ranges.ts';

const br = { 'Accept-Encoding': 'br' };
const mib = 2 ** 20;

describe.skipIf(isUnavailable('nginx'))('nginx', () => {
  test('without the purge module is told to fetch anew, in the old one’s place, each variant that it has', async () => {
    await using origin = await startOrigin({ otherwise: versionOf('old') });
    await using edge = await startNginxEdge({ upstream: origin.port, purges: false });
    await using purging = new Purging([nodeOf('a', edge, { purge: { method: 'PURGE', headers: {}, bypass: { 'X-Refresh': '1' } } })]);
    for (const headers of [{}, br]) await edge.get(host, '/a', { headers });
    const gate = Promise.withResolvers<void>();
    origin.set('/slow', fillOf('old', 'is in its body', gate.promise));
    const visitor = edge.get(host, '/slow');
    await origin.arrived('/slow');
    for (const path of ['/a', '/slow']) origin.set(path, versionOf('new'));

    const purged = purging.purge('a', ['/a', '/slow', '/none']);
    gate.resolve();
    const [stored, fetched, none] = await purged;
    await visitor;

    expect(stored).toMatchObject({ status: 'succeeded', message: 'fetched anew, in the old one’s place' });
    expect(fetched).toMatchObject({ status: 'succeeded', message: 'fetched anew, in the old one’s place' });
    expect(none).toMatchObject({ status: 'succeeded', message: 'nothing was stored', bodyBytes: 0 });
    for (const headers of [{}, br]) {
      const { text, hit } = await edge.get(host, '/a', { headers });
      expect([text.slice(0, 4), hit]).toEqual(['new ', true]);
    }
    expect((await edge.get(host, '/slow')).text.slice(0, 4)).toBe('new ');
    expect(origin.count('/none')).toBe(0);
  });

  test('without the purge module says so when it is sent PURGE', async () => {
    await using origin = await startOrigin({ otherwise: body({ status: 405 }) });
    await using edge = await startNginxEdge({ upstream: origin.port, purges: false });
    await using purging = new Purging([nodeOf('a', edge)]);
    const [outcome] = await purging.purge('a', ['/a']);
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'http_status',
      httpStatus: 405,
      message: 'the node answered PURGE with status 405: it takes no PURGE, or not from this machine',
    });
  });

  test('whose PURGE goes on to an origin that answers 200 to anything is not believed', async () => {
    await using origin = await startOrigin();
    await using edge = await startNginxEdge({ upstream: origin.port, purges: false });
    await using purging = new Purging([nodeOf('a', edge)]);
    await edge.get(host, '/a');
    const [outcome] = await purging.purge('a', ['/a']);
    expect(outcome).toMatchObject({
      status: 'failed',
      reason: 'http_status',
      message: expect.stringContaining('is still there though the node answered PURGE with 200: PURGE does not reach it'),
    });
  });

  test('that slices forgets every slice, those that are alone far behind as well', async () => {
    await using origin = await startOrigin();
    await using edge = await startNginxEdge({ upstream: origin.port, recipe: 'nginx-slice.conf' });
    await using purging = new Purging([nodeOf('a', edge, { sliceBytes: mib })]);
    const sizeBytes = 5 * mib + 10;
    for (const path of ['/whole', '/part', '/beside']) origin.set(path, ranged('old', sizeBytes));
    for (const path of ['/whole', '/beside']) await edge.get(host, path);
    await edge.get(host, '/part', { headers: { Range: `bytes=${4 * mib}-${4 * mib + 9}` } });
    origin.forget();
    for (const path of ['/whole', '/part']) origin.set(path, ranged('new', sizeBytes));

    const outcomes = await purging.purge('a', ['/whole', '/part']);

    expect(outcomes.map(({ status, message }) => [status, message])).toEqual([
      ['succeeded', 'deleted: PURGE answered 200, then absent'],
      ['succeeded', 'deleted: PURGE answered 200, then absent'],
    ]);
    expect(origin.requests).toEqual([]);
    for (const path of ['/whole', '/part']) {
      for (let slice = 0; slice < 6; slice += 1) {
        const answer = await edge.get(host, path, { headers: { Range: `bytes=${slice * mib}-${slice * mib + 9}` } });
        expect([path, slice, answer.status, answer.text.slice(0, 3), answer.hit]).toEqual([
          path,
          slice,
          206,
          expect.stringMatching(/new|ew |w n/),
          false,
        ]);
      }
    }
    expect((await edge.get(host, '/beside')).hit).toBe(true);
  });
});
