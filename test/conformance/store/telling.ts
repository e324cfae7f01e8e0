import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../../src/store/callbacks.ts';
import type { Store } from '../../../src/store/store.ts';
import { emptyStore, endAll, failed, lines, type NewPlace, newTask, noonMs, noonS, report, started, urlIds } from './given.ts';

const hook = { key: 'k1', shown: 'https://hooks.test/a' };
const other = { key: 'k2', shown: 'https://hooks.test/b', projects: ['org-other'] };
const cancelled = { status: 'failed', reason: 'cancelled', message: 'cancelled', bodyBytes: 0, attempts: 0, elapsedMs: 0 } as const;
/** After whatever `report` says that it is. */
const laterMs = noonMs + 3_600_000;
const page = { offset: 0, limit: 100 };

async function open(newPlace: NewPlace, targets = [hook]): Promise<Awaited<ReturnType<typeof emptyStore>>> {
  const given = await emptyStore(newPlace);
  await given.store.setCallbackTargets(targets, 'gone');
  return given;
}

function due(store: Store, key = 'k1', nowMs = laterMs): Promise<Delivery[]> {
  return store.dueDeliveries(key, nowMs, 100);
}

async function all(store: Store, query: object = {}): Promise<Delivery[]> {
  return (await store.readDeliveries({ project: 'org-main', ...query }, page)).deliveries;
}

const taskIdsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ taskId }) => taskId);

