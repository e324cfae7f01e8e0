import { describe, expect, test } from 'vitest';
import { domain, node, scene, target, targets } from './testing/scene.ts';

/** Ten minutes before midnight in Shanghai. */
const lateMs = Date.parse('2026-03-29T23:50:00+08:00');
const parts = { nodes: [node('a')], domains: [domain('cdn.test', ['a'], { quota: { prefetch: 10, refresh_file: 5, refresh_dir: 2 } })] };

describe('a quota', () => {
  test('refuses whole what would exceed it, and says what is left, of which domain, and when the day starts anew', async () => {
    await using s = await scene(parts, () => lateMs);
    await s.submit(targets(7));
    await expect(s.submit(targets(4))).rejects.toMatchObject({
      name: 'Refusal',
      kind: 'quota_exceeded',
      subject: 'cdn.test',
      message:
        '3 of 10 prefetches are left today for cdn.test, and this submit has 4; the day starts anew at 2026-03-30T00:00:00+08:00 (Asia/Shanghai)',
    });
    expect(await s.control.countsToday('cdn.test')).toEqual({ prefetch: 7, refresh_file: 0, refresh_dir: 0 });
    expect(await s.store.countOpenUrls()).toBe(7);
    await s.submit(targets(3));
    await expect(s.submit(targets(1))).rejects.toThrow('0 of 10 prefetches are left today');
  });

  test('counts lines, those that repeat another as well', async () => {
    await using s = await scene(parts, () => lateMs);
    await s.submit(Array.from({ length: 10 }, () => target('http://cdn.test/same')));
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 10 });
    await expect(s.submit(targets(1))).rejects.toMatchObject({ kind: 'quota_exceeded' });
  });

  test('begins anew at midnight in the configured time zone, not before', async () => {
    let nowMs = lateMs;
    await using s = await scene(parts, () => nowMs);
    await s.submit(targets(10));
    nowMs = Date.parse('2026-03-29T23:59:59.999+08:00');
    await expect(s.submit(targets(1))).rejects.toMatchObject({ kind: 'quota_exceeded' });
    nowMs += 1;
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 0 });
    await s.submit(targets(10));
    await expect(s.submit(targets(1))).rejects.toThrow('the day starts anew at 2026-03-31T00:00:00+08:00');
  });

  test('outlasts a restart, and counts on in the day of a time zone that was changed', async () => {
    await using s = await scene(parts, () => lateMs);
    await s.submit(targets(10));
    await s.restart();
    await expect(s.submit(targets(1))).rejects.toMatchObject({ kind: 'quota_exceeded' });
    await s.restart({ timezone: 'Europe/Berlin' });
    await expect(s.submit(targets(1))).rejects.toThrow('the day starts anew at 2026-03-30T00:00:00+02:00 (Europe/Berlin)');
    await s.restart({ timezone: 'Pacific/Auckland' });
    await s.submit(targets(1));
  });

  test('that a reload made smaller than what was counted leaves nothing', async () => {
    await using s = await scene(parts, () => lateMs);
    await s.submit(targets(10));
    await s.restart({ domains: [domain('cdn.test', ['a'], { quota: { prefetch: 4 } })] });
    await expect(s.submit(targets(1))).rejects.toThrow('0 of 4 prefetches are left today');
  });

  test('of one domain holds up a submit to several, which then takes of none', async () => {
    await using s = await scene(
      {
        nodes: [node('a')],
        domains: ['one.test', 'two.test', 'three.test'].map((name, index) => domain(name, ['a'], { quota: { prefetch: 3 - index } })),
      },
      () => lateMs,
    );
    await expect(s.submit(['one.test', 'two.test', 'three.test'].flatMap((host) => targets(2, host)))).rejects.toThrow(
      '1 of 1 prefetches are left today for three.test, and this submit has 2',
    );
    await expect(s.submit(['one.test', 'two.test', 'three.test'].flatMap((host) => targets(5, host)))).rejects.toThrow(
      /^3 of 3 prefetches are left today for one\.test.*; 2 further quotas would be exceeded too$/,
    );
    expect(await s.control.countsToday('one.test')).toMatchObject({ prefetch: 0 });
  });

  test('costs nothing when the same submit is sent again', async () => {
    await using s = await scene(parts, () => lateMs);
    const request = { project: 'org-main', by: 'key', urls: targets(10), repeat: { fingerprint: 'x', windowMs: 10_000 } };
    const first = await s.control.submitPrefetch(request);
    expect(await s.control.submitPrefetch(request)).toEqual({ ...first, repeated: true });
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 10 });
  });

  test('is never exceeded by submits at the same moment', async () => {
    await using s = await scene(parts, () => lateMs);
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => s.submit(targets(3, 'cdn.test', index * 3))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
    expect(await s.control.countsToday('cdn.test')).toMatchObject({ prefetch: 9 });
  });

  test('of 0 lets nothing through; none bounds nothing but counts', async () => {
    await using s = await scene({
      nodes: [node('a')],
      domains: [domain('cdn.test', ['a'], { quota: { prefetch: 0 } }), domain('free.test', ['a'])],
    });
    await expect(s.submit(targets(1))).rejects.toThrow('0 of 0 prefetches are left');
    await s.submit(targets(1000, 'free.test'));
    expect(await s.control.countsToday('free.test')).toMatchObject({ prefetch: 1000 });
  });
});

