import { describe, expect, test } from 'vitest';
import type { NewTask, Page, Store, Submitted, TaskQuery } from '../../../src/store/store.ts';
import { all, describeAll, drain, emptyStore, endAll, failed, lines, type NewPlace, newTask, noonMs, noonS } from './given.ts';

/** Tasks created at these seconds after noon, in this order. */
async function submitAt(store: Store, seconds: readonly number[], said: Partial<NewTask> = {}): Promise<Submitted[]> {
  const submitted: Submitted[] = [];
  for (const second of seconds) submitted.push(await store.submit(newTask({ ...said, createdAtMs: noonMs + second * 1000 })));
  return submitted;
}

async function idsOf(store: Store, query: TaskQuery, page: Page = { offset: 0 }): Promise<string[]> {
  return (await drain(store.readTasks(query, page))).map(({ taskId }) => taskId);
}

function window(fromS: number, toS: number): TaskQuery {
  return { ...all, window: { beginS: noonS + fromS, endS: noonS + toS } };
}

export function readingPromises(newPlace: NewPlace): void {
  describe('reading tasks', () => {
    test('goes from the newest second to the oldest, within a second by descending id', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const tasks = await submitAt(store, [5, 5, 300_000, 1, 5]);
      const order = [2, 4, 1, 0, 3].map((place) => tasks[place]?.taskId);
      expect(await idsOf(store, all)).toEqual(order);
      expect((await store.listTasks(all, { offset: 0, limit: 9 })).map(({ taskId }) => taskId)).toEqual(order);
    });

    test('takes both ends of the window in', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [, b, c] = await submitAt(store, [9, 10, 20, 21]);
      expect(await idsOf(store, window(10, 20))).toEqual([c?.taskId, b?.taskId]);
      expect(await store.countTasks(window(10, 20))).toBe(2);
      expect(await store.countTasks(window(11, 19))).toBe(0);
      expect(await store.countTasks(window(20, 20))).toBe(1);
    });

    test('counts as many as it reads, for windows that cut spans of every width', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const seconds = [0, 1, 63, 64, 65, 4_095, 4_096, 262_143, 262_144, 16_777_215, 16_777_216, 33_554_432];
      await submitAt(store, seconds);
      for (const from of seconds) {
        for (const to of seconds) {
          const expected = seconds.filter((second) => second >= from && second <= to).length;
          expect([from, to, await store.countTasks(window(from, to))]).toEqual([from, to, expected]);
        }
      }
    });

    test('gives each page what the whole has there, and counts all whatever the page', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await submitAt(store, [0, 0, 0, 70, 70, 5_000, 5_000, 400_000]);
      const whole = await idsOf(store, all);
      for (let offset = 0; offset <= whole.length + 1; offset += 1) {
        expect(await idsOf(store, all, { offset })).toEqual(whole.slice(offset));
        const page = await store.listTasks(all, { offset, limit: 2 });
        expect(page.map(({ taskId }) => taskId)).toEqual(whole.slice(offset, offset + 2));
      }
      expect(await drain(store.readTasks(all, { offset: 0, limit: 0 }))).toEqual([]);
      expect(await store.countTasks(all)).toBe(8);
    });

    test('filters whole tasks by their status', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [a, b, c] = await submitAt(store, [1, 2, 3]);
      if (a !== undefined) await endAll(store, a, failed);
      if (c !== undefined) await endAll(store, c, failed);
      const lost: TaskQuery = { ...all, status: 'failed' };
      expect(await idsOf(store, lost)).toEqual([c?.taskId, a?.taskId]);
      expect(await idsOf(store, lost, { offset: 1 })).toEqual([a?.taskId]);
      expect(await idsOf(store, { ...all, status: 'waiting' })).toEqual([b?.taskId]);
      expect(await store.countTasks(lost)).toBe(2);
      expect(await store.countTasks({ ...lost, window: { beginS: 0, endS: noonS + 1 } })).toBe(1);
    });

    test('keeps projects and kinds apart', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [mine] = await submitAt(store, [1]);
      await submitAt(store, [1], { project: 'org-b' });
      const [refresh] = await submitAt(store, [1], { kind: 'refresh' });
      expect(await idsOf(store, all)).toEqual([mine?.taskId]);
      expect(await store.countTasks(all)).toBe(1);
      expect(await idsOf(store, { ...all, kind: 'refresh' })).toEqual([refresh?.taskId]);
      expect(await idsOf(store, { ...all, project: 'org-none' })).toEqual([]);
      expect(await store.countTasks({ ...all, project: 'org-none' })).toBe(0);
      expect(await store.listTasks({ ...all, project: 'org-none' }, { offset: 0, limit: 5 })).toEqual([]);
    });
  });

  describe('reading tasks of every kind', () => {
    const both: TaskQuery = { project: 'org-main', window: all.window };

    test('merges them in one order, page by page, counted together, whatever their seconds share', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const order: string[] = [];
      for (const [place, second] of [0, 0, 0, 1, 70, 70, 5_000, 5_001, 400_000, 400_000].entries()) {
        const [submitted] = await submitAt(store, [second], { kind: place % 3 === 0 ? 'refresh' : 'prefetch' });
        order.unshift(submitted?.taskId ?? '');
      }
      await submitAt(store, [1], { project: 'org-b', kind: 'refresh' });
      for (let offset = 0; offset <= order.length + 1; offset += 1) {
        expect(await idsOf(store, both, { offset })).toEqual(order.slice(offset));
        const page = await store.listTasks(both, { offset, limit: 3 });
        expect(page.map(({ taskId }) => taskId)).toEqual(order.slice(offset, offset + 3));
      }
      expect(await store.countTasks(both)).toBe(order.length);
      expect(await store.countTasks({ ...both, window: { beginS: noonS, endS: noonS + 1 } })).toBe(4);
    });

    test('filters them by status, and finds them by name', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [prefetch] = await submitAt(store, [1]);
      const [refresh, other] = await submitAt(store, [1, 1], { kind: 'refresh' });
      for (const task of [prefetch, refresh]) if (task !== undefined) await endAll(store, task, failed);
      expect(await idsOf(store, { ...both, status: 'failed' })).toEqual([refresh?.taskId, prefetch?.taskId]);
      expect(await idsOf(store, { ...both, status: 'failed' }, { offset: 1 })).toEqual([prefetch?.taskId]);
      expect(await store.countTasks({ ...both, status: 'failed' })).toBe(2);
      const taskIds = [prefetch, other].map((task) => task?.taskId ?? '');
      expect(await idsOf(store, { project: 'org-main', taskIds })).toEqual([other?.taskId, prefetch?.taskId]);
      expect(await store.countTasks({ project: 'org-main', taskIds, status: 'waiting' })).toBe(1);
    });
  });

  describe('reading on from a place', () => {
    test('gives what comes behind it, whatever has been added before it, for all, for a status, and for named tasks', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const tasks = await submitAt(store, [1, 5, 5, 5, 9]);
      const whole = await idsOf(store, all);
      const taskIds = tasks.map(({ taskId }) => taskId);
      const seconds = new Map(tasks.map(({ taskId }, place) => [taskId, noonS + ([1, 5, 5, 5, 9][place] ?? 0)]));
      await submitAt(store, [9, 10, 10]);
      const queries: TaskQuery[] = [all, { ...all, status: 'waiting' }, { project: 'org-main', taskIds }];
      for (const query of queries) {
        for (const [place, taskId] of whole.entries()) {
          const after = { createdAtS: seconds.get(taskId) ?? 0, taskId };
          // What was added within the same second stands before those that were there.
          expect(await idsOf(store, query, { offset: 0, after })).toEqual(whole.slice(place + 1));
          const page = await store.listTasks(query, { offset: 1, limit: 2, after });
          expect(page.map((task) => task.taskId)).toEqual(whole.slice(place + 2, place + 4));
        }
      }
    });

    test('keeps to the window', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [a, b, , d] = await submitAt(store, [1, 5, 9, 20]);
      const behindAll = { createdAtS: noonS + 20, taskId: d?.taskId ?? '' };
      expect(await idsOf(store, window(0, 6), { offset: 0, after: behindAll })).toEqual([b?.taskId, a?.taskId]);
      expect(await idsOf(store, window(2, 6), { offset: 0, after: behindAll })).toEqual([b?.taskId]);
      expect(await idsOf(store, window(6, 30), { offset: 0, after: { createdAtS: noonS + 5, taskId: b?.taskId ?? '' } })).toEqual([]);
    });
  });

  describe('reading named tasks', () => {
    test('finds each once, whatever the order and however often it is named, in the same order as ever', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [a, b, c] = await submitAt(store, [1, 7, 7]);
      const names = [a, b, c, a].map((task) => task?.taskId ?? '');
      const named: TaskQuery = { project: 'org-main', kind: 'prefetch', taskIds: [...names, 'T-none'] };
      expect(await idsOf(store, named)).toEqual([c?.taskId, b?.taskId, a?.taskId]);
      expect(await store.countTasks(named)).toBe(3);
      expect(await idsOf(store, named, { offset: 1 })).toEqual([b?.taskId, a?.taskId]);
      expect((await store.listTasks(named, { offset: 1, limit: 1 })).map(({ taskId }) => taskId)).toEqual([b?.taskId]);
      expect(await idsOf(store, { ...named, taskIds: [] })).toEqual([]);
      expect(await store.countTasks({ ...named, taskIds: [] })).toBe(0);
    });

    test('leaves out those of another project or kind, outside the window or of another status', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [a, b] = await submitAt(store, [1, 9]);
      const [foreign] = await submitAt(store, [1], { project: 'org-b' });
      const [refresh] = await submitAt(store, [1], { kind: 'refresh' });
      if (b !== undefined) await endAll(store, b);
      const taskIds = [a, b, foreign, refresh].map((task) => task?.taskId ?? '');
      const named: TaskQuery = { project: 'org-main', kind: 'prefetch', taskIds };
      expect(await idsOf(store, named)).toEqual([b?.taskId, a?.taskId]);
      expect(await idsOf(store, { ...named, status: 'succeeded' })).toEqual([b?.taskId]);
      const early = { beginS: noonS, endS: noonS + 8 };
      expect(await idsOf(store, { ...named, window: early })).toEqual([a?.taskId]);
      expect(await store.countTasks({ ...named, window: early })).toBe(1);
      expect(await store.countTasks({ ...named, window: early, status: 'succeeded' })).toBe(0);
    });

    test('works for more names than any statement takes', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const [a] = await submitAt(store, [1]);
      const taskIds = [...Array.from({ length: 40_000 }, (_, place) => `none-${place}`), a?.taskId ?? ''];
      const named: TaskQuery = { project: 'org-main', kind: 'prefetch', taskIds };
      expect(await store.countTasks(named)).toBe(1);
      expect(await idsOf(store, named)).toEqual([a?.taskId]);
    });
  });

  describe('a stream of tasks', () => {
    test('neither repeats nor skips a task while others are added, move on and are deleted', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const there = await submitAt(store, [0, 1, 2, 3, 4, 5], { urls: lines(300) });
      const old = await submitAt(store, [-100], { urls: lines(300) });
      if (old[0] !== undefined) await endAll(store, old[0]);
      const seen: string[] = [];
      for await (const { taskId, urls } of store.readTasks(all, { offset: 0 })) {
        seen.push(taskId);
        expect(urls).toHaveLength(300);
        await submitAt(store, [6 + seen.length], { urls: lines(300) });
        const first = there[0];
        if (seen.length === 1 && first !== undefined) await endAll(store, first);
        if (seen.length === 2) await store.sweep(noonS - 50, noonMs, 10);
      }
      expect(seen).toEqual(there.map(({ taskId }) => taskId).toReversed());
    });

    test('gives each task as one snapshot: its status is that of the URLs beside it', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const tasks = await submitAt(store, [1, 2, 3, 4], { urls: lines(400) });
      const statuses: string[] = [];
      for await (const { status, urls } of store.readTasks(all, { offset: 0 })) {
        expect(new Set(urls.map(([, urlStatus]) => urlStatus))).toEqual(new Set([status]));
        statuses.push(status);
        const [oldest, second] = tasks;
        if (statuses.length === 1 && oldest !== undefined && second !== undefined) {
          await endAll(store, oldest);
          await endAll(store, second, failed);
        }
      }
      expect(statuses).toEqual(['waiting', 'waiting', 'failed', 'succeeded']);
    });

    test.each(['by time', 'by name'])('%s gives none that has left the status asked for meanwhile', async (how) => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const tasks = await submitAt(store, [1, 2, 3, 4], { urls: lines(400) });
      const taskIds = tasks.map(({ taskId }) => taskId);
      const found: string[] = [];
      for await (const { taskId } of store.readTasks({ ...all, status: 'waiting', ...(how === 'by name' && { taskIds }) }, { offset: 0 })) {
        found.push(taskId);
        if (found.length === 1 && tasks[0] !== undefined) await endAll(store, tasks[0]);
      }
      expect(found).toEqual(taskIds.slice(1).toReversed());
    });

    test('lets others have their turn', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await submitAt(store, [1, 2, 3, 4, 5, 6, 7, 8], { urls: lines(1000) });
      let turns = 0;
      const other = (): void => {
        turns += 1;
        turn = setImmediate(other);
      };
      let turn = setImmediate(other);
      await describeAll(store);
      clearImmediate(turn);
      expect(turns).toBeGreaterThanOrEqual(8);
    });

    test('may be left in the middle, and the store goes on', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await submitAt(store, [1, 2, 3], { urls: lines(300) });
      for await (const task of store.readTasks(all, { offset: 0 })) {
        expect(task.urls).toHaveLength(300);
        break;
      }
      await submitAt(store, [4]);
      expect(await store.countTasks(all)).toBe(4);
    });
  });

  describe('finding a task', () => {
    test('answers for its own project only', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { taskId, task } = await store.submit(newTask({ urls: lines(2), kind: 'refresh' }));
      expect(await store.findTask('org-main', taskId)).toMatchObject({ task, taskId, kind: 'refresh', createdAtS: noonS, urlCount: 2 });
      expect(await store.findTask('org-b', taskId)).toBeUndefined();
      expect(await store.findTask('org-main', 'T-none')).toBeUndefined();
    });
  });

  describe('reading the URLs of a task', () => {
    test('goes in submission order, page by page, and counts all that match', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit(newTask({ urls: lines(10) }));
      const page = await store.readUrls(task, { offset: 8, limit: 5 });
      expect(page.total).toBe(10);
      expect(page.urls.map(({ text }) => text)).toEqual(['https://cdn.example.com/8', 'https://cdn.example.com/9']);
      expect(page.urls[0]).toMatchObject({ status: 'waiting', progress: 0, finishedAtS: 0, nodes: [{ node: 'edge-a' }] });
      expect(await store.readUrls(task, { offset: 3, limit: 0 })).toEqual({ total: 10, urls: [] });
      expect(await store.readUrls(task, { offset: 30, limit: 5 })).toEqual({ total: 10, urls: [] });
      expect(await store.readUrls(999, { offset: 0, limit: 5 })).toEqual({ total: 0, urls: [] });
    });

    test('takes those of a status where one is asked for', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const repeated = { text: 'https://CDN.example.com/1', domain: 0, sameAs: 1 };
      const submitted = await store.submit(newTask({ urls: [...lines(3), repeated] }));
      const ids = await store.openUrls(submitted.task, 1, 1);
      const reports = ids.map(({ id }) => ({
        kind: 'ended' as const,
        task: submitted.task,
        urlId: id,
        nodeIndex: 0,
        item: 'i',
        outcome: failed,
      }));
      await store.record({ reports, nowMs: noonMs, live: [] });
      const page = await store.readUrls(submitted.task, { status: 'failed', offset: 1, limit: 5 });
      expect(page.total).toBe(2);
      expect(page.urls).toMatchObject([{ text: repeated.text, nodes: [{ node: 'edge-a', outcome: failed }] }]);
    });
  });
}
