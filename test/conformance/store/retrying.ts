import { describe, expect, test } from 'vitest';
import {
  emptyStore,
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
  urlIds,
} from './given.ts';

export function retryingPromises(newPlace: NewPlace): void {
  describe('failedLines', () => {
    test('are what failed or can’t be known, with the nodes that do not have it, repetitions left out', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [
        ...lines(4),
        { text: 'https://cdn.example.com/1', domain: 0, sameAs: 1 },
        { text: 'https://img.example.com/x', domain: 1 },
      ];
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls }));
      const { task } = submitted;
      const [good = 0, bad = 0, unknown = 0, open = 0, image = 0] = await urlIds(store, submitted);
      await report(
        store,
        ...[0, 1, 2].map((node) => ended(task, good, node)),
        ended(task, bad, 0),
        ended(task, bad, 1, failed),
        ended(task, bad, 2, lost),
        ended(task, unknown, 0),
        ended(task, unknown, 1),
        ended(task, unknown, 2, lost),
        ended(task, open, 0, failed),
        ended(task, image, 2, failed),
      );
      const expected = [
        { id: bad, text: 'https://cdn.example.com/1', domain: 0, nodes: [1, 2] },
        { id: unknown, text: 'https://cdn.example.com/2', domain: 0, nodes: [2] },
        { id: image, text: 'https://img.example.com/x', domain: 1, nodes: [2] },
      ];
      expect(await store.failedLines(task, 0, 10)).toEqual(expected);
      expect(await store.failedLines(task, 0, 2)).toEqual(expected.slice(0, 2));
      expect(await store.failedLines(task, unknown, 10)).toEqual(expected.slice(2));
      expect(await store.failedLines(task, image, 10)).toEqual([]);
    });

    test('are none of a task that succeeded, that has not ended anything, or that is not there', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(2) }));
      expect(await store.failedLines(submitted.task, 0, 10)).toEqual([]);
      const ids = await urlIds(store, submitted);
      await report(store, ...ids.map((id) => ended(submitted.task, id)));
      expect(await store.failedLines(submitted.task, 0, 10)).toEqual([]);
      expect(await store.failedLines(4711, 0, 10)).toEqual([]);
    });

    test('are of that task alone, and page through thousands', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.submit(newTask({ urls: lines(10) }));
      const submitted = await store.submit(newTask({ urls: lines(2500) }));
      const other = await store.submit(newTask({ urls: lines(10) }));
      for (const one of [submitted, other]) {
        const ids = await urlIds(store, one);
        await report(store, ...ids.map((id) => ended(one.task, id, 0, failed)));
      }
      const found: number[] = [];
      for (let after = 0; ;) {
        const page = await store.failedLines(submitted.task, after, 1000);
        found.push(...page.map(({ id }) => id));
        after = page.at(-1)?.id ?? 0;
        if (page.length < 1000) break;
      }
      expect(new Set(found).size).toBe(2500);
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    });
  });

  describe('readLine', () => {
    test('is what each node made of one line, as readUrls has it, ended or not', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(2), { text: 'https://cdn.example.com/0', domain: 0, sameAs: 0 }];
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls }));
      const { task } = submitted;
      const [a = 0, b = 0] = await urlIds(store, submitted);
      await report(store, ended(task, a, 0, had), ended(task, a, 1, failed));
      const all = (await store.readUrls(task, { offset: 0, limit: 10 })).urls;
      expect([await store.readLine(task, a), await store.readLine(task, b), await store.readLine(task, b + 1)]).toEqual(all);
      expect(await store.readLine(task, a)).toEqual({
        text: 'https://cdn.example.com/0',
        status: 'running',
        progress: 33,
        finishedAtS: 0,
        nodes: [{ node: 'shield', outcome: had }, { node: 'edge-a', outcome: failed }, { node: 'edge-b' }],
      });
    });

    test('is nothing outside of its task, or when that is gone', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask({ urls: lines(2), roomForUrls: 5 }));
      const second = await store.submit(newTask());
      const [a = 0, b = 0] = await urlIds(store, first);
      const [c = 0] = await urlIds(store, second);
      expect(await store.readLine(first.task, c)).toBeUndefined();
      expect(await store.readLine(first.task, b + 1)).toBeUndefined();
      expect(await store.readLine(second.task, a)).toBeUndefined();
      expect(await store.readLine(4711, a)).toBeUndefined();
      await report(store, ended(first.task, a), ended(first.task, b));
      await store.sweep(noonS + 1, noonMs, 10);
      expect(await store.readLine(first.task, a)).toBeUndefined();
      expect(await store.readLine(second.task, c)).toMatchObject({ status: 'waiting' });
    });
  });
}
