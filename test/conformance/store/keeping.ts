import { describe, expect, test } from 'vitest';
import type { Pause } from '../../../src/tasks/pause.ts';
import {
  all,
  describeAll,
  emptyStore,
  endAll,
  ended,
  failed,
  layeredPlan,
  lines,
  type NewPlace,
  newTask,
  noonMs,
  noonS,
  report,
} from './given.ts';

export function keepingPromises(newPlace: NewPlace): void {
  describe('pauses', () => {
    const everything: Pause = { kind: 'all', atMs: 1, by: 'ann' };
    const domain: Pause = { kind: 'domain', name: 'cdn.example.com', atMs: 2, by: 'ben' };
    const node: Pause = { kind: 'node', name: 'cdn.example.com', atMs: 3, by: 'ann' };

    test('last over restarts until they are cleared, each for itself', async () => {
      await using place = await newPlace();
      const before = await place.open();
      for (const pause of [everything, domain, node]) await before.setPause(pause);
      expect(await before.clearPause({ kind: 'domain', name: 'cdn.example.com' })).toBe(true);
      await before.close();
      const after = await place.open();
      expect(await after.pauses()).toEqual([everything, node]);
      expect(await after.clearPause({ kind: 'domain', name: 'cdn.example.com' })).toBe(false);
      expect(await after.clearPause({ kind: 'all' })).toBe(true);
      expect(await after.pauses()).toEqual([node]);
      await after.close();
    });

    test('set twice are one, as it was said last', async () => {
      await using given = await emptyStore(newPlace);
      await given.store.setPause(domain);
      await given.store.setPause({ ...domain, atMs: 9, by: 'cem' });
      expect(await given.store.pauses()).toEqual([{ ...domain, atMs: 9, by: 'cem' }]);
    });
  });

  describe('a sweep', () => {
    test('deletes ended tasks created before a second, and leaves what runs or is younger', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const at = (second: number): number => noonMs + second * 1000;
      const old = await store.submit(newTask({ createdAtMs: at(1), urls: lines(3) }));
      const oldElsewhere = await store.submit(newTask({ createdAtMs: at(1), project: 'org-b', kind: 'refresh' }));
      const running = await store.submit(newTask({ createdAtMs: at(1) }));
      const young = await store.submit(newTask({ createdAtMs: at(2) }));
      await endAll(store, old);
      await endAll(store, oldElsewhere, failed);
      await endAll(store, young);

      expect(await store.sweep(noonS + 2, noonMs, 100)).toBe(2);
      expect((await describeAll(store)).map(({ taskId }) => taskId)).toEqual([young.taskId, running.taskId]);
      expect(await store.countTasks(all)).toBe(2);
      expect(await store.countTasks({ ...all, status: 'succeeded' })).toBe(1);
      expect(await store.findTask('org-b', oldElsewhere.taskId)).toBeUndefined();
      expect(await store.readUrls(old.task, { offset: 0, limit: 10 })).toEqual({ total: 0, urls: [] });
      expect(await store.countOpenUrls()).toBe(1);
      expect(await store.sweep(noonS + 2, noonMs, 100)).toBe(0);
    });

    test('takes no more than it was told', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      for (let count = 0; count < 5; count += 1) await endAll(store, await store.submit(newTask()));
      expect(await store.sweep(noonS + 1, noonMs, 2)).toBe(2);
      expect(await store.countTasks(all)).toBe(3);
      expect(await store.sweep(noonS + 1, noonMs, 0)).toBe(0);
      expect(await store.sweep(noonS + 1, noonMs, 100)).toBe(3);
    });

    test('leaves no number to be used again: late reports on a deleted task are stale', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const gone = await store.submit(newTask({ urls: lines(2) }));
      const ids = (await store.openUrls(gone.task, 0, 2)).map(({ id }) => id);
      await endAll(store, gone);
      await store.sweep(noonS + 1, noonMs, 1);
      const next = await store.submit(newTask({ urls: lines(2) }));
      expect(next.task).toBeGreaterThan(gone.task);
      expect(await report(store, ...ids.map((id) => ended(gone.task, id)))).toMatchObject({ stale: 2 });
      expect(await report(store, ...ids.map((id) => ended(next.task, id)))).toMatchObject({ stale: 2 });
    });

    test('keeps plans that other tasks follow', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const one = await store.submit(newTask());
      const two = await store.submit(newTask({ createdAtMs: noonMs + 5_000 }));
      await endAll(store, one);
      expect(await store.sweep(noonS + 1, noonMs, 10)).toBe(1);
      expect((await endAll(store, two)).endedTasks).toHaveLength(1);
      expect(await store.sweep(noonS + 6, noonMs, 10)).toBe(1);
      const three = await store.submit(newTask({ plan: layeredPlan }));
      expect((await store.findTask('org-main', three.taskId))?.plan).toEqual(layeredPlan);
    });

    test('forgets repeat guards that have run out, and no others', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const guard = { fingerprint: 'one', windowMs: 10_000 };
      const first = await store.submit(newTask(), guard);
      await store.sweep(noonS, noonMs + 10_000, 10);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 1 }), guard)).toEqual({ ...first, repeated: true });
      await store.sweep(noonS, noonMs + 10_001, 10);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 1 }), guard)).toMatchObject({ repeated: false });
    });
  });

  describe('a store', () => {
    test('answers a ping while it is open, and rejects everything once it is closed', async () => {
      await using place = await newPlace();
      const store = await place.open();
      await store.submit(newTask());
      await expect(store.ping()).resolves.toBeUndefined();
      await expect(store.ping()).resolves.toBeUndefined();
      await store.close();
      await expect(store.ping()).rejects.toThrow('closed');
      await expect(store.submit(newTask())).rejects.toThrow('closed');
      await expect(describeAll(store)).rejects.toThrow('closed');
      await expect(store.close()).resolves.toBeUndefined();
    });
  });
}
