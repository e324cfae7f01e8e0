import { describe, expect, test } from 'vitest';
import type { RecordBatch, Store, UrlRow } from '../../../src/store/store.ts';
import {
  advanced,
  all,
  describeAll,
  emptyStore,
  endAll,
  ended,
  failed,
  had,
  layeredPlan,
  lines,
  lost,
  type NewPlace,
  newTask,
  noonMs,
  noonS,
  report,
  started,
  urlIds,
} from './given.ts';

/** The only URL of the only task. */
async function onlyUrl(store: Store): Promise<UrlRow | undefined> {
  return (await describeAll(store))[0]?.urls[0];
}

const text = 'https://cdn.example.com/0';
const reportedAtS = noonS + 60;

export function recordingPromises(newPlace: NewPlace): void {
  describe('a URL', () => {
    test('runs from its first node’s start to its last node’s end, then has succeeded', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan }));
      const { task } = submitted;
      const [id = 0] = await urlIds(store, submitted);

      expect(await report(store, started(task, id, 0))).toEqual({ ended: [], endedTasks: [], stale: 0 });
      expect(await onlyUrl(store)).toEqual([text, 'running', 0, 0]);
      await report(store, ended(task, id, 0));
      expect(await onlyUrl(store)).toEqual([text, 'running', 33, 0]);
      await report(store, ended(task, id, 2));
      expect(await onlyUrl(store)).toEqual([text, 'running', 66, 0]);
      expect(await report(store, ended(task, id, 1))).toMatchObject({ endedTasks: [{ task, status: 'succeeded' }] });
      expect(await onlyUrl(store)).toEqual([text, 'succeeded', 100, reportedAtS]);
    });

    test('fails where one node could not, and can’t be known where none failed but one is lost', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls: lines(2) }));
      const { task } = submitted;
      const [one = 0, two = 0] = await urlIds(store, submitted);
      await report(store, ended(task, one, 0), ended(task, one, 1, lost), ended(task, one, 2, failed));
      await report(store, ended(task, two, 0), ended(task, two, 1, lost), ended(task, two, 2));
      const [found] = await describeAll(store);
      expect(found?.urls.map(([, status, progress]) => [status, progress])).toEqual([
        ['failed', 33],
        ['unknown', 66],
      ]);
      expect(found?.status).toBe('failed');
    });

    test('shows the highest progress that its bodies had, at most 99 until it has succeeded', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan }));
      const { task } = submitted;
      const [id = 0] = await urlIds(store, submitted);
      const flow = async (share: number): Promise<number | undefined> => {
        await store.record({ reports: [advanced(task, id)], nowMs: noonMs, live: [{ task, urlId: id, share }] });
        return (await onlyUrl(store))?.[2];
      };
      expect(await flow(0)).toBe(0);
      expect((await onlyUrl(store))?.[1]).toBe('running');
      expect(await flow(0.5)).toBe(16);
      expect(await flow(0.1)).toBe(16);
      await report(store, ended(task, id, 0));
      expect(await flow(0.5)).toBe(50);
      expect(await flow(2)).toBe(99);
      expect(await flow(Number.NaN)).toBe(99);
      await report(store, ended(task, id, 1), ended(task, id, 2, failed));
      expect(await onlyUrl(store)).toEqual([text, 'failed', 99, reportedAtS]);
      expect(await flow(3)).toBe(99);
    });

    test('keeps, when its end comes in one batch with live bytes, the progress of those', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask());
      const [id = 0] = await urlIds(store, submitted);
      const live = [{ task: submitted.task, urlId: id, share: 0.7 }];
      await store.record({ reports: [ended(submitted.task, id, 0, failed)], nowMs: noonMs, live });
      expect(await onlyUrl(store)).toEqual([text, 'failed', 70, noonS]);
    });

    test('of a domain with nodes of its own waits for those only', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls: [{ text: 'https://img.example.com/', domain: 1 }] }));
      const [id = 0] = await urlIds(store, submitted);
      expect(await report(store, ended(submitted.task, id, 0))).toEqual({ ended: [], endedTasks: [], stale: 1 });
      expect(await report(store, ended(submitted.task, id, 2))).toMatchObject({ endedTasks: [{ status: 'succeeded' }], stale: 0 });
    });
  });

  describe('a batch of reports', () => {
    test('answers what was news, in its order, and which tasks ended with it', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const one = await store.submit(newTask({ urls: lines(2) }));
      const two = await store.submit(newTask({ project: 'org-b' }));
      const [a = 0, b = 0] = await urlIds(store, one);
      const [c = 0] = await urlIds(store, two);
      const recorded = await report(store, ended(one.task, b), started(one.task, a), ended(two.task, c, 0, failed), ended(one.task, b));
      expect(recorded).toEqual({
        ended: [
          { task: one.task, urlId: b, nodeIndex: 0 },
          { task: two.task, urlId: c, nodeIndex: 0 },
        ],
        endedTasks: [{ task: two.task, taskId: two.taskId, project: 'org-b', status: 'failed' }],
        stale: 1,
      });
    });

    test('counts a result that comes twice once, even where the second says otherwise', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(2) }));
      const { task } = submitted;
      const [id = 0] = await urlIds(store, submitted);
      await report(store, ended(task, id));
      const again = await report(store, ended(task, id, 0, failed), started(task, id), advanced(task, id));
      expect(again).toEqual({ ended: [], endedTasks: [], stale: 3 });
      expect((await describeAll(store))[0]?.urls[0]).toEqual([text, 'succeeded', 100, reportedAtS]);
      expect((await store.findTask('org-main', submitted.taskId))?.counts).toMatchObject({ succeeded: 1, waiting: 1 });
    });

    test('does not call a node’s start stale because another node started before', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan }));
      const [id = 0] = await urlIds(store, submitted);
      expect(await report(store, started(submitted.task, id, 1), started(submitted.task, id, 2))).toMatchObject({ stale: 0 });
    });

    test('that speaks of what is not there changes nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const one = await store.submit(newTask());
      const two = await store.submit(newTask());
      const [other = 0] = await urlIds(store, two);
      const [mine = 0] = await urlIds(store, one);
      const before = await describeAll(store);
      const recorded = await store.record({
        reports: [
          ended(999, mine),
          ended(one.task, other),
          ended(one.task, -1),
          ended(one.task, mine, 5),
          started(one.task, other),
          started(999, 1),
        ],
        nowMs: noonMs,
        live: [
          { task: 999, urlId: mine, share: 0.5 },
          { task: one.task, urlId: other, share: 0.5 },
        ],
      });
      expect(recorded).toEqual({ ended: [], endedTasks: [], stale: 6 });
      expect(await describeAll(store)).toEqual(before);
    });

    test('may be empty', async () => {
      await using given = await emptyStore(newPlace);
      expect(await report(given.store)).toEqual({ ended: [], endedTasks: [], stale: 0 });
    });

    test('is kept over a restart', async () => {
      await using place = await newPlace();
      const before = await place.open();
      await endAll(before, await before.submit(newTask({ urls: lines(3) })), failed);
      const answer = await describeAll(before);
      await before.close();
      const after = await place.open();
      expect(await describeAll(after)).toEqual(answer);
      expect(answer[0]?.status).toBe('failed');
      await after.close();
    });
  });

  describe('a task', () => {
    test('waits, runs and ends as its URLs do; the counts of its status follow', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(2) }));
      const [a = 0, b = 0] = await urlIds(store, submitted);
      const isNow = async (): Promise<unknown[]> => {
        const statuses = ['waiting', 'running', 'succeeded', 'failed', 'unknown'] as const;
        const counts = await Promise.all(statuses.map((status) => store.countTasks({ ...all, status })));
        return [(await describeAll(store))[0]?.status, ...counts];
      };
      expect(await isNow()).toEqual(['waiting', 1, 0, 0, 0, 0]);
      await report(store, ended(submitted.task, a));
      expect(await isNow()).toEqual(['running', 0, 1, 0, 0, 0]);
      await report(store, ended(submitted.task, b, 0, lost));
      expect(await isNow()).toEqual(['unknown', 0, 0, 0, 0, 1]);
    });

    test('counts its lines by status, repetitions included', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [
        ...lines(2),
        { text: 'https://CDN.example.com/0', domain: 0, sameAs: 0 },
        { ...lines(1)[0], text: 'x', domain: 0, sameAs: 2 },
      ];
      const submitted = await store.submit(newTask({ urls }));
      const [a = 0] = await urlIds(store, submitted);
      await report(store, ended(submitted.task, a));
      const summary = await store.findTask('org-main', submitted.taskId);
      expect(summary?.counts).toEqual({ waiting: 1, running: 0, succeeded: 3, failed: 0, unknown: 0 });
      expect(await store.countOpenUrls()).toBe(1);
    });
  });

  describe('how far a task has come', () => {
    test('is when it began and ended, the mean of its lines’ progress, and the bytes of what has ended', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(2), { text: 'https://CDN.example.com/0', domain: 0, sameAs: 0 }];
      const { task, taskId } = await store.submit(newTask({ urls, plan: layeredPlan }));
      const [a = 0, b = 0] = await urlIds(store, { task, taskId, repeated: false });
      const course = async () => {
        const found = await store.findTask('org-main', taskId);
        return [found?.startedAtS, found?.finishedAtS, found?.bodyBytes, found?.progress];
      };
      const at = (second: number, ...reports: RecordBatch['reports']) => store.record({ reports, nowMs: noonMs + second * 1000, live: [] });

      expect(await course()).toEqual([undefined, undefined, 0, 0]);
      await at(1, started(task, a));
      expect(await course()).toEqual([noonS + 1, undefined, 0, 0]);
      await store.record({ reports: [], nowMs: noonMs + 2000, live: [{ task, urlId: b, share: 0.6 }] });
      // 20 % of one line of three.
      expect(await course()).toEqual([noonS + 1, undefined, 0, 6]);
      await at(3, ended(task, a, 0), ended(task, a, 1), ended(task, a, 0));
      // Twice 66 % and 20 %.
      expect(await course()).toEqual([noonS + 1, undefined, 2 * had.bodyBytes, 50]);
      await at(4, ended(task, a, 2), ended(task, b, 0), ended(task, b, 1, failed), ended(task, b, 2, lost));
      expect(await course()).toEqual([noonS + 1, noonS + 4, 4 * had.bodyBytes + failed.bodyBytes, 77]);
      await at(5, ended(task, a, 2));
      expect(await course()).toEqual([noonS + 1, noonS + 4, 4 * had.bodyBytes + failed.bodyBytes, 77]);
    });

    test('of one that was cancelled before anything began, is that it ended', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task, taskId } = await store.submit(newTask({ urls: lines(2) }));
      await store.cancelTask(task, { ...lost, status: 'failed', reason: 'cancelled' }, noonMs + 5000);
      const found = await store.findTask('org-main', taskId);
      expect(found).toMatchObject({ status: 'failed', finishedAtS: noonS + 5, progress: 0, bodyBytes: 0 });
      expect(found).not.toHaveProperty('startedAtS');
    });

    test('takes no harm from bytes that are no number', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(3) }));
      const ids = await urlIds(store, submitted);
      const odd = [Number.NaN, -5, 7.6];
      await report(store, ...ids.map((id, place) => ended(submitted.task, id, 0, { ...had, bodyBytes: odd[place] ?? 0 })));
      expect(await store.findTask('org-main', submitted.taskId)).toMatchObject({ status: 'succeeded', bodyBytes: 8 });
    });
  });

  describe('lines in trouble', () => {
    test('are those that failed or may have on some node, whether they have ended or not, once each, page by page', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(5), { text: 'https://CDN.example.com/1', domain: 0, sameAs: 1 }];
      const submitted = await store.submit(newTask({ urls, plan: layeredPlan }));
      const { task } = submitted;
      const [good = 0, bad = 0, running = 0, unknown = 0] = await urlIds(store, submitted);
      await report(store, ...[0, 1, 2].map((node) => ended(task, good, node)));
      await report(store, ended(task, bad, 0, failed), ended(task, bad, 1), ended(task, bad, 2));
      await report(store, ended(task, running, 0, failed), ended(task, unknown, 0, lost), ended(task, unknown, 1), ended(task, unknown, 2));

      const found = await store.readTroubled(task, 0, 10);
      expect(found.map(({ id, text, status }) => [id, text, status])).toEqual([
        [bad, 'https://cdn.example.com/1', 'failed'],
        [running, 'https://cdn.example.com/2', 'running'],
        [unknown, 'https://cdn.example.com/3', 'unknown'],
      ]);
      expect(found[0]?.nodes).toEqual([
        { node: 'shield', outcome: failed },
        { node: 'edge-a', outcome: had },
        { node: 'edge-b', outcome: had },
      ]);
      expect(found[1]?.nodes).toEqual([{ node: 'shield', outcome: failed }, { node: 'edge-a' }, { node: 'edge-b' }]);
      expect((await store.readTroubled(task, bad, 1)).map(({ id }) => id)).toEqual([running]);
      expect(await store.readTroubled(task, unknown, 10)).toEqual([]);
      expect(await store.readTroubled(999, 0, 10)).toEqual([]);
    });
  });

  describe('a line that repeats an earlier one', () => {
    test('shares its fate and is fetched by nobody', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(2), { text: 'https://CDN.example.com/1', domain: 0, sameAs: 1 }];
      const submitted = await store.submit(newTask({ urls }));
      const { task } = submitted;
      const ids = await urlIds(store, submitted);
      expect(ids).toHaveLength(2);
      expect(await report(store, ended(task, (ids[1] ?? 0) + 1))).toMatchObject({ stale: 1 });
      await store.record({ reports: [], nowMs: noonMs, live: [{ task, urlId: ids[1] ?? 0, share: 0.25 }] });
      expect((await describeAll(store))[0]?.urls[2]).toEqual(['https://CDN.example.com/1', 'running', 25, 0]);
      const recorded = await report(store, ended(task, ids[0] ?? 0), ended(task, ids[1] ?? 0, 0, failed));
      expect(recorded.endedTasks).toHaveLength(1);
      expect((await describeAll(store))[0]?.urls[2]).toEqual(['https://CDN.example.com/1', 'failed', 25, reportedAtS]);
      const { urls: details } = await store.readUrls(task, { offset: 2, limit: 1 });
      expect(details).toEqual([
        {
          text: 'https://CDN.example.com/1',
          status: 'failed',
          progress: 25,
          finishedAtS: reportedAtS,
          nodes: [{ node: 'edge-a', outcome: failed }],
        },
      ]);
    });
  });

  describe('the outcome of a node', () => {
    test('is given back as it was reported, beside nodes that have not ended', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan }));
      const [id = 0] = await urlIds(store, submitted);
      const told = { ...had, cacheStatus: 'X-Cache: MISS from Ünï' };
      await report(store, ended(submitted.task, id, 2, failed), ended(submitted.task, id, 0, told));
      const { urls, total } = await store.readUrls(submitted.task, { offset: 0, limit: 10 });
      expect(total).toBe(1);
      expect(urls[0]?.nodes).toEqual([{ node: 'shield', outcome: told }, { node: 'edge-a' }, { node: 'edge-b', outcome: failed }]);
    });
  });
}
