import { describe, expect, test } from 'vitest';
import type { RepeatGuard } from '../../../src/store/store.ts';
import { all, emptyStore, endAll, failed, type NewPlace, newTask, noonMs, noonS, started, report, urlIds } from './given.ts';

const named: RepeatGuard = { fingerprint: 'sha-of-the-token', windowMs: 10_000, body: 'sha-of-the-body' };
const otherwise: RepeatGuard = { ...named, body: 'sha-of-another-body' };

export function namingPromises(newPlace: NewPlace): void {
  describe('a submit that its caller has named', () => {
    test('is the earlier task while the window lasts, and stores nothing', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), named);
      expect(await store.submit(newTask({ createdAtMs: noonMs + 10_000 }), named)).toEqual({ ...first, repeated: true });
      expect(await store.submit(newTask({ createdAtMs: noonMs + 10_001 }), named)).toMatchObject({ repeated: false });
      expect(await store.countTasks(all)).toBe(2);
    });

    test('with another body under that name stores nothing either, and is told so; the name goes on standing for the first', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const first = await before.submit(newTask(), named);
      expect(await before.submit(newTask(), otherwise)).toEqual({ ...first, repeated: true, differs: true });
      await before.close();
      const store = await place.open();
      expect(await store.submit(newTask(), otherwise)).toEqual({ ...first, repeated: true, differs: true });
      expect(await store.submit(newTask(), named)).toEqual({ ...first, repeated: true });
      expect(await store.countTasks(all)).toBe(1);
      const after = noonMs + 10_001;
      expect(await store.submit(newTask({ createdAtMs: after }), otherwise)).toMatchObject({ repeated: false });
      expect(await store.submit(newTask({ createdAtMs: after }), named)).toMatchObject({ repeated: true, differs: true });
      await store.close();
    });

    test('is that task whatever became of it, and whatever was refreshed since', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), named);
      const [id = 0] = await urlIds(store, first);
      await report(store, started(first.task, id));
      await store.submit(newTask({ kind: 'refresh' }));
      expect(await store.submit(newTask(), named)).toEqual({ ...first, repeated: true });
      await endAll(store, first, failed);
      expect(await store.submit(newTask(), named)).toEqual({ ...first, repeated: true });
    });

    test('of a refresh is no second purge', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask({ kind: 'refresh' }), named);
      const [id = 0] = await urlIds(store, first);
      await report(store, started(first.task, id));
      expect(await store.submit(newTask({ kind: 'refresh' }), named)).toEqual({ ...first, repeated: true });
    });

    test('is held to no limit when it is a repetition, and counts in none', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const takes = [{ domain: 'cdn.example.com', kind: 'prefetch', urls: 1, limit: 1 }] as const;
      const limits = { daily: { day: '2026-01-01', takes } };
      const first = await store.submit(newTask(), named, limits);
      expect(await store.submit(newTask(), named, limits)).toEqual({ ...first, repeated: true });
      expect(await store.submit(newTask(), otherwise, limits)).toEqual({ ...first, repeated: true, differs: true });
      expect(await store.dayCounts('cdn.example.com', '2026-01-01')).toMatchObject({ prefetch: 1 });
      expect(await store.submit(newTask(), { ...named, fingerprint: 'other' }, limits)).toMatchObject({ exceeded: 'daily' });
    });

    test('names nothing once its task was swept', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const first = await store.submit(newTask(), named);
      await endAll(store, first);
      expect(await store.sweep(noonS + 1, noonMs, 10)).toBe(1);
      expect(await store.submit(newTask(), otherwise)).toMatchObject({ repeated: false });
    });
  });
}
