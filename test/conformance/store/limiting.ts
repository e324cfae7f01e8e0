import { describe, expect, test } from 'vitest';
import type { DailyCount, SubmitLimits } from '../../../src/store/limits.ts';
import type { Submitted } from '../../../src/store/store.ts';
import { all, emptyStore, endAll, lines, type NewPlace, newTask, noonMs, noonS } from './given.ts';

const host = 'cdn.example.com';
const day = '2026-01-01';

/** Takes this many prefetches of one domain's day. */
function prefetches(urls: number, limit?: number, on = day): { daily: DailyCount } {
  return { daily: { day: on, takes: [{ domain: host, kind: 'prefetch', urls, ...(limit !== undefined && { limit }) }] } };
}

function isStored(result: object): result is Submitted {
  return 'taskId' in result;
}

export function limitingPromises(newPlace: NewPlace): void {
  describe('a submit with limits', () => {
    test('is stored up to the very limit of the day; beyond it nothing of it is, and nothing is counted', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      expect(isStored(await store.submit(newTask({ urls: lines(3) }), undefined, prefetches(3, 5)))).toBe(true);
      expect(await store.submit(newTask({ urls: lines(3) }), undefined, prefetches(3, 5))).toEqual({
        exceeded: 'daily',
        takes: [{ domain: host, kind: 'prefetch', urls: 3, limit: 5, counted: 3 }],
      });
      expect(await store.countTasks(all)).toBe(1);
      expect(await store.countOpenUrls()).toBe(3);
      expect(await store.dayCounts(host, day)).toEqual({ prefetch: 3, refresh_file: 0, refresh_dir: 0 });
      expect(isStored(await store.submit(newTask({ urls: lines(2) }), undefined, prefetches(2, 5)))).toBe(true);
      expect(await store.submit(newTask(), undefined, prefetches(1, 5))).toMatchObject({ takes: [{ counted: 5 }] });
    });

    test('counts each domain, day and kind for itself, with a limit or without', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const takes: DailyCount['takes'] = [
        { domain: host, kind: 'prefetch', urls: 7 },
        { domain: host, kind: 'refresh_file', urls: 2, limit: 2 },
        { domain: 'img.example.com', kind: 'refresh_dir', urls: 1, limit: 9 },
      ];
      await store.submit(newTask(), undefined, { daily: { day, takes } });
      await store.submit(newTask(), undefined, prefetches(4));
      await store.submit(newTask(), undefined, prefetches(1, 1, '2026-01-02'));
      expect(await store.dayCounts(host, day)).toEqual({ prefetch: 11, refresh_file: 2, refresh_dir: 0 });
      expect(await store.dayCounts('img.example.com', day)).toEqual({ prefetch: 0, refresh_file: 0, refresh_dir: 1 });
      expect(await store.dayCounts(host, '2026-01-02')).toEqual({ prefetch: 1, refresh_file: 0, refresh_dir: 0 });
      expect(await store.dayCounts('nowhere.example.com', day)).toEqual({ prefetch: 0, refresh_file: 0, refresh_dir: 0 });
    });

    test('that exceeds one of several takes of none, and is told of all that it exceeds', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const takes: DailyCount['takes'] = [
        { domain: 'a.test', kind: 'prefetch', urls: 1, limit: 1 },
        { domain: 'b.test', kind: 'prefetch', urls: 2, limit: 1 },
        { domain: 'c.test', kind: 'refresh_dir', urls: 1, limit: 0 },
      ];
      expect(await store.submit(newTask(), undefined, { daily: { day, takes } })).toEqual({
        exceeded: 'daily',
        takes: [
          { domain: 'b.test', kind: 'prefetch', urls: 2, limit: 1, counted: 0 },
          { domain: 'c.test', kind: 'refresh_dir', urls: 1, limit: 0, counted: 0 },
        ],
      });
      expect(await store.dayCounts('a.test', day)).toMatchObject({ prefetch: 0 });
    });

    test('is not stored when too many URLs would be unfinished, and is when some have ended', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask({ urls: lines(4) }));
      const more = () => store.submit(newTask({ urls: lines(2) }), undefined, { openUrls: 5, ...prefetches(2) });
      expect(await more()).toEqual({ exceeded: 'open_urls', openUrls: 4 });
      expect(await store.dayCounts(host, day)).toMatchObject({ prefetch: 0 });
      await endAll(store, first);
      expect(isStored(await more())).toBe(true);
    });

    test('is held to the time since the last of its key that was stored with an interval', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const at = (ms: number, submittedBy = 'key', limits: SubmitLimits = { intervalMs: 10_000 }) =>
        store.submit(newTask({ createdAtMs: noonMs + ms, submittedBy }), undefined, limits);
      await at(0);
      expect(await at(1)).toEqual({ exceeded: 'interval', waitMs: 9_999 });
      expect(isStored(await at(2, 'another'))).toBe(true);
      expect(isStored(await at(3, 'key', {}))).toBe(true);
      expect(await at(9_999)).toEqual({ exceeded: 'interval', waitMs: 1 });
      expect(isStored(await at(10_000))).toBe(true);
      expect(await at(10_001)).toEqual({ exceeded: 'interval', waitMs: 9_999 });
      // The clock was set back by an hour: that must not hold the key up for an hour.
      expect(isStored(await at(-3_600_000))).toBe(true);
      expect(await at(-3_599_000)).toEqual({ exceeded: 'interval', waitMs: 9_000 });
    });

    test('tells the interval before the full queue, and that before the day', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.submit(newTask(), undefined, { intervalMs: 10 });
      const every = { intervalMs: 10, openUrls: 1, ...prefetches(1, 0) };
      const submit = (createdAtMs: number, limits: SubmitLimits) => store.submit(newTask({ createdAtMs }), undefined, limits);
      expect(await submit(noonMs, every)).toMatchObject({ exceeded: 'interval' });
      expect(await submit(noonMs + 10, every)).toMatchObject({ exceeded: 'open_urls' });
      expect(await submit(noonMs + 10, { ...every, openUrls: 2 })).toMatchObject({ exceeded: 'daily' });
      // None of these was one to wait for.
      expect(isStored(await submit(noonMs + 10, { intervalMs: 10 }))).toBe(true);
    });

    test('that is a repetition is held to no limit and counts in none', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const guard = { fingerprint: 'one', windowMs: 10_000 };
      const limits = { intervalMs: 60_000, openUrls: 1, ...prefetches(1, 1) };
      const first = await store.submit(newTask(), guard, limits);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 1 }), guard, limits)).toEqual({ ...first, repeated: true });
      expect(await store.dayCounts(host, day)).toMatchObject({ prefetch: 1 });
    });

    test('that is refused leaves no guard: sent again, it is judged again', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const guard = { fingerprint: 'one', windowMs: 10_000 };
      expect(await store.submit(newTask(), guard, prefetches(1, 0))).toMatchObject({ exceeded: 'daily' });
      expect(await store.submit(newTask(), guard, prefetches(1, 1))).toMatchObject({ repeated: false });
    });

    test('that fails counts nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { taskId } = await store.submit(newTask());
      await expect(store.submit(newTask({ taskId }), undefined, { intervalMs: 1_000, ...prefetches(1) })).rejects.toThrow('is taken');
      expect(await store.dayCounts(host, day)).toMatchObject({ prefetch: 0 });
      expect(isStored(await store.submit(newTask(), undefined, { intervalMs: 1_000 }))).toBe(true);
    });

    test('exceeds nothing together with others at the same moment', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submit = (limits: SubmitLimits, submittedBy: string) =>
        store.submit(newTask({ urls: lines(3), submittedBy }), undefined, limits);
      const daily = await Promise.all(Array.from({ length: 20 }, (_, place) => submit(prefetches(3, 10), `key-${place}`)));
      expect(daily.filter(isStored)).toHaveLength(3);
      expect(await store.dayCounts(host, day)).toMatchObject({ prefetch: 9 });
      const open = await Promise.all(Array.from({ length: 20 }, (_, place) => submit({ openUrls: 20 }, `key-${place}`)));
      expect(open.filter(isStored)).toHaveLength(3);
      const timed = await Promise.all(Array.from({ length: 20 }, () => submit({ intervalMs: 1_000 }, 'one key')));
      expect(timed.filter(isStored)).toHaveLength(1);
    });

    test('is counted across a restart', async () => {
      await using place = await newPlace();
      const before = await place.open();
      await before.submit(newTask(), undefined, { intervalMs: 10_000, ...prefetches(1) });
      await before.close();
      const after = await place.open();
      expect(await after.dayCounts(host, day)).toMatchObject({ prefetch: 1 });
      expect(await after.submit(newTask({ createdAtMs: noonMs + 4_000 }), undefined, { intervalMs: 10_000 })).toEqual({
        exceeded: 'interval',
        waitMs: 6_000,
      });
      await after.close();
    });
  });

  test('a sweep forgets the counts of days that have ended in every time zone, and no others', async () => {
    await using given = await emptyStore(newPlace);
    const { store } = given;
    for (const on of ['2025-12-30', '2025-12-31', day]) await store.submit(newTask(), undefined, prefetches(1, undefined, on));
    const counted = async () =>
      (await Promise.all(['2025-12-30', '2025-12-31', day].map((on) => store.dayCounts(host, on)))).map(({ prefetch }) => prefetch);
    // Noon UTC of 1 January is midnight at UTC−12: there, 31 December ends.
    await store.sweep(noonS - 1, noonMs, 10);
    expect(await counted()).toEqual([0, 1, 1]);
    await store.sweep(noonS, noonMs, 10);
    expect(await counted()).toEqual([0, 0, 1]);
  });
}
