import { describe, expect, test } from 'vitest';
import {
  emptyStore,
  endAll,
  ended,
  failed,
  layeredPlan,
  lines,
  lost,
  type NewPlace,
  newTask,
  plainPlan,
  report,
  started,
  urlIds,
} from './given.ts';

export function releasingPromises(newPlace: NewPlace): void {
  describe('unfinished tasks', () => {
    test('are given by number, of one project and kind, some at a time, with what releasing them needs', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const one = await store.submit(newTask({ plan: layeredPlan, urls: lines(5) }));
      const ended = await store.submit(newTask());
      const two = await store.submit(newTask());
      await store.submit(newTask({ project: 'org-b' }));
      await store.submit(newTask({ kind: 'refresh' }));
      await endAll(store, ended, failed);

      const [first, ...rest] = await store.unfinishedTasks('org-main', 'prefetch', 0, 10);
      const [firstUrlId = 0] = await urlIds(store, one);
      expect(first).toEqual({
        ...said(one),
        project: 'org-main',
        kind: 'prefetch',
        urlCount: 5,
        firstUrlId,
        plan: layeredPlan,
        priority: 5,
      });
      expect(rest.map(({ task }) => task)).toEqual([two.task]);
      expect(await store.unfinishedTasks('org-main', 'prefetch', 0, 1)).toHaveLength(1);
      expect((await store.unfinishedTasks('org-main', 'prefetch', one.task, 10)).map(({ task }) => task)).toEqual([two.task]);
      expect(await store.unfinishedTasks('org-main', 'prefetch', two.task, 10)).toEqual([]);
      expect(await store.unfinishedTasks('org-none', 'prefetch', 0, 10)).toEqual([]);
    });

    test('that are refreshes come with their order', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.submit(newTask());
      const refresh = { type: 'dir', mode: 'expire', thenPrefetch: false } as const;
      const submitted = await store.submit(newTask({ kind: 'refresh', refresh }));
      expect(await store.unfinishedTasks('org-main', 'refresh', 0, 10)).toEqual([
        {
          ...said(submitted),
          project: 'org-main',
          kind: 'refresh',
          urlCount: 1,
          firstUrlId: expect.any(Number),
          plan: plainPlan,
          refresh,
          priority: 5,
        },
      ]);
    });

    test('name their projects', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      expect(await store.unfinishedProjects()).toEqual([]);
      await store.submit(newTask());
      const other = await store.submit(newTask({ project: 'org-b' }));
      expect((await store.unfinishedProjects()).toSorted()).toEqual(['org-b', 'org-main']);
      await endAll(store, other);
      expect(await store.unfinishedProjects()).toEqual(['org-main']);
    });
  });

  describe('the open URLs of a task', () => {
    test('are the lines of a run that have not ended and repeat none, each with the nodes that are through', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(4), { text: 'again', domain: 0, sameAs: 0 }, { text: 'https://img.example.com/', domain: 1 }];
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls }));
      const { task } = submitted;
      const [a = 0, b = 0] = await urlIds(store, submitted);
      await report(store, ended(task, a, 0), ended(task, a, 1), ended(task, a, 2, lost), ended(task, b, 2, failed), started(task, b, 0));

      const open = await store.openUrls(task, 0, 100);
      expect(open.map(({ text, domain, endedNodes }) => [text, domain, endedNodes])).toEqual([
        ['https://cdn.example.com/1', 0, [2]],
        ['https://cdn.example.com/2', 0, []],
        ['https://cdn.example.com/3', 0, []],
        ['https://img.example.com/', 1, []],
      ]);
      expect((await store.openUrls(task, 2, 1)).map(({ text }) => text)).toEqual(['https://cdn.example.com/2']);
      expect(await store.openUrls(task, 0, 1)).toEqual([]);
      expect(await store.openUrls(task, 4, 1)).toEqual([]);
    });

    test('never reach into the next task’s', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task } = await store.submit(newTask());
      await store.submit(newTask({ urls: lines(10) }));
      expect(await store.openUrls(task, 0, 100)).toHaveLength(1);
      expect(await store.openUrls(task, 1, 100)).toEqual([]);
      expect(await store.openUrls(999, 0, 100)).toEqual([]);
    });

    test('are counted over all tasks, line by line', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      expect(await store.countOpenUrls()).toBe(0);
      const one = await store.submit(newTask({ urls: [...lines(3), { text: 'again', domain: 0, sameAs: 0 }] }));
      await store.submit(newTask({ project: 'org-b', urls: lines(2) }));
      expect(await store.countOpenUrls()).toBe(6);
      const [a = 0] = await urlIds(store, one);
      await report(store, ended(one.task, a));
      expect(await store.countOpenUrls()).toBe(4);
    });
  });
}

function said({ task, taskId }: { task: number; taskId: string }): { task: number; taskId: string } {
  return { task, taskId };
}
