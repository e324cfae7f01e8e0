import { describe, expect, test } from 'vitest';
import type { RecordBatch, Recorded, Store, TaskWithUrls } from '../../../src/store/store.ts';
import type { RefreshOrder } from '../../../src/tasks/purge.ts';
import type { Found } from '../../../src/tasks/work.ts';
import { drain, emptyStore, endAll, ended, failed, layeredPlan, lines, type NewPlace, newTask, noonMs, noonS, urlIds } from './given.ts';

const playlists: RefreshOrder = { type: 'm3u8', mode: 'delete', thenPrefetch: false };
/** One line, as `lines(1)` is, and room for more. */
const growing = (roomForUrls: number) => newTask({ kind: 'refresh', refresh: playlists, roomForUrls });

const segment = (place: number) => ({ text: `https://cdn.example.com/seg-${place}.ts`, domain: 0 });
const segments = (count: number) => Array.from({ length: count }, (_, place) => segment(place));

function add(store: Store, task: number, urls: ReturnType<typeof segments>, reports: RecordBatch['reports'] = []): Promise<Recorded> {
  return store.record({ reports, nowMs: noonMs + 5_000, live: [], added: [{ task, urls }] });
}

function found(task: number, urlId: number): Found {
  return { kind: 'found', task, urlId, nodeIndex: 0, item: 'item', urls: [segment(0).text] };
}

function refreshes(store: Store): Promise<TaskWithUrls[]> {
  return drain(store.readTasks({ project: 'org-main', kind: 'refresh' }, { offset: 0 }));
}