describe('a refresh', () => {
  test('counts as files (playlists too) or directories, and as a prefetch where it warms again', async () => {
    await using s = await scene(parts, () => lateMs);
    await s.refresh(targets(1));
    await s.refresh(targets(2), { type: 'm3u8' });
    await s.refresh([target('http://cdn.test/a/')], { type: 'dir' });
    expect(await s.control.countsToday('cdn.test')).toEqual({ prefetch: 0, refresh_file: 3, refresh_dir: 1 });
    await s.refresh(targets(2), { thenPrefetch: true });
    expect(await s.control.countsToday('cdn.test')).toEqual({ prefetch: 2, refresh_file: 5, refresh_dir: 1 });
    await expect(s.refresh(targets(1))).rejects.toThrow('0 of 5 file refreshes are left today for cdn.test');
    const directories = [target('http://cdn.test/a/'), target('http://cdn.test/b/')];
    await expect(s.refresh(directories, { type: 'dir' })).rejects.toThrow('1 of 2 directory refreshes are left today');
  });

  test('neither waits for the submit interval nor is waited for', async () => {
    await using s = await scene({ ...parts, submitIntervalMs: 10_000 }, () => lateMs);
    await s.refresh(targets(1));
    await s.submit(targets(1));
    await s.refresh(targets(1));
    await expect(s.submit(targets(1))).rejects.toMatchObject({ kind: 'submit_too_soon' });
  });
});

describe('the submit interval', () => {
  test('holds each key up for itself, tells the seconds to wait and outlasts a restart', async () => {
    let nowMs = lateMs;
    await using s = await scene({ ...parts, submitIntervalMs: 10_000 }, () => nowMs);
    const submit = (by: string) => s.control.submitPrefetch({ project: 'org-main', by, urls: targets(1) });
    await submit('key');
    nowMs += 3_500;
    await expect(submit('key')).rejects.toMatchObject({
      kind: 'submit_too_soon',
      message: 'this key may submit one prefetch in 10 s (limits.submitIntervalMs); the next is accepted in 7 s',
    });
    await submit('another');
    await s.restart();
    await expect(submit('key')).rejects.toMatchObject({ kind: 'submit_too_soon' });
    nowMs += 6_500;
    await submit('key');
  });

  test('is not spent by a submit that was refused', async () => {
    await using s = await scene({ ...parts, submitIntervalMs: 10_000 }, () => lateMs);
    await expect(s.submit([target('http://nowhere.test/')])).rejects.toMatchObject({ kind: 'domain_unknown' });
    await expect(s.submit(targets(11))).rejects.toMatchObject({ kind: 'quota_exceeded' });
    await s.submit(targets(1));
  });
});

test('a submit that is sent again gets its task while the queue is full', async () => {
  await using s = await scene({ ...parts, queuedUrls: 2 });
  const request = { project: 'org-main', by: 'key', urls: targets(2), repeat: { fingerprint: 'x', windowMs: 10_000 } };
  const first = await s.control.submitPrefetch(request);
  await expect(s.submit(targets(1))).rejects.toMatchObject({
    kind: 'queue_full',
    message: '2 URLs are unfinished, and 1 more would pass limits.queuedUrls (2): submit again when some have ended',
  });
  expect(await s.control.submitPrefetch(request)).toEqual({ ...first, repeated: true });
});

test('a project has its domains, in the configuration’s order', async () => {
  await using s = await scene({
    nodes: [node('a')],
    domains: [domain('b.test', ['a']), domain('x.test', ['a'], { project: 'org-other' }), domain('a.test', [], { prefetch: false })],
  });
  expect(s.control.domainsOf('org-main').map(({ name, id, prefetch }) => [name, id, prefetch])).toEqual([
    ['b.test', 'id-of-b.test', true],
    ['a.test', 'id-of-a.test', false],
  ]);
  expect(s.control.domainsOf('org-none')).toEqual([]);
});
