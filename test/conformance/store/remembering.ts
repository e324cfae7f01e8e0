import { describe, expect, test } from 'vitest';
import type { Touch } from '../../../src/store/memory.ts';
import type { NewTask, Store, Submitted } from '../../../src/store/store.ts';
import type { Outcome } from '../../../src/tasks/outcome.ts';
import type { Plan } from '../../../src/tasks/plan.ts';
import type { RefreshOrder } from '../../../src/tasks/purge.ts';
import {
  deleteFiles,
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
  plainPlan,
  started,
  urlIds,
} from './given.ts';

const domain = 'cdn.example.com';
const url = 'https://cdn.example.com/a/b.bin';
const expireDir: RefreshOrder = { type: 'dir', mode: 'expire', thenPrefetch: false };
const cancelled: Outcome = { ...failed, reason: 'cancelled' };

const asidePlan: Plan = { ...plainPlan, domains: [{ name: domain, nodes: [0], variants: [{}], isAside: true }] };

type Said = { urls?: readonly string[]; refresh?: RefreshOrder; outcome?: Outcome; replay?: true; isAside?: true; project?: string };

function taskOf({ urls = [url], refresh, replay, isAside, project = 'org-main' }: Said): NewTask {
  return newTask({
    project,
    kind: refresh === undefined ? 'prefetch' : 'refresh',
    urls: urls.map((text) => ({ text, domain: 0 })),
    ...(refresh !== undefined && { refresh }),
    ...(isAside && { plan: asidePlan }),
    ...(replay !== undefined && { isReplay: replay }),
  });
}

/** A task whose URLs all end so many seconds after noon. */
async function done(store: Store, atS: number, said: Said = {}): Promise<Submitted & { ids: number[] }> {
  const submitted = await store.submit(taskOf(said));
  const ids = await urlIds(store, submitted);
  const reports = ids.map((id) => ended(submitted.task, id, 0, said.outcome ?? had));
  await store.record({ reports, nowMs: noonMs + atS * 1000, live: [] });
  return { ...submitted, ids };
}

/** What changes from touch to touch, seconds counted from noon. */
async function timesOf(store: Store, text = url): Promise<Partial<Record<'at' | 'warmed' | 'freshUntil' | 'purged', number>> | undefined> {
  const touch = await store.touch(text, 'object');
  if (touch === undefined) return undefined;
  const { atS, warmedAtS, freshUntilS, purgedAtS } = touch;
  return {
    at: atS - noonS,
    ...(warmedAtS !== undefined && { warmed: warmedAtS - noonS }),
    ...(freshUntilS !== undefined && { freshUntil: freshUntilS - noonS }),
    ...(purgedAtS !== undefined && { purged: purgedAtS - noonS }),
  };
}

async function warmOf(store: Store, sinceS = 0, limit = 100): Promise<string[]> {
  return (await store.warmUrls(domain, { sinceS, limit })).map((warm) => warm.url);
}

async function purgesOf(store: Store, sinceS = 0): Promise<[url: string, scope: string, mode: string, at: number][]> {
  const purges = await store.purges(domain, { sinceS, limit: 100 });
  return purges.map(({ url: purged, scope, mode, atS }) => [purged, scope, mode, atS - noonS]);
}

