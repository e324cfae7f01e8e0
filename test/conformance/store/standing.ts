import { describe, expect, test } from 'vitest';
import type { NodeRecord } from '../../../src/store/memory.ts';
import { emptyStore, ended, failed, had, layeredPlan, lines, lost, type NewPlace, newTask, noonMs, noonS, urlIds } from './given.ts';

export function standingPromises(newPlace: NewPlace): void {
  describe('verdicts of a task', () => {
    test('are counted by URL and node as they come, each once, repetitions left out', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const urls = [...lines(2), { text: 'https://cdn.example.com/0', domain: 0, sameAs: 0 }];
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls }));
      const { task, taskId } = submitted;
      const [a = 0, b = 0] = await urlIds(store, submitted);
      const none = { 'hit-proven': 0, 'stored-likely': 0, uncacheable: 0, unknown: 0 };
      const verdicts = async (): Promise<object | undefined> => (await store.findTask('org-main', taskId))?.verdicts;
      expect(await verdicts()).toEqual(none);
      const judged = ended(task, a, 0, { ...had, verdict: 'stored-likely' });
      await store.record({ reports: [judged, judged], nowMs: noonMs, live: [] });
      expect(await verdicts()).toEqual({ ...none, 'stored-likely': 1 });
      const more = [
        ended(task, a, 1, { ...failed, verdict: 'uncacheable' }),
        ended(task, a, 2, { ...had, verdict: 'hit-proven' }),
        ended(task, b, 0, { ...lost, verdict: 'unknown' }),
        ended(task, b, 1, had),
        ended(task, b, 2, { ...had, verdict: 'stored-likely' }),
      ];
      await store.record({ reports: [judged, ...more], nowMs: noonMs, live: [] });
      expect(await verdicts()).toEqual({ 'hit-proven': 1, 'stored-likely': 2, uncacheable: 1, unknown: 1 });
      const [listed] = await store.listTasks({ project: 'org-main' }, { offset: 0, limit: 1 });
      expect(listed?.verdicts).toEqual(await verdicts());
    });
  });

  describe('the status of a task by its number', () => {
    test('is how it stands, until it is gone', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ urls: lines(2) }));
      const { task } = submitted;
      const counts = { waiting: 2, running: 0, succeeded: 0, failed: 0, unknown: 0 };
      expect(await store.taskStatus(task)).toEqual({ status: 'waiting', counts });
      const ids = await urlIds(store, submitted);
      await store.record({ reports: ids.map((id) => ended(task, id)), nowMs: noonMs, live: [] });
      expect(await store.taskStatus(task)).toEqual({ status: 'succeeded', counts: { ...counts, waiting: 0, succeeded: 2 } });
      await store.sweep(noonS + 1, noonMs, 1);
      expect(await store.taskStatus(task)).toBeUndefined();
    });
  });

  describe('records of nodes', () => {
    test('are one a node, as they were set last, over a restart', async () => {
      await using place = await newPlace();
      const before = await place.open();
      expect(await before.nodeRecords()).toEqual([]);
      const edge: NodeRecord = { node: 'edge-a', state: 'warming', sinceMs: noonMs, syncedAtS: noonS, replay: [3, 4], drained: false };
      const shield: NodeRecord = { node: 'shield', state: 'away', sinceMs: noonMs + 1, syncedAtS: 0, replay: [], drained: true };
      await before.setNodeRecord({ ...edge, state: 'purging', replay: [] });
      await before.setNodeRecord(shield);
      await before.setNodeRecord(edge);
      await before.close();
      const after = await place.open();
      expect((await after.nodeRecords()).toSorted((a, b) => (a.node < b.node ? -1 : 1))).toEqual([edge, shield]);
      await after.setNodeRecord({ ...shield, state: 'ready', drained: false });
      expect(await after.nodeRecords()).toContainEqual({ ...shield, state: 'ready', drained: false });
      await after.close();
    });
  });
}
