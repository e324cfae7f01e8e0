import { describe, expect, test } from 'vitest';
import { cancelled } from '../../../src/tasks/cancelled.ts';
import {
  all,
  advanced,
  emptyStore,
  ended,
  endAll,
  failed,
  had,
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

const bySomebody = cancelled('cancelled by somebody');
const nowMs = noonMs + 90_000;
const nowS = noonS + 90;

export function cancellingPromises(newPlace: NewPlace): void {
  describe('cancelTask', () => {
    test('ends all that has not ended, URLs and nodes alike; what had stays, and the counters agree', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(4), { text: 'https://cdn.example.com/3', domain: 0, sameAs: 3 }];
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls }));
      const { task, taskId } = submitted;
      const [a = 0, b = 0, c = 0] = await urlIds(store, submitted);
      await report(store, ended(task, a, 0), ended(task, a, 1), ended(task, a, 2), ended(task, b, 0), started(task, c, 0));
      expect(await store.cancelTask(task, bySomebody, nowMs)).toEqual({
        endedTasks: [{ task, taskId, project: 'org-main', status: 'failed' }],
      });
      const { urls: details } = await store.readUrls(task, { offset: 0, limit: 10 });
      const nodes = ['shield', 'edge-a', 'edge-b'];
      const withAll = (...outcomes: object[]) => nodes.map((node, place) => ({ node, outcome: outcomes[place] ?? bySomebody }));
      expect(details).toMatchObject([
        { status: 'succeeded', progress: 100, finishedAtS: noonS + 60, nodes: withAll(had, had, had) },
        { status: 'failed', progress: 33, finishedAtS: nowS, nodes: withAll(had) },
        { status: 'failed', finishedAtS: nowS, nodes: withAll() },
        { status: 'failed', progress: 0, finishedAtS: nowS, nodes: withAll() },
        { status: 'failed', progress: 0, finishedAtS: nowS, nodes: withAll() },
      ]);
      expect(await store.findTask('org-main', taskId)).toMatchObject({
        status: 'failed',
        counts: { waiting: 0, running: 0, succeeded: 1, failed: 4, unknown: 0 },
      });
      expect(await store.countOpenUrls()).toBe(0);
      expect(await store.openUrls(task, 0, 10)).toEqual([]);
      expect(await store.unfinishedTasks('org-main', 'prefetch', 0, 10)).toEqual([]);
      expect(await store.countTasks({ ...all, status: 'failed' })).toBe(1);
      expect(await store.countTasks({ ...all, status: 'running' })).toBe(0);
    });

    test('is durable, and what is reported later is stale', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const submitted = await before.submit(newTask({ urls: lines(2) }));
      const [a = 0, b = 0] = await urlIds(before, submitted);
      await before.cancelTask(submitted.task, bySomebody, nowMs);
      await before.close();
      const store = await place.open();
      const late = [ended(submitted.task, a), started(submitted.task, b), advanced(submitted.task, b)];
      expect(await report(store, ...late)).toMatchObject({ ended: [], endedTasks: [], stale: 3 });
      expect(await store.readLine(submitted.task, a)).toMatchObject({ status: 'failed', nodes: [{ outcome: bySomebody }] });
      await store.close();
    });

    test('grows no more: what a playlist named comes too late', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit(newTask({ roomForUrls: 10 }));
      await store.cancelTask(task, bySomebody, nowMs);
      const added = [{ task, urls: [{ text: 'https://cdn.example.com/segment', domain: 0 }] }];
      expect((await store.record({ reports: [], live: [], added, nowMs })).grown).toBeUndefined();
      expect((await store.readUrls(task, { offset: 0, limit: 10 })).total).toBe(1);
    });

    test('changes nothing of a task that has ended, one that was cancelled, or one that is not there', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask());
      const other = await store.submit(newTask());
      await endAll(store, submitted, failed);
      await store.cancelTask(other.task, bySomebody, nowMs);
      const before = await store.readUrls(submitted.task, { offset: 0, limit: 1 });
      for (const task of [submitted.task, other.task, 4711])
        expect(await store.cancelTask(task, cancelled('cancelled again'), nowMs + 1)).toEqual({ endedTasks: [] });
      expect(await store.readUrls(submitted.task, { offset: 0, limit: 1 })).toEqual(before);
      expect(await store.readLine(other.task, (await store.failedLines(other.task, 0, 1))[0]?.id ?? 0)).toMatchObject({
        finishedAtS: nowS,
        nodes: [{ outcome: bySomebody }],
      });
    });

    test('of a task that was all but through leaves it failed; of one URL that had failed before, too', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(3) }));
      const [a = 0, b = 0] = await urlIds(store, submitted);
      await report(store, ended(submitted.task, a), ended(submitted.task, b, 0, failed));
      await store.cancelTask(submitted.task, bySomebody, nowMs);
      expect(await store.taskStatus(submitted.task)).toEqual({
        status: 'failed',
        counts: { waiting: 0, running: 0, succeeded: 1, failed: 2, unknown: 0 },
      });
      expect(await store.readLine(submitted.task, b)).toMatchObject({ nodes: [{ outcome: failed }] });
    });
  });
}
