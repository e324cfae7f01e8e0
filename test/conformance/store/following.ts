import { describe, expect, test } from 'vitest';
import type { NewTask, Store, Submitted } from '../../../src/store/store.ts';
import type { Outcome } from '../../../src/tasks/outcome.ts';
import { cancelled } from '../../../src/tasks/cancelled.ts';
import { emptyStore, endAll, failed, had, lines, lost, type NewPlace, newTask, noonMs } from './given.ts';

/** A task that is to start after another. */
function follow(store: Store, { task, taskId }: Submitted, said: Partial<NewTask> = {}): Promise<Submitted> {
  return store.submit(newTask({ after: { task, taskId }, ...said }));
}

async function held(store: Store): Promise<(boolean | undefined)[]> {
  return (await store.unfinishedTasks('org-main', 'prefetch', 0, 100)).map(({ isHeld }) => isHeld);
}

async function statusOf(store: Store, { task }: Submitted): Promise<string | undefined> {
  return (await store.taskStatus(task))?.status;
}

export function followingPromises(newPlace: NewPlace): void {
  describe('a task that starts after another', () => {
    test('is held over a restart, and let go in the transaction in which that succeeds', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const first = await before.submit(newTask());
      const second = await follow(before, first, { urls: lines(3) });
      const refresh = await follow(before, first, { kind: 'refresh', project: 'org-b' });
      expect(second).toMatchObject({ repeated: false });
      expect(second).not.toHaveProperty('endedTasks');
      await before.close();

      const store = await place.open();
      expect(await held(store)).toEqual([undefined, true]);
      expect(await store.findTask('org-main', second.taskId)).toMatchObject({ after: first.taskId, status: 'waiting' });
      const { released = [], endedTasks } = await endAll(store, first);
      expect(released.toSorted((a, b) => a.task - b.task)).toEqual([
        { task: second.task, project: 'org-main', kind: 'prefetch' },
        { task: refresh.task, project: 'org-b', kind: 'refresh' },
      ]);
      expect(endedTasks.map(({ task }) => task)).toEqual([first.task]);
      expect(await held(store)).toEqual([undefined]);
      expect(await endAll(store, second)).toMatchObject({ endedTasks: [{ task: second.task, status: 'succeeded' }] });
      await store.close();
    });

    test.each<[string, Outcome, string]>([
      ['fails', failed, 'which ended in failure'],
      ['can’t be known', lost, 'which ended with outcomes that can not be known'],
    ])('never starts when that %s, and nor does what starts after it', async (_how, outcome, words) => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask());
      const second = await follow(store, first, { urls: lines(2) });
      const third = await follow(store, second);
      const beside = await follow(store, first);
      const { endedTasks, released } = await endAll(store, first, outcome);
      expect(released).toBeUndefined();
      const never = [second, beside, third].map(({ task, taskId }) => ({ task, taskId, project: 'org-main', status: 'failed' }));
      expect(endedTasks.slice(1).toSorted((a, b) => a.task - b.task)).toEqual(never.toSorted((a, b) => a.task - b.task));
      const because = async ({ task }: Submitted) =>
        (await store.readUrls(task, { offset: 0, limit: 5 })).urls.map(({ nodes }) => nodes[0]?.outcome);
      const outcomeAfter = ({ taskId }: Submitted, ended: string) => cancelled(`it was to start after task ${taskId}, ${ended}`);
      expect(await because(second)).toEqual([outcomeAfter(first, words), outcomeAfter(first, words)]);
      expect(await because(third)).toEqual([outcomeAfter(second, 'which ended in failure')]);
      expect(await store.countOpenUrls()).toBe(0);
      expect(await held(store)).toEqual([]);
    });

    test('never starts when that is cancelled; and when it is cancelled itself, that goes on', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask());
      const second = await follow(store, first);
      const third = await follow(store, second);
      const { endedTasks } = await store.cancelTask(second.task, cancelled('cancelled by somebody'), noonMs);
      expect(endedTasks.map(({ task }) => task)).toEqual([second.task, third.task]);
      expect(await statusOf(store, first)).toBe('waiting');
      expect((await endAll(store, first)).released).toBeUndefined();

      const fourth = await store.submit(newTask());
      const fifth = await follow(store, fourth);
      expect((await store.cancelTask(fourth.task, cancelled('cancelled by somebody'), noonMs)).endedTasks.map(({ task }) => task)).toEqual([
        fourth.task,
        fifth.task,
      ]);
      expect(await store.countOpenUrls()).toBe(0);
    });

    test('starts at once when that has succeeded; ends at once, and is stored and told, when it has not', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const good = await store.submit(newTask());
      const bad = await store.submit(newTask());
      await endAll(store, good, had);
      await endAll(store, bad, failed);
      const starts = await follow(store, good);
      expect(starts).not.toHaveProperty('endedTasks');
      expect(await held(store)).toEqual([undefined]);
      const never = await follow(store, bad, { urls: lines(2) });
      const told = { task: never.task, taskId: never.taskId, project: 'org-main', status: 'failed' };
      expect(never.endedTasks).toEqual([told]);
      expect(await store.findTask('org-main', never.taskId)).toMatchObject({ status: 'failed', after: bad.taskId, counts: { failed: 2 } });
      expect(await store.countOpenUrls()).toBe(1);
      const last = await follow(store, never);
      expect(last.endedTasks).toMatchObject([{ task: last.task, status: 'failed' }]);
    });

    test('can’t follow what is not there; nothing is stored then', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await expect(follow(store, { task: 4711, taskId: 'nowhere', repeated: false })).rejects.toThrow(RangeError);
      expect(await store.countOpenUrls()).toBe(0);
    });

    test('waits on when that is only partly through', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask({ urls: lines(2) }));
      await follow(store, first);
      const [open] = await store.openUrls(first.task, 0, 1);
      const reports = [{ kind: 'ended', task: first.task, urlId: open?.id ?? 0, nodeIndex: 0, item: 'item', outcome: had }] as const;
      expect((await store.record({ reports, nowMs: noonMs, live: [] })).released).toBeUndefined();
      expect(await held(store)).toEqual([undefined, true]);
    });
  });
}