export function growingPromises(newPlace: NewPlace): void {
  describe('a task that grows', () => {
    test('has its new lines behind the others, waiting, and everything counts them', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(growing(10));
      const { task } = submitted;
      const [playlist = 0] = await urlIds(store, submitted);
      const recorded = await add(store, task, segments(3), [found(task, playlist)]);
      expect(recorded).toEqual({ ended: [], endedTasks: [], stale: 0, grown: [{ task, urlCount: 4, leftOut: 0 }] });
      expect(await refreshes(store)).toMatchObject([
        {
          status: 'running',
          urls: [
            ['https://cdn.example.com/0', 'running', 0, 0],
            [segment(0).text, 'waiting', 0, 0],
            [segment(1).text, 'waiting', 0, 0],
            [segment(2).text, 'waiting', 0, 0],
          ],
        },
      ]);
      expect(await store.findTask('org-main', submitted.taskId)).toMatchObject({ urlCount: 4, counts: { waiting: 3, running: 1 } });
      expect(await store.unfinishedTasks('org-main', 'refresh', 0, 10)).toMatchObject([{ task, urlCount: 4, firstUrlId: playlist }]);
      expect((await store.openUrls(task, 1, 200)).map(({ text }) => text)).toEqual(segments(3).map(({ text }) => text));
      expect(await store.countOpenUrls()).toBe(4);
      expect(await store.readUrls(task, { offset: 3, limit: 9 })).toMatchObject({ total: 4, urls: [{ text: segment(2).text }] });
      expect((await store.readUrls(task, { status: 'waiting', offset: 0, limit: 9 })).total).toBe(3);
    });

    test('does not end with its playlist, even if both come in one batch, but with the last of its lines', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(growing(10));
      const { task } = submitted;
      const [playlist = 0] = await urlIds(store, submitted);
      const recorded = await add(store, task, segments(2), [ended(task, playlist)]);
      expect(recorded).toMatchObject({ ended: [{ urlId: playlist }], endedTasks: [], grown: [{ urlCount: 3 }] });
      const isNow = async () => {
        const statuses = ['running', 'failed'] as const;
        return Promise.all(statuses.map((status) => store.countTasks({ project: 'org-main', kind: 'refresh', status })));
      };
      expect(await isNow()).toEqual([1, 0]);
      const [one = 0, two = 0] = await urlIds(store, submitted);
      await store.record({ reports: [ended(task, one)], nowMs: noonMs, live: [] });
      const last = await store.record({ reports: [ended(task, two, 0, failed)], nowMs: noonMs, live: [] });
      expect(last.endedTasks).toEqual([{ task, taskId: submitted.taskId, project: 'org-main', status: 'failed' }]);
      expect(await isNow()).toEqual([0, 1]);
      expect(await store.countOpenUrls()).toBe(0);
    });

    test('waits on, while nothing of it has begun', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit(growing(10));
      await add(store, task, segments(2));
      expect((await refreshes(store))[0]?.status).toBe('waiting');
    });

    test('takes each text once, however often and from wherever it comes', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const { task } = await before.submit(growing(10));
      const own = { text: 'https://cdn.example.com/0', domain: 0 };
      expect(await add(before, task, [segment(1), own, segment(1), segment(2)])).toMatchObject({ grown: [{ urlCount: 3, leftOut: 0 }] });
      expect((await add(before, task, [segment(2), own])).grown).toBeUndefined();
      await before.close();
      const after = await place.open();
      expect(await add(after, task, [segment(2), segment(3)])).toMatchObject({ grown: [{ urlCount: 4, leftOut: 0 }] });
      expect((await refreshes(after))[0]?.urls.map(([text]) => text)).toEqual(
        [own, segment(1), segment(2), segment(3)].map(({ text }) => text),
      );
      await after.close();
    });

    test('has the room that it was given, and says what found none', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit(growing(3));
      expect(await add(store, task, segments(2))).toMatchObject({ grown: [{ urlCount: 3, leftOut: 0 }] });
      expect(await add(store, task, segments(5))).toMatchObject({ grown: [{ urlCount: 4, leftOut: 2 }] });
      expect(await add(store, task, segments(5))).toMatchObject({ grown: [{ urlCount: 4, leftOut: 2 }] });
      const without = await store.submit(newTask());
      expect(await add(store, without.task, [...lines(1), ...segments(2)])).toMatchObject({ grown: [{ urlCount: 1, leftOut: 2 }] });
    });

    test('grows into no other task, though others came after it', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const one = await store.submit(growing(100));
      const two = await store.submit(growing(100));
      const three = await store.submit(newTask({ urls: lines(3) }));
      const { grown } = await store.record({
        reports: [],
        nowMs: noonMs,
        live: [],
        added: [
          { task: two.task, urls: segments(100) },
          { task: one.task, urls: segments(60) },
          { task: one.task, urls: segments(100) },
        ],
      });
      expect(grown?.toSorted((a, b) => a.task - b.task)).toEqual([
        { task: one.task, urlCount: 101, leftOut: 0 },
        { task: two.task, urlCount: 101, leftOut: 0 },
      ]);
      const ids = await Promise.all([one, two, three].map((submitted) => urlIds(store, submitted)));
      expect(ids.map(({ length }) => length)).toEqual([101, 101, 3]);
      expect(new Set(ids.flat()).size).toBe(205);
      await endAll(store, one);
      expect(await store.countOpenUrls()).toBe(104);
    });

    test('may have lines of each of its domains', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit({ ...growing(10), plan: layeredPlan });
      await add(store, task, [{ text: 'https://img.example.com/1', domain: 1 }]);
      expect((await store.openUrls(task, 1, 1))[0]).toMatchObject({ domain: 1, endedNodes: [] });
      await expect(add(store, task, [{ text: 'https://img.example.com/2', domain: 2 }])).rejects.toThrow('names domain 2');
      expect((await store.readUrls(task, { offset: 0, limit: 9 })).total).toBe(2);
    });

    test('grows no more once it has ended, or is gone', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(growing(10));
      await add(store, submitted.task, segments(1));
      await endAll(store, submitted);
      const answer = await refreshes(store);
      expect(await add(store, submitted.task, segments(3))).toEqual({ ended: [], endedTasks: [], stale: 0 });
      expect(await refreshes(store)).toEqual(answer);
      expect(await store.sweep(noonS + 1, noonMs, 10)).toBe(1);
      expect(await add(store, submitted.task, segments(3))).toEqual({ ended: [], endedTasks: [], stale: 0 });
      expect(await store.readUrls(submitted.task, { offset: 0, limit: 9 })).toEqual({ total: 0, urls: [] });
    });

    test('by 100,000 lines is one task like any other', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(growing(100_000));
      const all = segments(100_001);
      for (let at = 0; at < all.length; at += 5_000) await add(store, submitted.task, all.slice(at, at + 5_000));
      expect(await add(store, submitted.task, all.slice(-2))).toMatchObject({ grown: [{ urlCount: 100_001, leftOut: 1 }] });
      expect(await store.countOpenUrls()).toBe(100_001);
      expect(await store.openUrls(submitted.task, 100_000, 5)).toMatchObject([{ text: segment(99_999).text }]);
    });

    test('of no sensible room is refused', async () => {
      await using given = await emptyStore(newPlace);
      await expect(given.store.submit(growing(-1))).rejects.toThrow('no room for -1');
      await expect(given.store.submit(growing(0.5))).rejects.toThrow('no room for 0.5');
    });
  });
}
