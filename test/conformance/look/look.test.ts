import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { EdgeOptions, LabEdge } from '../../../lab/edge.ts';
import { get } from '../../../lab/get.ts';
import { startNginxEdge } from '../../../lab/nginx-edge.ts';
import { isUnavailable, type ServerName } from '../../../lab/programs.ts';
import { startSquid } from '../../../lab/squid.ts';
import { startTrafficServer } from '../../../lab/trafficserver.ts';
import { startVarnish } from '../../../lab/varnish.ts';
import type { SightingState } from '../../../src/tasks/look.ts';
import { columns } from '../truth/caches.ts';
import { answerOf } from '../truth/origin.ts';
import { expiryMs, host, Looking } from './looking.ts';

/** Asking real caches what they have: what they tell, and that nobody's origin hears of it. */

type Asked = {
  readonly title: string;
  readonly server: ServerName;
  readonly start: (options: EdgeOptions) => Promise<LabEdge>;
  /** What is said of a copy that has expired when nothing is known of its fetch. */
  readonly expired: SightingState;
  /** The same of what nobody has fetched. */
  readonly absent: SightingState;
  /** What is told of a copy that is 3 s old, and was to last for 600. */
  readonly age: object;
  /** By what it keeps variants: Varnish and Traffic Server make one of most spellings of Accept-Encoding, the recipe of nginx keeps no others. */
  readonly variesBy: 'Accept-Encoding' | 'Accept-Language';
};

/** The clock of a cache counts whole seconds. */
const around = (seconds: number) => expect.toSatisfy((value: unknown) => typeof value === 'number' && Math.abs(value - seconds) <= 30);
const ageTold = { ageS: around(3), freshForS: around(597) };
/** nginx sends no Age of its own. */
const ageUntold = { ageS: 'untold', freshForS: 'untold', because: expect.stringContaining('600 s at most') };

const caches: readonly Asked[] = [
  {
    title: 'nginx',
    server: 'nginx',
    start: startNginxEdge,
    expired: 'expired',
    absent: 'absent',
    age: ageUntold,
    variesBy: 'Accept-Encoding',
  },
  {
    title: 'Varnish',
    server: 'varnish',
    start: startVarnish,
    expired: 'absent',
    absent: 'absent',
    age: ageTold,
    variesBy: 'Accept-Language',
  },
  {
    title: 'Traffic Server',
    server: 'trafficserver',
    start: startTrafficServer,
    expired: 'expired',
    absent: 'absent',
    age: ageTold,
    variesBy: 'Accept-Language',
  },
  { title: 'Squid', server: 'squid', start: startSquid, expired: 'expired', absent: 'absent', age: ageTold, variesBy: 'Accept-Language' },
];

const here = <T extends { readonly server: ServerName }>(all: readonly T[]): readonly T[] =>
  all.filter(({ server }) => !isUnavailable(server));

