import { describe, expect, test } from 'vitest';
import type { Failure } from '../reason.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeTransport } from '../testing/fake-transport.ts';
import { type Door, knockAt } from './knock.ts';
import type { EngineNode } from '../options.ts';

const node: EngineNode = {
  name: 'a',
  layer: 'edge',
  addresses: {},
  sharedSchemes: true,
  concurrency: 8,
  headers: { 'X-Token': 't' },
  tls: { verify: true },
  cache: 'auto',
  onlyIfCached: 'auto',
  pull: 'body',
};

const twoHosts = ['one.test', 'two.test'];

function scene(more: Partial<Door> = {}) {
  const clock = new FakeClock();
  const transport = new FakeTransport();
  const ends: (Failure | undefined)[] = [];
  const knock = knockAt(clock, () => ({
    node,
    transport,
    addresses: { http: 'http://10.0.0.1:80', https: 'https://10.0.0.1:443' },
    hosts: twoHosts,
    timeouts: { connectMs: 5000, headersMs: 3000, idleMs: 1000, urlMs: 1 },
    userAgent: 'forewarm/test',
    ...more,
  }));
  return {
    clock,
    transport,
    ends,
    knock: (index: number, failedAt?: { scheme: 'http' | 'https'; host: string }) =>
      knock({ index, failedAt, patienceMs: 2000 * 2 ** index }, (failure) => ends.push(failure)),
    places: () => transport.knocks.map(({ request: { scheme, host } }) => `${scheme}://${host}`),
  };
}

describe('a knock', () => {
  test('is a HEAD that nobody stores and no cache need ask an origin for', () => {
    const { transport, knock, ends } = scene();
    knock(0);
    const [{ request } = { request: undefined }] = transport.knocks;
    expect(request).toMatchObject({ method: 'HEAD', path: expect.stringMatching(/^\/\.well-known\/forewarm-probe\?knock-/) });
    expect(request?.headers.join(' ')).toContain('X-Token t Cache-Control only-if-cached X-Forwarded-Proto http Host one.test');
    expect(ends).toEqual([undefined]);
  });

  test.each([200, 301, 404, 429, 500, 502, 504])('that is answered with status %d has reached somebody', (status) => {
    const { transport, knock, ends } = scene();
    transport.onKnock = (request) => request.answer(status);
    knock(0);
    expect(ends).toEqual([undefined]);
  });

  test('asks first for another host than the one whose request failed, then goes round', () => {
    const { knock, places } = scene();
    for (const index of [0, 1, 2, 3, 4]) knock(index, { scheme: 'http', host: 'one.test' });
    expect(places()).toEqual(['http://two.test', 'http://two.test', 'https://one.test', 'https://two.test', 'http://one.test']);
  });

  test('of a node with one host goes to the other address first, of one with one address there', () => {
    const two = scene({ hosts: ['one.test'] });
    two.knock(0, { scheme: 'http', host: 'one.test' });
    expect(two.places()).toEqual(['https://one.test']);
    const one = scene({ hosts: ['one.test'], addresses: { https: 'https://10.0.0.1:443' } });
    one.knock(0, { scheme: 'https', host: 'one.test' });
    expect(one.places()).toEqual(['https://one.test']);
  });

  test('of a node without a domain asks for the node itself', () => {
    const { knock, places } = scene({ hosts: [], addresses: { http: 'http://edge.internal:8080' } });
    knock(0);
    expect(places()).toEqual(['http://edge.internal']);
  });

  test('is given up when there is no answer in time, which is no longer than a response may take', () => {
    const { clock, transport, knock, ends } = scene();
    transport.onKnock = () => undefined;
    knock(0);
    clock.advance(1999);
    expect(ends).toEqual([]);
    clock.advance(1);
    expect(ends).toMatchObject([{ reason: 'timeout', message: 'no response from 10.0.0.1:80 to a knock within 2000 ms' }]);
    knock(5);
    clock.advance(3000);
    expect(ends).toHaveLength(2);
    expect(transport.knocks.every(({ isAborted }) => isAborted)).toBe(true);
  });

  test('where nothing listens tells so; one that is called off tells nothing', () => {
    const { clock, transport, knock, ends } = scene();
    transport.refuses = true;
    knock(0);
    expect(ends).toMatchObject([{ reason: 'connect', message: expect.stringContaining('nothing listens there') }]);
    transport.refuses = false;
    transport.onKnock = () => undefined;
    knock(0)();
    clock.advance(60_000);
    expect(ends).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});
