import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { RequestRefused } from '../../src/client/index.ts';

/** Quotas on a live server: no day has more than its domain may, whoever submits at once and whatever happens to the server. */
const nodes = [{ name: 'edge', address: 'http://127.0.0.1:1' }];
/** Names that no other test counts on. */
const domains = ['whole', 'full', 'again', 'crash', 'one', 'two', 'day', 'parallel', 'refresh'].map((name) => ({
  name: `${name}.test`,
  id: `id-${name}`,
  nodes: ['edge'],
  quota: { prefetchPerDay: name === 'parallel' ? 50 : 10, refreshDirPerDay: 3 },
}));
domains.push({ name: 'unbounded.test', id: 'id-unbounded', nodes: ['edge'], quota: { prefetchPerDay: -1, refreshDirPerDay: -1 } });
/** A day lies between these two (the sign in such a name is reversed), and midnight in neither lies within this test. */
const [west, east] =
  new Date().getUTCHours() === 11
    ? [
        { zone: 'Etc/GMT+10', offset: '-10:00' },
        { zone: 'Etc/GMT-14', offset: '+14:00' },
      ]
    : [
        { zone: 'Etc/GMT+12', offset: '-12:00' },
        { zone: 'Etc/GMT-12', offset: '+12:00' },
      ];

let forewarm: LabForewarm;
const limits = { requestsPerSecond: 0 };
beforeAll(async () => {
  forewarm = await startForewarm({ nodes, domains, more: { timezone: west.zone, limits } });
});
afterAll(() => forewarm[Symbol.asyncDispose]());

let last = 0;
const urls = (host: string, count: number) => Array.from({ length: count }, () => `http://${host}.test/${(last += 1)}`);

/** The TaskId, or the RetCode and Message of a refusal. */
async function submit(UrlList: string[]): Promise<string | { retCode: number; message: string }> {
  try {
    return (await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList })).TaskId;
  } catch (error) {
    if (!(error instanceof RequestRefused)) throw error;
    return { retCode: error.retCode, message: error.message };
  }
}

const counted = async (name: string) =>
  (await forewarm.client.call('GetUcdnDomainPrefetchRefreshState', { DomainId: `id-${name}` })).SubmitPrefetchCount;
const tasks = async () => (await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { Limit: 0 })).TotalCount;

describe('a submit that would exceed the quota', () => {
  test('is refused whole: nothing is stored, nothing counted, and what is left can still be had', async () => {
    expect(await submit(urls('whole', 7))).toEqual(expect.any(String));
    const before = await tasks();
    expect(await submit(urls('whole', 4))).toMatchObject({ retCode: 604 });
    expect(await tasks()).toBe(before);
    expect(await counted('whole')).toBe(7);
    expect(await submit(urls('whole', 3))).toEqual(expect.any(String));
    expect(await submit(urls('whole', 1))).toMatchObject({ retCode: 604 });
    expect(await forewarm.client.call('GetUcdnDomainPrefetchRefreshState', { DomainId: 'id-whole' })).toMatchObject({
      SubmitPrefetchCount: 10,
      SubmitRefreshFile: 0,
      SubmitRefreshDir: 0,
      PrefetchQuota: 10,
      RefreshFileQuota: -1,
      RefreshDirQuota: 3,
    });
  });

  test('is told what is left, of which domain, and when the day starts anew', async () => {
    await submit(urls('full', 8));
    const startedMs = Date.now();
    const refused = await submit(urls('full', 3));
    if (typeof refused === 'string') throw new Error('it was accepted');
    const [before = '', anew = ''] = refused.message.split(' the day starts anew at ');
    expect(before).toBe('Quota of domain [full.test] exceeded: 2 of 10 prefetches are left today for full.test, and this submit has 3;');
    expect(anew.slice('YYYY-MM-DD'.length)).toBe(`T00:00:00${west.offset} (${west.zone})`);
    const anewMs = Date.parse(anew.split(' ')[0] ?? '');
    expect(anewMs).toBeGreaterThan(startedMs);
    expect(anewMs).toBeLessThanOrEqual(startedMs + 24 * 3_600_000 + 60_000);
  });

  test('for one of its domains takes of none', async () => {
    await submit(urls('one', 9));
    const refused = await submit([...urls('two', 5), ...urls('one', 2)]);
    expect(refused).toMatchObject({ retCode: 604, message: expect.stringContaining('1 of 10 prefetches are left today for one.test') });
    expect(await counted('two')).toBe(0);
  });
});

test('a submit that is sent again costs nothing', async () => {
  const UrlList = urls('again', 6);
  const taskId = await submit(UrlList);
  expect(await submit(UrlList)).toBe(taskId);
  expect(await counted('again')).toBe(6);
});

test('20 submits at once never exceed the quota together', async () => {
  const results = await Promise.all(Array.from({ length: 20 }, () => submit(urls('parallel', 7))));
  expect(results.filter((result) => typeof result === 'string')).toHaveLength(7);
  expect(new Set(results.flatMap((result) => (typeof result === 'string' ? [] : [result.retCode])))).toEqual(new Set([604]));
  expect(await counted('parallel')).toBe(49);
});

test('a domain without a quota is counted all the same', async () => {
  await submit(urls('unbounded', 1000));
  expect(await forewarm.client.call('GetUcdnDomainPrefetchRefreshState', { DomainId: 'id-unbounded' })).toMatchObject({
    SubmitPrefetchCount: 1000,
    PrefetchQuota: -1,
  });
});

test('refreshes of files and directories are counted apart, from each other and from prefetches', async () => {
  const refresh = (Type: 'file' | 'dir', count: number) =>
    forewarm.client.call('RefreshNewUcdnDomainCache', {
      Type,
      UrlList: urls('refresh', count).map((url) => (Type === 'dir' ? `${url}/` : url)),
    });
  await refresh('dir', 3);
  await expect(refresh('dir', 1)).rejects.toMatchObject({
    retCode: 604,
    message: expect.stringContaining('0 of 3 directory refreshes are left today for refresh.test'),
  });
  await refresh('file', 100);
  await submit(urls('refresh', 2));
  expect(await forewarm.client.call('GetUcdnDomainPrefetchRefreshState', { DomainId: 'id-refresh' })).toMatchObject({
    SubmitPrefetchCount: 2,
    SubmitRefreshFile: 100,
    SubmitRefreshDir: 3,
  });
});

test('kill -9 gives nothing back', async () => {
  await submit(urls('crash', 10));
  await forewarm.crash();
  await forewarm.start();
  expect(await counted('crash')).toBe(10);
  expect(await submit(urls('crash', 1))).toMatchObject({ retCode: 604 });
});

test('another day has a quota of its own', async () => {
  const setZone = async ({ zone }: typeof west, expected: number) => {
    await forewarm.configure({ nodes, domains, more: { timezone: zone, limits } });
    forewarm.signal('SIGHUP');
    await expect.poll(() => counted('day'), { timeout: 10_000 }).toBe(expected);
  };
  const expectRefusal = async (count: number, { offset, zone }: typeof west) => {
    const message: unknown = expect.stringContaining(`T00:00:00${offset} (${zone})`);
    expect(await submit(urls('day', count))).toMatchObject({ retCode: 604, message });
  };
  await submit(urls('day', 10));
  await expectRefusal(1, west);
  await setZone(east, 0);
  expect(await submit(urls('day', 4))).toEqual(expect.any(String));
  await expectRefusal(7, east);
  await setZone(west, 10);
  await expectRefusal(1, west);
});