export function rememberingPromises(newPlace: NewPlace): void {
  describe('a touch', () => {
    test('tells the last task that ended with a URL, however it was written, over a restart', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const first = await done(before, 1, { urls: ['https://CDN.example.com:443/é'], outcome: { ...had, freshForS: 90 } });
      const sent = 'https://cdn.example.com/%C3%A9';
      await before.close();
      const store = await place.open();
      const touch: Touch = {
        url: sent,
        scope: 'object',
        task: first.task,
        taskId: first.taskId,
        project: 'org-main',
        kind: 'prefetch',
        urlId: first.ids[0] ?? 0,
        atS: noonS + 1,
        warmedAtS: noonS + 1,
        freshUntilS: noonS + 91,
      };
      expect(await store.touch(sent, 'object')).toEqual(touch);
      expect(await store.touch('https://cdn.example.com/é', 'object')).toEqual(touch);
      expect(await store.touch(sent, 'subtree')).toBeUndefined();
      expect(await store.touch('http://cdn.example.com/%C3%A9', 'object')).toBeUndefined();
      expect(await store.touch('no URL', 'object')).toBeUndefined();
      const second = await done(store, 5, { urls: [sent], project: 'org-b' });
      const { freshUntilS: _, ...known } = touch;
      expect(await store.touch(sent, 'object')).toEqual({
        ...known,
        task: second.task,
        taskId: second.taskId,
        project: 'org-b',
        urlId: second.ids[0],
        atS: noonS + 5,
        warmedAtS: noonS + 5,
      });
      await store.close();
    });

    test('comes when the last node has ended, once for lines that repeat each other, and never with the submit', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const repeated = { text: 'https://cdn.example.com/0', domain: 0, sameAs: 0 };
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls: [...lines(1), repeated] }));
      const [id = 0] = await urlIds(store, submitted);
      const end = async (nodeIndex: number, outcome: Outcome): Promise<number | undefined> => {
        await store.record({ reports: [ended(submitted.task, id, nodeIndex, outcome)], nowMs: noonMs, live: [] });
        return (await store.touch(repeated.text, 'object'))?.freshUntilS;
      };
      await store.record({ reports: [started(submitted.task, id)], nowMs: noonMs, live: [] });
      expect(await end(0, { ...had, freshForS: 500 })).toBeUndefined();
      expect(await end(1, { ...had, freshForS: 300 })).toBeUndefined();
      expect(await store.touch(repeated.text, 'object')).toBeUndefined();
      expect(await end(2, { ...lost, freshForS: 10 })).toBe(noonS + 300);
      expect(await store.touch(repeated.text, 'object')).toMatchObject({ urlId: id, warmedAtS: noonS });
      expect(await warmOf(store)).toEqual([repeated.text]);
      await end(2, failed);
      expect(await store.touch(repeated.text, 'object')).toMatchObject({ urlId: id, warmedAtS: noonS });
    });

    test('is left by no replay', async () => {
      await using given = await emptyStore(newPlace);
      await done(given.store, 1, { refresh: deleteFiles });
      await done(given.store, 2, { replay: true });
      await done(given.store, 3, { replay: true, refresh: { ...deleteFiles, mode: 'expire' } });
      await done(given.store, 4, { replay: true, urls: ['https://cdn.example.com/new'] });
      expect(await timesOf(given.store)).toEqual({ at: 1, purged: 1 });
      expect(await purgesOf(given.store)).toEqual([[url, 'object', 'delete', 1]]);
      expect(await given.store.touch('https://cdn.example.com/new', 'object')).toBeUndefined();
    });

    test('leads to what each node made of the line, for as long as its task is kept', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const { task, ids } = await done(store, 1, { urls: [url, 'https://cdn.example.com/c'] });
      const [, second = 0] = ids;
      expect(await store.readLine(task, second)).toEqual({
        text: 'https://cdn.example.com/c',
        status: 'succeeded',
        progress: 100,
        finishedAtS: noonS + 1,
        nodes: [{ node: 'edge-a', outcome: had }],
      });
      expect(await store.readLine(task, second + 1)).toBeUndefined();
      expect(await store.readLine(task + 1, second)).toBeUndefined();
      await store.sweep(noonS + 1, noonMs, 10);
      expect(await store.readLine(task, second)).toBeUndefined();
      expect(await store.touch(url, 'object')).toMatchObject({ task, kind: 'prefetch' });
    });

    test('goes once nothing has touched its URL since, warm or not', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const other = (name: string): Said => ({ urls: [`https://cdn.example.com/${name}`] });
      await done(store, 1);
      await done(store, 1, { ...other('purged'), refresh: deleteFiles });
      await done(store, 1, { urls: ['https://cdn.example.com/d/'], refresh: expireDir });
      await done(store, 1, other('tried-again'));
      await done(store, 2, { ...other('tried-again'), outcome: cancelled });
      await done(store, 2, other('younger'));
      await store.sweep(noonS + 2, noonMs, 10);
      expect(await store.touch(url, 'object')).toBeUndefined();
      expect(await store.touch('https://cdn.example.com/purged', 'object')).toBeUndefined();
      expect(await store.purgedAbove('https://cdn.example.com/d/e')).toEqual([]);
      expect(await purgesOf(store)).toEqual([]);
      expect(await warmOf(store)).toEqual(['https://cdn.example.com/younger', 'https://cdn.example.com/tried-again']);
      await store.sweep(noonS + 3, noonMs, 10);
      expect(await warmOf(store)).toEqual([]);
    });
  });

  describe('a URL', () => {
    test('is warm from its prefetch until it is purged, and again when it is warmed again', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await done(store, 1, { outcome: { ...had, freshForS: 60 } });
      expect(await timesOf(store)).toEqual({ at: 1, warmed: 1, freshUntil: 61 });
      expect(await store.warmUrls(domain, { sinceS: noonS + 1, limit: 1 })).toEqual([
        { url, warmedAtS: noonS + 1, freshUntilS: noonS + 61 },
      ]);
      await done(store, 2, { refresh: deleteFiles });
      expect(await timesOf(store)).toEqual({ at: 2, purged: 2 });
      expect(await warmOf(store)).toEqual([]);
      await done(store, 3);
      expect(await timesOf(store)).toEqual({ at: 3, warmed: 3, purged: 2 });
      await done(store, 4, { refresh: { ...deleteFiles, mode: 'expire', thenPrefetch: true } });
      expect(await timesOf(store)).toEqual({ at: 4, warmed: 4, purged: 4 });
      expect(await store.warmUrls(domain, { sinceS: 0, limit: 1 })).toEqual([{ url, warmedAtS: noonS + 4 }]);
      expect(await purgesOf(store)).toEqual([[url, 'object', 'expire', 4]]);
      await done(store, 5, { refresh: { ...deleteFiles, thenPrefetch: true }, outcome: failed });
      expect(await timesOf(store)).toEqual({ at: 5, purged: 5 });
    });

    test('stays warm when a later prefetch tells nothing, and no longer when it says that it can’t be', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await done(store, 1, { outcome: { ...had, freshForS: 60 } });
      await done(store, 2, { outcome: cancelled });
      expect(await timesOf(store)).toEqual({ at: 2, warmed: 1, freshUntil: 61 });
      await done(store, 3, { outcome: { ...failed, reason: 'connect' } });
      expect(await timesOf(store)).toEqual({ at: 3, warmed: 3 });
      await done(store, 4, { outcome: failed });
      expect(await timesOf(store)).toEqual({ at: 4 });
      await done(store, 5, { outcome: cancelled });
      expect(await timesOf(store)).toEqual({ at: 5 });
    });

    test('is as warm as it was after what was for a part of the nodes only, or cancelled on every node', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const other = url.replace('https', 'http');
      await done(store, 1, { urls: [url, other], outcome: { ...had, freshForS: 60 } });
      await done(store, 2, { isAside: true, outcome: { ...had, freshForS: 5 } });
      expect(await timesOf(store)).toEqual({ at: 2, warmed: 1, freshUntil: 61 });
      await done(store, 3, { isAside: true, outcome: failed });
      await done(store, 4, { isAside: true, refresh: deleteFiles });
      expect(await timesOf(store)).toEqual({ at: 4, warmed: 1, freshUntil: 61, purged: 4 });
      expect(await timesOf(store, other)).toEqual({ at: 1, warmed: 1, freshUntil: 61, purged: 4 });
      expect(await purgesOf(store)).toEqual([[url, 'object', 'delete', 4]]);
      await done(store, 5, { refresh: deleteFiles, outcome: cancelled });
      expect(await timesOf(store)).toEqual({ at: 5, warmed: 1, freshUntil: 61, purged: 4 });
      await done(store, 6, { urls: ['https://cdn.example.com/a/'], refresh: expireDir, outcome: cancelled });
      expect(await store.purgedAbove(url)).toEqual([]);
      await done(store, 7, { urls: ['https://cdn.example.com/aside'], isAside: true });
      expect((await warmOf(store)).toSorted()).toEqual([other, url].toSorted());
    });

    test('is purged with what it is over the other scheme', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const plain = url.replace('https', 'http');
      await done(store, 1, { urls: [url, plain] });
      await done(store, 2, { urls: [plain], refresh: { ...deleteFiles, thenPrefetch: true } });
      expect(await timesOf(store)).toEqual({ at: 1, purged: 2 });
      expect(await warmOf(store)).toEqual([plain]);
      expect((await purgesOf(store)).map(([purged]) => purged)).toEqual([plain]);
      await done(store, 3, { urls: [plain, url], refresh: { ...deleteFiles, thenPrefetch: true } });
      expect((await warmOf(store)).toSorted()).toEqual([plain, url]);
    });

    test('of one domain is in no other’s set, and none is made up', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submitted = await store.submit(newTask({ plan: layeredPlan, urls: [{ text: 'https://img.example.com/x', domain: 1 }] }));
      const [id = 0] = await urlIds(store, submitted);
      await store.record({ reports: [ended(submitted.task, id, 2)], nowMs: noonMs, live: [] });
      expect(await warmOf(store)).toEqual([]);
      expect((await store.warmUrls('img.example.com', { sinceS: 0, limit: 9 })).map((warm) => warm.url)).toEqual([
        'https://img.example.com/x',
      ]);
      expect(await store.purges('img.example.com', { sinceS: 0, limit: 9 })).toEqual([]);
    });
  });

  describe('the warm set of a domain', () => {
    test('is told latest first, from a second on, no more than asked for, however large it is', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const many = Array.from({ length: 6_000 }, (_, place) => `https://cdn.example.com/many/${place}`);
      await done(store, 1, { urls: many.slice(0, 3_000) });
      await done(store, 2, { urls: many.slice(3_000) });
      await done(store, 3);
      const all = await store.warmUrls(domain, { sinceS: 0, limit: 10_000 });
      expect(all.map(({ warmedAtS }) => warmedAtS - noonS)).toEqual([3, ...many.map((_, place) => (place < 3_000 ? 2 : 1))]);
      expect(new Set(all.map((warm) => warm.url))).toEqual(new Set([...many, url]));
      expect(await store.warmUrls(domain, { sinceS: noonS + 3, limit: 10 })).toEqual([{ url, warmedAtS: noonS + 3 }]);
      const some = await store.warmUrls(domain, { sinceS: 0, limit: 5_500 });
      expect(some).toEqual(all.slice(0, 5_500));
      expect(await store.warmUrls(domain, { sinceS: 0, limit: 0 })).toEqual([]);
    });

    test('misses nothing that is warmed again while it is read', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const many = Array.from({ length: 6_000 }, (_, place) => `https://cdn.example.com/many/${place}`);
      await done(store, 1, { urls: many });
      const again = await store.submit(taskOf({ urls: many }));
      const ids = await urlIds(store, again);
      const reading = warmOf(store, 0, 10_000);
      await store.record({ reports: ids.map((id) => ended(again.task, id)), nowMs: noonMs + 2_000, live: [] });
      expect((await reading).toSorted()).toEqual(many.toSorted());
    });
  });

  describe('purges of a domain', () => {
    test('are told in the order of their coming, page by page, directories among them', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const at = (name: string): string => `https://cdn.example.com/${name}`;
      await done(store, 1, { urls: [at('b'), at('a'), at('c')], refresh: deleteFiles });
      await done(store, 2, { urls: [at('d/')], refresh: expireDir });
      await done(store, 3, { urls: [at('b')], refresh: deleteFiles });
      const purged = [
        [at('a'), 'object', 'delete', 1],
        [at('c'), 'object', 'delete', 1],
        [at('d/'), 'subtree', 'expire', 2],
        [at('b'), 'object', 'delete', 3],
      ];
      expect(await purgesOf(store)).toEqual(purged);
      expect(await purgesOf(store, noonS + 2)).toEqual(purged.slice(2));
      const pages: string[] = [];
      for (let after; ;) {
        const page = await store.purges(domain, { sinceS: 0, limit: 1, ...(after !== undefined && { after }) });
        after = page[0];
        if (after === undefined) break;
        pages.push(after.url);
      }
      expect(pages).toEqual(purged.map(([name]) => name));
    });

    test('name those of directories above a URL, over either scheme, the latest first', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await done(store, 1, { urls: ['http://cdn.example.com/a/'], refresh: expireDir });
      await done(store, 2, { urls: ['https://cdn.example.com/'], refresh: { ...expireDir, mode: 'delete' } });
      await done(store, 3, { urls: ['https://cdn.example.com/a/'], refresh: deleteFiles });
      await done(store, 4, { urls: ['https://cdn.example.com/c/'], refresh: expireDir });
      const whole = { url: 'https://cdn.example.com/', scope: 'subtree', mode: 'delete', atS: noonS + 2 };
      const above = { url: 'http://cdn.example.com/a/', scope: 'subtree', mode: 'expire', atS: noonS + 1 };
      expect(await store.purgedAbove(url)).toEqual([whole, above]);
      expect(await store.purgedAbove('https://cdn.example.com/a/')).toEqual([whole, above]);
      expect(await store.purgedAbove('https://cdn.example.com/b?/c/')).toEqual([whole]);
      expect(await store.purgedAbove('https://img.example.com/a/b')).toEqual([]);
      expect(await store.touch('http://cdn.example.com/a/', 'subtree')).toMatchObject({
        scope: 'subtree',
        kind: 'refresh',
        purgedAtS: noonS + 1,
      });
    });

    test('of a directory leave the warm set to be judged by who reads it; what is pulled with them is warm', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await done(store, 1);
      await done(store, 2, { urls: ['https://cdn.example.com/a/'], refresh: { ...expireDir, thenPrefetch: true } });
      expect(await warmOf(store)).toEqual(['https://cdn.example.com/a/', url]);
      expect(await purgesOf(store)).toEqual([['https://cdn.example.com/a/', 'subtree', 'expire', 2]]);
    });
  });
}