export function tellingPromises(newPlace: NewPlace): void {
  describe('a task that ends', () => {
    test('leaves a delivery for each target that wants its project, due at once', async () => {
      await using given = await open(newPlace, [hook, other]);
      const { store } = given;
      const main = await store.submit(newTask());
      expect(await due(store)).toEqual([]);
      await report(store, started(main.task, (await urlIds(store, main))[0]!));
      expect(await due(store)).toEqual([]);
      await endAll(store, main);
      const elsewhere = await store.submit(newTask({ project: 'org-other' }));
      await endAll(store, elsewhere, failed);
      const endedAtS = noonS + 60;
      const waiting = { project: 'org-main', shown: hook.shown, endedAtS, state: 'waiting', attempts: 0, nextAtMs: endedAtS * 1000 };
      expect(await due(store)).toEqual([
        { ...waiting, id: expect.any(Number), task: main.task, taskId: main.taskId },
        { ...waiting, id: expect.any(Number), task: elsewhere.task, taskId: elsewhere.taskId, project: 'org-other' },
      ]);
      expect(taskIdsOf(await due(store, 'k2'))).toEqual([elsewhere.taskId]);
      expect(await due(store, 'k1', endedAtS * 1000 - 1)).toEqual([]);
      expect(await store.openTargets()).toEqual([
        { key: 'k1', waiting: 2, oldestEndedAtS: endedAtS },
        { key: 'k2', waiting: 1, oldestEndedAtS: endedAtS },
      ]);
    });

    test('does so whatever ended it, and once', async () => {
      await using given = await open(newPlace);
      const { store } = given;
      const first = await store.submit(newTask());
      const after = { task: first.task, taskId: first.taskId };
      const follower = await store.submit(newTask({ after }));
      await store.cancelTask(first.task, cancelled, noonMs);
      await store.cancelTask(first.task, cancelled, noonMs);
      await endAll(store, first);
      // That one had no chance: it ends with its submit.
      const late = await store.submit(newTask({ after }));
      expect(taskIdsOf(await due(store)).sort()).toEqual([first.taskId, follower.taskId, late.taskId].sort());
    });

    test('leaves none when nobody is to be told, or it was a replay', async () => {
      await using given = await open(newPlace, [other]);
      const { store } = given;
      await endAll(store, await store.submit(newTask()));
      await endAll(store, await store.submit(newTask({ project: 'org-other', isReplay: true })));
      expect([await all(store), await all(store, { project: 'org-other' }), await store.openTargets()]).toEqual([[], [], []]);
    });

    test('leaves it durably, to be found by the next that opens the store', async () => {
      await using place = await newPlace();
      const before = await place.open();
      await before.setCallbackTargets([hook], 'gone');
      const { taskId, ...submitted } = await before.submit(newTask());
      await endAll(before, { taskId, ...submitted });
      await before.close();
      const after = await place.open();
      expect(await due(after)).toEqual([]);
      expect(await after.setCallbackTargets([hook], 'gone')).toBe(0);
      expect(taskIdsOf(await due(after))).toEqual([taskId]);
      await after.close();
    });
  });

  describe('a delivery', () => {
    async function one(store: Store): Promise<Delivery> {
      await endAll(store, await store.submit(newTask()));
      const [delivery] = await due(store);
      return delivery!;
    }

    test('keeps what its attempts came to, and is due when that is said', async () => {
      await using given = await open(newPlace);
      const { store } = given;
      const { id, nextAtMs: _now, ...rest } = await one(store);
      const again = { state: 'waiting', nextAtMs: laterMs + 5000 } as const;
      expect(await store.recordAttempt({ id, atMs: laterMs, status: 500, error: 'no', next: again })).toBe(true);
      expect(await due(store, 'k1', laterMs + 4999)).toEqual([]);
      const tried = { ...rest, id, attempts: 1, firstAtMs: laterMs, lastAtMs: laterMs, lastStatus: 500, lastError: 'no' };
      expect(await due(store, 'k1', laterMs + 5000)).toEqual([{ ...tried, nextAtMs: laterMs + 5000 }]);
      await store.recordAttempt({ id, atMs: laterMs + 5000, status: 200, next: { state: 'delivered' } });
      expect(await due(store, 'k1', laterMs * 2)).toEqual([]);
      const { lastError: _no, ...delivered } = tried;
      expect(await all(store)).toEqual([{ ...delivered, state: 'delivered', attempts: 2, lastAtMs: laterMs + 5000, lastStatus: 200 }]);
      expect(await store.openTargets()).toEqual([]);
    });

    test('is dropped with its target, unless that very attempt delivers it', async () => {
      await using given = await open(newPlace);
      const { store } = given;
      const { id } = await one(store);
      const { id: ended } = (await one(store)) && (await all(store))[0]!;
      await store.recordAttempt({ id: ended, atMs: laterMs, error: 'no', next: { state: 'failed' } });
      expect(await store.setCallbackTargets([other], 'gone')).toBe(1);
      expect((await all(store)).map(({ state, lastError }) => [state, lastError])).toEqual([
        ['failed', 'no'],
        ['dropped', 'gone'],
      ]);
      expect(await store.recordAttempt({ id, atMs: laterMs, error: 'no', next: { state: 'waiting', nextAtMs: laterMs } })).toBe(false);
      expect(await store.redeliver([id], laterMs)).toEqual([]);
      expect(await store.recordAttempt({ id, atMs: laterMs, status: 204, next: { state: 'delivered' } })).toBe(true);
      expect(await all(store, { state: 'delivered' })).toMatchObject([{ id, attempts: 1 }]);
    });

    test('waits again when it is asked for, as if new', async () => {
      await using given = await open(newPlace);
      const { store } = given;
      const { id } = await one(store);
      await store.recordAttempt({ id, atMs: laterMs, status: 410, error: 'enough', next: { state: 'failed' } });
      expect(await store.redeliver([id, id + 1000], laterMs + 1)).toEqual([id]);
      const [again] = await due(store, 'k1', laterMs + 1);
      expect(again).toMatchObject({ id, state: 'waiting', attempts: 0, lastStatus: 410, nextAtMs: laterMs + 1 });
      expect(again).not.toHaveProperty('firstAtMs');
    });

    test('keeps its task from being swept while it waits, and goes with it', async () => {
      await using given = await open(newPlace);
      const { store } = given;
      const { id, taskId } = await one(store);
      const sweep = () => store.sweep(noonS * 2, noonMs * 2, 100);
      expect(await sweep()).toBe(0);
      expect(await store.findTask('org-main', taskId)).toBeDefined();
      await store.recordAttempt({ id, atMs: laterMs, status: 200, next: { state: 'delivered' } });
      expect(await sweep()).toBe(1);
      expect(await all(store)).toEqual([]);
      expect(await store.recordAttempt({ id, atMs: laterMs, status: 200, next: { state: 'delivered' } })).toBe(false);
    });
  });

  test('deliveries are read newest first, by task, state, id and project, page by page', async () => {
    await using given = await open(newPlace);
    const { store } = given;
    const tasks = [];
    for (let task = 0; task < 5; task += 1) {
      tasks.push(await store.submit(newTask({ urls: lines(1) })));
      await endAll(store, tasks[task]!);
    }
    await endAll(store, await store.submit(newTask({ project: 'org-other' })));
    const taskIds = tasks.map(({ taskId }) => taskId);
    const newest = await all(store);
    expect(taskIdsOf(newest)).toEqual(taskIds.toReversed());
    const [, second, , fourth] = newest;
    await store.recordAttempt({ id: second!.id, atMs: laterMs, status: 200, next: { state: 'delivered' } });
    await store.recordAttempt({ id: fourth!.id, atMs: laterMs, error: 'no', next: { state: 'failed' } });
    const read = async (query: object, at = page) => {
      const { total, deliveries } = await store.readDeliveries({ project: 'org-main', ...query }, at);
      return [total, ...deliveries.map(({ id }) => newest.findIndex((one) => one.id === id))];
    };
    expect(await read({})).toEqual([5, 0, 1, 2, 3, 4]);
    expect(await read({}, { offset: 1, limit: 2 })).toEqual([5, 1, 2]);
    expect(await read({ state: 'waiting' }, { offset: 1, limit: 1 })).toEqual([3, 2]);
    expect(await read({ state: 'failed' })).toEqual([1, 3]);
    expect(await read({ state: 'dropped' })).toEqual([0]);
    expect(await read({ taskIds: [taskIds[0], 'none', taskIds[3]] })).toEqual([2, 1, 4]);
    expect(await read({ taskIds, state: 'waiting' }, { offset: 2, limit: 5 })).toEqual([3, 4]);
    expect(await read({ ids: [fourth!.id, second!.id, second!.id, 1_000_000] })).toEqual([2, 1, 3]);
    expect(await read({ ids: [second!.id], taskIds: [taskIds[0]] })).toEqual([0]);
    expect(await read({ project: 'org-other', ids: [second!.id] })).toEqual([0]);
    expect(await read({ project: 'none' })).toEqual([0]);
  });
}
