import { describe, expect, test } from 'vitest';
import { purgeModes, refreshTypes } from '../../../src/tasks/purge.ts';
import {
  all,
  deleteFiles,
  describeAll,
  drain,
  emptyStore,
  endAll,
  layeredPlan,
  lines,
  type NewPlace,
  newTask,
  noonMs,
  noonS,
  report,
  started,
  urlIds,
} from './given.ts';

export function submittingPromises(newPlace: NewPlace): void {
  describe('a submit', () => {
    test('is there when it is answered, and after the store was closed and opened again', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const { taskId, task, repeated } = await before.submit(newTask({ urls: lines(3) }));
      expect(repeated).toBe(false);
      const answer = await describeAll(before);
      await before.close();

      const after = await place.open();
      expect(answer.map((found) => found.taskId)).toEqual([taskId]);
      expect(await describeAll(after)).toEqual(answer);
      expect(await after.findTask('org-main', taskId)).toMatchObject({ task, urlCount: 3, status: 'waiting' });
      await after.close();
    });

    test('keeps what it was given: texts as written, order, plan, submitter, second of creation', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const texts = ['https://CDN.example.com/Ünï/中文?a=1&b=%20"\\', 'http://img.example.com', 'https://cdn.example.com/😀'];
      const urls = texts.map((text, place) => ({ text, domain: place % 2 }));
      const { taskId } = await store.submit(newTask({ urls, plan: layeredPlan, submittedBy: 'someone', createdAtMs: noonMs + 999 }));
      expect(await describeAll(store)).toEqual([
        { taskId, kind: 'prefetch', createdAtS: noonS, status: 'waiting', urls: texts.map((text) => [text, 'waiting', 0, 0]) },
      ]);
      expect(await store.findTask('org-main', taskId)).toMatchObject({ project: 'org-main', plan: layeredPlan, submittedBy: 'someone' });
    });

    test('of a refresh keeps its order, whatever it is, and gives it in every answer; a prefetch has none', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const query = { ...all, kind: 'refresh' } as const;
      for (const type of refreshTypes) {
        for (const mode of purgeModes) {
          for (const thenPrefetch of [false, true]) {
            const refresh = { type, mode, thenPrefetch };
            const { taskId } = await store.submit(newTask({ kind: 'refresh', refresh }));
            expect(await store.findTask('org-main', taskId)).toMatchObject({ kind: 'refresh', refresh });
            const [listed] = await store.listTasks(query, { offset: 0, limit: 1 });
            expect(listed).toMatchObject({ taskId, refresh });
            const [read] = await drain(store.readTasks(query, { offset: 0, limit: 1 }));
            expect(read).toMatchObject({ taskId, kind: 'refresh', refresh });
          }
        }
      }
      const { taskId } = await store.submit(newTask());
      expect(await store.findTask('org-main', taskId)).not.toHaveProperty('refresh');
    });

    test('of a refresh without an order, or of a prefetch with one, is a fault of the caller', async () => {
      await using given = await emptyStore(newPlace);
      const { refresh: _order, ...lacking } = newTask({ kind: 'refresh' });
      await expect(given.store.submit(lacking)).rejects.toThrow(RangeError);
      await expect(given.store.submit(newTask({ refresh: deleteFiles }))).rejects.toThrow(RangeError);
      expect(await given.store.countOpenUrls()).toBe(0);
    });

    test('gives its URLs ids without a gap and its task a number of its own', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask({ urls: lines(1000) }));
      const second = await store.submit(newTask({ urls: lines(2) }));
      const ids = [...(await urlIds(store, first)), ...(await urlIds(store, second))];
      expect(new Set(ids).size).toBe(1002);
      expect(ids[999]).toBe((ids[0] ?? 0) + 999);
      expect(ids[1001]).toBe((ids[1000] ?? 0) + 1);
      expect(second.task).not.toBe(first.task);
    });

    test('that fails stores nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await expect(store.submit(newTask({ urls: [{ text: 'https://cdn.example.com/', domain: 7 }] }))).rejects.toThrow(RangeError);
      await expect(store.submit(newTask({ urls: [{ text: 'https://cdn.example.com/', domain: 0, sameAs: 0 }] }))).rejects.toThrow(
        RangeError,
      );
      const { taskId } = await store.submit(newTask());
      await expect(store.submit(newTask({ taskId, urls: lines(5) }))).rejects.toThrow(`${taskId} is taken`);
      expect(await store.countTasks(all)).toBe(1);
      expect(await store.countOpenUrls()).toBe(1);
    });

    test('of 100,000 URLs is one task like any other', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.submit(newTask({ urls: lines(100_000) }));
      const [task] = await describeAll(store);
      expect(task?.urls).toHaveLength(100_000);
      expect(task?.urls.at(-1)).toEqual(['https://cdn.example.com/99999', 'waiting', 0, 0]);
    });
  });

  describe('a submit with a repeat guard', () => {
    const guard = { fingerprint: 'sha-of-the-request', windowMs: 10_000 };

    test('that is sent again within the window gets the earlier task, and stores nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), guard);
      const again = await store.submit(newTask({ createdAtMs: noonMs + 10_000 }), guard);
      expect(again).toEqual({ ...first, repeated: true });
      expect(await store.countTasks(all)).toBe(1);
      expect(await store.countOpenUrls()).toBe(1);
    });

    test('is a task of its own once the window is over; the window then begins anew', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), guard);
      const second = await store.submit(newTask({ createdAtMs: noonMs + 10_001 }), guard);
      expect(second).toMatchObject({ repeated: false });
      expect(second.taskId).not.toBe(first.taskId);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 20_001 }), guard)).toEqual({ ...second, repeated: true });
    });

    test('is told from others by its fingerprint alone, and one without a guard repeats nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.submit(newTask(), guard);
      expect(await store.submit(newTask(), { ...guard, fingerprint: 'another' })).toMatchObject({ repeated: false });
      expect(await store.submit(newTask())).toMatchObject({ repeated: false });
    });

    test('holds across a restart', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const first = await before.submit(newTask(), guard);
      await before.close();
      const after = await place.open();
      expect(await after.submit(newTask({ createdAtMs: noonMs + 5_000 }), guard)).toEqual({ ...first, repeated: true });
      await after.close();
    });

    test('is answered only while the earlier task has the status that the guard asks for', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const whileWaiting = { ...guard, onlyWhile: 'waiting' } as const;
      const first = await store.submit(newTask({ kind: 'refresh', urls: lines(2) }), whileWaiting);
      expect(await store.submit(newTask({ kind: 'refresh' }), whileWaiting)).toEqual({ ...first, repeated: true });
      const [urlId = 0] = await urlIds(store, first);
      await report(store, started(first.task, urlId));
      const second = await store.submit(newTask({ kind: 'refresh' }), whileWaiting);
      expect(second.repeated).toBe(false);
      expect(await store.submit(newTask({ kind: 'refresh' }), whileWaiting)).toEqual({ ...second, repeated: true });
      await endAll(store, second);
      expect(await store.submit(newTask({ kind: 'refresh' }), whileWaiting)).toMatchObject({ repeated: false });
    });

    test('is a prefetch of its own once a refresh of one of its domains was stored, and is guarded anew', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const first = await before.submit(newTask({ plan: layeredPlan }), guard);
      const elsewhere = { nodes: layeredPlan.nodes, domains: [{ name: 'other.example.com', nodes: [0], variants: [{}] }] };
      await before.submit(newTask({ kind: 'refresh', plan: elsewhere }));
      expect(await before.submit(newTask(), guard)).toEqual({ ...first, repeated: true });
      await before.submit(
        newTask({ kind: 'refresh', project: 'org-main', plan: { ...layeredPlan, domains: layeredPlan.domains.slice(1) } }),
      );
      await before.close();

      const after = await place.open();
      const second = await after.submit(newTask({ plan: layeredPlan }), guard);
      expect(second.repeated).toBe(false);
      expect(await after.submit(newTask({ plan: layeredPlan }), guard)).toEqual({ ...second, repeated: true });
      await after.close();
    });

    test('that is a refresh answered by an earlier one ends nobody’s window, and is ended by no other refresh', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const refreshGuard = { fingerprint: 'of-the-refresh', windowMs: 10_000, onlyWhile: 'waiting' } as const;
      const refreshed = await store.submit(newTask({ kind: 'refresh' }), refreshGuard);
      const warmed = await store.submit(newTask(), guard);
      expect(await store.submit(newTask({ kind: 'refresh' }), refreshGuard)).toEqual({ ...refreshed, repeated: true });
      expect(await store.submit(newTask(), guard)).toEqual({ ...warmed, repeated: true });
      await store.submit(newTask({ kind: 'refresh' }));
      expect(await store.submit(newTask({ kind: 'refresh' }), refreshGuard)).toEqual({ ...refreshed, repeated: true });
    });

    test('names no task that was swept meanwhile', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), guard);
      await endAll(store, first);
      expect(await store.sweep(noonS + 1, noonMs + 1, 10)).toBe(1);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 2 }), guard)).toMatchObject({ repeated: false });
    });
  });
}