describe.each(here(caches))('$title, as examples/edges sets it up,', ({ start, expired, absent, age, variesBy }) => {
  test('is asked for the size of what it has not only where that stores nothing', async () => {
    await using own = await Looking.start(start);
    await own.warm('/kept', ['Cache-Control: max-age=600']);
    own.origin.set('/cold', answerOf({ headers: ['Cache-Control: max-age=600'], sizeBytes: 4321 }));
    const { sightings, asked } = await own.look(['/kept', '/cold'], { asksOriginSize: true });
    const handsOn = ['squid', 'trafficserver'].includes(own.edge.cache);
    expect(sightings[0]).toMatchObject({ state: 'fresh', sizeBytes: 1000 });
    const untold: object = { because: expect.stringContaining('would fetch and store') };
    expect(sightings[1]?.originSize).toEqual(handsOn ? { bytes: 4321 } : untold);
    expect(asked).toEqual(handsOn ? ['HEAD /cold'] : []);
    const again = await own.look(['/cold']);
    expect(again).toMatchObject({ states: [absent], asked: [] });
    expect((await get(own.edge.address, host, '/cold', { method: 'HEAD', headers: { 'Cache-Control': 'only-if-cached' } })).status).toBe(
      504,
    );
  });

  test('tells what is fresh, what has expired and what is not there, and its origin hears nothing', async () => {
    await using looking = await Looking.start(start);
    await looking.warm('/fresh', ['Cache-Control: max-age=600', 'ETag: "a"']);
    await looking.warm('/short', ['Cache-Control: max-age=1', 'ETag: "a"', 'Last-Modified: {past}']);
    await looking.warm('/strict', ['Cache-Control: max-age=2, must-revalidate', 'ETag: "a"']);
    await looking.warm('/proxies', ['Cache-Control: max-age=2, proxy-revalidate']);
    await delay(expiryMs);

    const paths = ['/fresh', '/short', '/strict', '/proxies', '/never'];
    const { sightings, states, asked } = await looking.look(paths);
    expect(asked).toEqual([]);
    expect(states).toEqual(['fresh', expired, expired, expired, absent]);
    expect(sightings[0]).toMatchObject({ httpStatus: 200, sizeBytes: 1000, validator: '"a"', cacheStatus: expect.any(String) });
    expect({ ageS: 'untold', freshForS: 'untold', ...sightings[0] }).toMatchObject(age);

    // What is known of the fetch settles what the cache does not tell. Looking again shows that the first look changed nothing.
    const again = await looking.look(paths.slice(1, 4), { freshUntilMs: Date.now() - 1000 });
    expect(again.states).toEqual(['expired', 'expired', 'expired']);
    expect(again.asked).toEqual([]);
    expect(await looking.edge.get(host, '/fresh')).toMatchObject({ hit: true });
    await looking.edge.get(host, '/never');
    expect(looking.origin.count('/never')).toBe(1);
  });

  test('tells the variants apart', async () => {
    await using looking = await Looking.start(start);
    await looking.warm('/x', ['Cache-Control: max-age=600', `Vary: ${variesBy}`, 'ETag: "br"'], { asked: { [variesBy]: 'br' } });
    const one = await looking.look(['/x'], { variant: { [variesBy]: 'br' } });
    expect(one.sightings).toMatchObject([{ state: 'fresh', validator: '"br"', vary: variesBy }]);
    const plain = await looking.look(['/x']);
    expect(plain.states).toEqual(['absent']);
    expect([...one.asked, ...plain.asked]).toEqual([]);
  });

  test('tells the version that it has, not the one that its origin has', async () => {
    await using looking = await Looking.start(start);
    await looking.warm('/x', ['Cache-Control: max-age=600', 'ETag: "old"']);
    await looking.warm('/other', ['Cache-Control: max-age=600', 'ETag: "new"'], { sizeBytes: 10 });
    looking.origin.set('/x', ({ response }) => void response.writeHead(200, { 'Cache-Control': 'max-age=600', ETag: '"new"' }).end('new'));
    const { sightings, asked } = await looking.look(['/x', '/other']);
    expect(sightings).toMatchObject([
      { state: 'fresh', validator: '"old"', sizeBytes: 1000 },
      { state: 'fresh', validator: '"new"', sizeBytes: 10 },
    ]);
    expect(asked).toEqual([]);
  });

  test('is asked for hundreds at once', async () => {
    await using looking = await Looking.start(start);
    const paths = Array.from({ length: 300 }, (_, index) => `/${index}`);
    await Promise.all(paths.filter((_, index) => index % 2 === 0).map((path) => looking.warm(path, ['Cache-Control: max-age=600'])));
    const { states, asked } = await looking.look(paths);
    expect(asked).toEqual([]);
    expect(states).toEqual(paths.map((_, index) => (index % 2 === 0 ? 'fresh' : absent)));
  });
});

describe.skipIf(isUnavailable('trafficserver'))('Traffic Server as it comes', () => {
  test('is asked only for what is known to be fresh: of what has expired it would ask its origin', async () => {
    await using looking = await Looking.start((options) => startTrafficServer({ ...options, asItComes: true }));
    for (const path of ['/fresh', '/fresh2']) await looking.warm(path, ['Cache-Control: max-age=600']);
    for (const path of ['/short', '/short2']) await looking.warm(path, ['Cache-Control: max-age=1, must-revalidate']);
    await delay(expiryMs);
    const untold = await looking.look(['/fresh', '/short', '/never']);
    expect(untold.states).toEqual(['unknown', 'unknown', 'unknown']);
    expect(untold.sightings[0]?.because).toContain('examples/edges/trafficserver/only-if-cached.conf');
    const past = await looking.look(['/short2'], { freshUntilMs: Date.now() - 1000 });
    expect(past.states).toEqual(['expired']);
    const told = await looking.look(['/fresh2', '/never'], { freshUntilMs: Date.now() + 500_000 });
    expect(told.states).toEqual(['fresh', 'absent']);
    expect([...untold.asked, ...past.asked, ...told.asked]).toEqual([]);
  });
});

