import { describe, expect, test } from 'vitest';
import { proceduresFor, type PurgeWay } from './procedures.ts';
import { converse, inTurn, setting, type Reply } from './testing/converse.ts';

const stored = (etag: string) => ({ status: 200, headers: { etag } });

function talkWith(more: Partial<PurgeWay>, script: Readonly<Record<string, readonly Reply[]>>) {
  const [procedure, ...others] = proceduresFor(['http'], [{}], { ...setting, cache: undefined, refetches: false, ...more });
  if (procedure === undefined || others.length > 0) throw new Error('one procedure was expected');
  return converse(procedure, inTurn(script));
}

const looks = 'probe gzip, probe br, probe plain';

describe('Varnish', () => {
  test('is purged, and once more unless nothing was on its way', () => {
    const quiet = talkWith({ cache: 'varnish' }, { probe: [stored('"1"'), 504, stored('"1"'), 504], purge: [200] });
    expect(quiet.asked).toEqual([looks, 'purge gzip', looks]);
    expect(quiet.end).toEqual({ deed: 'deleted', statuses: [200], after: 'absent' });

    const busy = talkWith({ cache: 'varnish' }, { probe: [504, 504, 504, 504, stored('"new"'), 504], purge: [200] });
    expect(busy.asked, 'whatever its validator says').toEqual([looks, 'purge gzip', looks, 'purge gzip', looks]);
    expect(busy.end).toMatchObject({ deed: 'deleted', statuses: [200, 200] });
  });

  test('is waited for where a fetch has no headers yet', () => {
    const { asked } = talkWith(
      { cache: 'varnish' },
      { 'probe br': ['silence', 'silence', 'silence', stored('"1"'), 504], probe: [504], purge: [200] },
    );
    expect(asked).toEqual([looks, 'purge gzip', looks, 'probe br', 'probe br', 'purge gzip', looks]);
  });
});

describe('Traffic Server', () => {
  test('is believed a quick 404, and asked again after a late one, since it gives up waiting for a fetch', () => {
    const late = { status: 404, tookMs: 22_600 };
    expect(talkWith({ cache: 'trafficserver' }, { purge: [404] }).asked).toEqual([looks, 'purge gzip', looks]);
    const { asked, end } = talkWith({ cache: 'trafficserver' }, { purge: [late, late, 200] });
    expect(asked).toEqual([looks, 'purge gzip', 'purge gzip', 'purge gzip', looks]);
    expect(end).toMatchObject({ deed: 'deleted', statuses: [404, 404, 200] });
  });

  test('that is late in everything is believed in the end', () => {
    const { asked } = talkWith({ cache: 'trafficserver' }, { purge: [{ status: 404, tookMs: 400 }] });
    expect(asked.filter((line) => line === 'purge gzip')).toHaveLength(41);
  });
});

describe('Squid', () => {
  test('is purged a variant after the other, with an encoding and without', () => {
    const { asked } = talkWith({ cache: 'squid' }, { purge: [404] });
    expect(asked).toEqual(['probe gzip', 'purge gzip', 'probe br', 'purge br', 'probe plain', 'purge plain', looks]);
  });

  test('that revalidates an expired object is joined first: PURGE would not see it', () => {
    const revalidating = { status: 504, headers: { 'x-cache': 'HIT from edge' } };
    const { asked } = talkWith({ cache: 'squid' }, { 'probe gzip': [revalidating, 504], purge: [200] });
    expect(asked.slice(0, 3)).toEqual(['probe gzip', 'head gzip', 'purge gzip']);
  });
});

describe('a cache that we don’t know', () => {
  test('is asked before and after each PURGE, and purged again where something is left', () => {
    const { asked, end } = talkWith({}, { 'probe gzip': [stored('"1"'), stored('"2"'), 504], purge: [200] });
    expect(asked).toEqual([
      'probe gzip',
      'purge gzip',
      'probe gzip',
      'purge gzip',
      'probe br',
      'purge br',
      'probe br',
      'probe plain',
      'purge plain',
      'probe plain',
      looks,
    ]);
    expect(end).toMatchObject({ deed: 'deleted', after: 'absent' });
  });
});

describe('without PURGE', () => {
  test('what is stored is fetched anew, what is not is left alone', () => {
    const { asked, end } = talkWith({ cache: 'nginx', refetches: true }, { 'probe gzip': [stored('"1"')], refetch: [200] });
    expect(asked).toEqual(['probe gzip', 'refetch gzip', 'probe br', 'probe plain']);
    expect(end).toMatchObject({ deed: 'refetched', after: 'renewed' });
  });
});

describe('a node that slices', () => {
  const sliceBytes = 1000;
  const slice = (total: number) => ({ status: 206, headers: { etag: '"1"', 'content-range': `bytes 0-999/${total}` } });

  test('is asked for each slice up to the length that one tells, and as far again as nothing is found', () => {
    const { asked, end } = talkWith(
      { cache: 'nginx', sliceBytes, isProven: true },
      { 'probe plain #3': [slice(200_000)], 'purge plain #3': [200], 'purge plain #199': [200], purge: [404] },
    );
    const purged = asked.flatMap((line) => line.split(', ')).filter((line) => line.startsWith('purge'));
    expect(purged, 'to #199, and a window more').toHaveLength(320);
    expect(end).toMatchObject({ deed: 'deleted', statuses: expect.arrayContaining([200, 404]) });
  });

  test('is left after 64 slices of which there is none', () => {
    const { asked, end } = talkWith({ cache: 'nginx', sliceBytes }, { purge: [404] });
    expect(asked.flatMap((line) => line.split(', ')).filter((line) => line.startsWith('purge'))).toHaveLength(64);
    expect(end).toMatchObject({ deed: 'nothing' });
  });

  test('can’t be sent on forever by a length that nobody has', () => {
    const { asked } = talkWith({ cache: 'nginx', sliceBytes, isProven: true }, { probe: [slice(1e14)], purge: [200] });
    expect(asked.at(-1)).toContain('purge plain #99999');
  });
});

test('http and https are two keys where a node serves both', () => {
  const both = proceduresFor(['http', 'https'], [{}], { ...setting, cache: 'varnish', refetches: false });
  const purges = both.map((procedure) => converse(procedure, inTurn({ purge: [200] })).asked[1]);
  expect(purges).toEqual(['purge gzip', 'purge https gzip']);
});