describe.skipIf(isUnavailable('nginx'))('nginx', () => {
  const stock = columns.find(({ title }) => title.includes('proxy_cache_valid'));

  test('without the lines for only-if-cached is not asked for any object, and says what would change that', async () => {
    if (stock === undefined) throw new Error('no such column');
    await using looking = await Looking.start(stock.start);
    await looking.warm('/fresh', ['Cache-Control: max-age=600']);
    const { sightings, asked } = await looking.look(['/fresh', '/never'], { freshUntilMs: Date.now() + 1000 });
    expect(sightings).toMatchObject([
      { state: 'unknown', because: expect.stringContaining('examples/edges/nginx.conf') },
      { state: 'unknown' },
    ]);
    expect(asked).toEqual([]);
    await looking.edge.get(host, '/never');
    expect(looking.origin.count('/never')).toBe(1);
  });

  test('that is said to have them, and has not, is found out by the first object that it fetches', async () => {
    if (stock === undefined) throw new Error('no such column');
    await using looking = await Looking.start(stock.start, { onlyIfCached: true });
    await looking.look(['/1']);
    const { states, asked } = await looking.look(['/2', '/3']);
    expect(states).toEqual(['unknown', 'unknown']);
    expect(asked).toEqual([]);
  });

  test('that slices is asked for every slice', async () => {
    const sliceBytes = 1024 * 1024;
    const start = (options: EdgeOptions) => startNginxEdge({ ...options, recipe: 'nginx-slice.conf' });
    await using looking = await Looking.start(start, { sliceBytes });
    const sizeBytes = 2.5 * sliceBytes;
    const lines = ['Cache-Control: max-age=600', 'ETag: "a"', 'Accept-Ranges: bytes'];
    await looking.warm('/whole', lines, { sizeBytes });
    await looking.warm('/part', lines, { sizeBytes, asked: { Range: `bytes=0-${sliceBytes - 1}` } });
    await looking.warm('/small', lines);
    await looking.warm('/short', ['Cache-Control: max-age=2', ...lines.slice(1)], { sizeBytes });
    await delay(expiryMs);
    const { sightings, asked } = await looking.look(['/whole', '/part', '/small', '/short', '/never']);
    expect(sightings).toMatchObject([
      { state: 'fresh', sizeBytes, validator: '"a"', because: expect.stringContaining('all of its 3 slices') },
      { state: 'absent', sizeBytes, because: expect.stringContaining('slice 2 of 3') },
      { state: 'fresh', sizeBytes: 1000 },
      { state: 'expired' },
      { state: 'absent' },
    ]);
    expect(asked).toEqual([]);
  });
});

describe.skipIf(isUnavailable('squid'))('Squid', () => {
  test('is not asked by HEAD: what visitors were answered to HEAD tells nothing of what it has for GET', async () => {
    await using own = await Looking.start(startSquid);
    own.origin.set('/a', answerOf({ headers: ['Cache-Control: max-age=600'], sizeBytes: 5 }));
    await get(own.edge.address, host, '/a', { method: 'HEAD' });
    expect((await own.look(['/a'])).states).toEqual(['absent']);
    await own.edge.get(host, '/a');
    expect(await own.look(['/a'])).toMatchObject({ sightings: [{ state: 'fresh', httpStatus: 200, sizeBytes: 5 }], asked: [] });
  });

  test('tells of what is empty, large or a redirect as of anything else', async () => {
    await using own = await Looking.start(startSquid);
    const headers = ['Cache-Control: max-age=600'];
    await own.warm('/empty', headers, { sizeBytes: 0 });
    await own.warm('/large', headers, { sizeBytes: 3_000_000 });
    own.origin.set('/moved', answerOf({ headers: [...headers, 'Location: /a'], status: 301, sizeBytes: 7 }));
    await own.edge.get(host, '/moved');
    expect(await own.look(['/empty', '/large', '/moved'])).toMatchObject({
      sightings: [
        { state: 'fresh', httpStatus: 200 },
        { state: 'fresh', httpStatus: 200, sizeBytes: 3_000_000 },
        { state: 'fresh', httpStatus: 301, sizeBytes: 7 },
      ],
      asked: [],
    });
  });
});
