import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { countedKinds } from '../../src/store/limits.ts';
import type { Store, TaskQuery, TaskWithUrls } from '../../src/store/store.ts';
import { cancelled } from '../../src/tasks/cancelled.ts';
import { statuses } from '../../src/tasks/status.ts';
import { drain } from '../conformance/store/given.ts';
import { auditStore } from './audit.ts';
import { auditDeliveries, tellAll, tellEnds } from './deliveries.ts';
import { countedDomains, days, history, kinds, owned, projects, seconds, texts, type Step } from './history.ts';
import { ModelStore } from './model.ts';

describe('the store, over random histories', () => {
  test('answers as a naive model does: counts, windows, every page, order, statuses, progress, what it remembers of URLs', async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat(1_000)), async (steps, chance) => {
        const folder = await mkdtemp(join(tmpdir(), 'forewarm-model-'));
        const path = join(folder, 'forewarm.db');
        const model = new ModelStore();
        let store = await openSqliteStore({ path });
        await tellEnds(store);
        try {
          const progress = new Map<string, number>();
          for (const step of steps) {
            if (step.do === 'reopen') {
              await store.close();
              store = await openSqliteStore({ path });
              await tellEnds(store);
            } else {
              await takeStep(store, model, step);
              // Or its task would not be swept.
              await tellAll(store);
            }
            await expectNoFall(store, progress);
          }
          await expectSame(store, model, chance);
          expect(auditStore(path)).toEqual([]);
          expect(auditDeliveries(path)).toEqual([]);
        } finally {
          await store.close();
          await rm(folder, { recursive: true });
        }
      }),
      { numRuns: 100 },
    );
  }, 240_000);
});

type StepOf<What extends Step['do']> = Extract<Step, { do: What }>;

async function takeStep(store: Store, model: ModelStore, step: Exclude<Step, { do: 'reopen' }>): Promise<void> {
  switch (step.do) {
    case 'submit':
      return submit(store, model, step);
    case 'record':
      return record(store, model, step);
    case 'cancel':
      return cancel(store, model, step);
    case 'sweep':
      return sweep(store, model, step);
  }
}

async function submit(store: Store, model: ModelStore, { task: said, repeat, limits, after }: StepOf<'submit'>): Promise<void> {
  const before = after === undefined ? undefined : model.tasks[after % model.tasks.length];
  const task = { ...said, ...(before !== undefined && { after: { task: before.number, taskId: before.task.taskId } }) };
  expect(await store.submit(task, repeat, limits)).toEqual(model.submit(task, repeat, limits));
}

async function record(store: Store, model: ModelStore, step: StepOf<'record'>): Promise<void> {
  const batch = owned(step.batch, (urlId) => model.ownerOf(urlId));
  const { ended, endedTasks, stale, grown = [], released = [] } = await store.record(batch);
  const expected = model.record(batch);
  expect({ ended, stale }).toEqual({ ended: expected.ended, stale: expected.stale });
  expect(grown.toSorted((a, b) => a.task - b.task)).toEqual(expected.grown ?? []);
  expect(endedTasks.toSorted(byTask)).toEqual(expected.endedTasks.toSorted(byTask));
  expect(released.toSorted(byTask)).toEqual((expected.released ?? []).toSorted(byTask));
}

async function cancel(store: Store, model: ModelStore, { task, nowMs }: StepOf<'cancel'>): Promise<void> {
  const outcome = cancelled('cancelled by somebody');
  const { endedTasks } = await store.cancelTask(task, outcome, nowMs);
  expect(endedTasks).toEqual(model.cancel(task, outcome, nowMs).endedTasks);
}

/** Which of the old tasks go first is the store's own affair; that they are old, ended and as many as may be is not. */
async function sweep(store: Store, model: ModelStore, { beforeS, limit }: StepOf<'sweep'>): Promise<void> {
  const may = new Set(model.mayBeSwept(beforeS).map(({ task }) => task.taskId));
  const gone = new Set<string>();
  const swept = await store.sweep(beforeS, 0, limit);
  for (const { task } of model.tasks) {
    if ((await store.findTask(task.project, task.taskId)) === undefined) gone.add(task.taskId);
  }
  expect(swept).toBe(Math.min(limit, may.size));
  expect(gone.size).toBe(swept);
  expect([...gone].filter((taskId) => !may.has(taskId))).toEqual([]);
  model.forget(gone);
  model.forgetDays(beforeS);
  model.memory.forget(beforeS);
}

async function describeEverything(store: Store): Promise<TaskWithUrls[]> {
  const found: TaskWithUrls[] = [];
  for (const project of projects) {
    for (const kind of kinds) found.push(...(await drain(store.readTasks({ project, kind }, { offset: 0 }))));
  }
  return found;
}

async function expectNoFall(store: Store, highest: Map<string, number>): Promise<void> {
  for (const { taskId, urls } of await describeEverything(store)) {
    for (const [place, [, status, progress]] of urls.entries()) {
      const line = `${taskId} ${place}`;
      expect(progress).toBeGreaterThanOrEqual(highest.get(line) ?? 0);
      expect(progress === 100).toBe(status === 'succeeded');
      highest.set(line, progress);
    }
  }
}

async function expectSame(store: Store, model: ModelStore, chance: fc.Stream<number>): Promise<void> {
  const some = <T>(of: readonly T[]): T | undefined => of[(chance.next().value ?? 0) % of.length];
  expect(await store.countOpenUrls()).toBe(model.openUrls());
  for (const day of days) {
    for (const domain of countedDomains) {
      const counts = countedKinds.map((kind) => [kind, model.dayCount(day, domain, kind)]);
      expect(await store.dayCounts(domain, day)).toEqual(Object.fromEntries(counts));
    }
  }
  await expectSameMemory(store, model);
  for (const project of projects) {
    for (const kind of kinds) {
      const unfinished = await store.unfinishedTasks(project, kind, 1, 100);
      expect(unfinished.map(({ task, refresh, isHeld = false }) => ({ task, refresh, isHeld }))).toEqual(
        model.unfinished(project, kind, 1),
      );
    }
    for (const ofKind of [{}, ...kinds.map((kind) => ({ kind }))]) {
      await expectSamePages(store, model, { project, ...ofKind, window: { beginS: 0, endS: 300_000 } });
      for (const status of statuses) {
        const [one = 0, other = 0] = [some(seconds), some(seconds)];
        const window = { beginS: Math.min(one, other), endS: Math.max(one, other) };
        await expectSamePages(store, model, { project, ...ofKind, status, window });
        await expectSamePages(store, model, { project, ...ofKind, window });
        const taskIds = model.tasks.map(({ task }) => task.taskId).filter(() => (chance.next().value ?? 0) % 2 === 0);
        await expectSamePages(store, model, { project, ...ofKind, taskIds: [...taskIds, 'none'] });
        await expectSamePages(store, model, { project, ...ofKind, status, window, taskIds });
      }
    }
  }
}

async function expectSameMemory(store: Store, { memory }: ModelStore): Promise<void> {
  for (const text of texts) {
    for (const scope of ['object', 'subtree'] as const)
      expect({ text, touch: await store.touch(text, scope) }).toEqual({ text, touch: memory.touch(text, scope) });
  }
  for (const sinceS of [0, 1_500]) {
    const warm = await store.warmUrls('cdn.example.com', { sinceS, limit: 100 });
    expect(warm.map(({ warmedAtS }) => warmedAtS)).toEqual(warm.map(({ warmedAtS }) => warmedAtS).toSorted((a, b) => b - a));
    expect(warm.toSorted(byUrl)).toEqual(memory.warm(sinceS).toSorted(byUrl));
    const purges = await store.purges('cdn.example.com', { sinceS, limit: 100 });
    expect(purges.map(({ atS }) => atS)).toEqual(purges.map(({ atS }) => atS).toSorted((a, b) => a - b));
    expect(purges.toSorted(byUrl)).toEqual(memory.purges(sinceS).toSorted(byUrl));
  }
}

function byTask(a: { task: number }, b: { task: number }): number {
  return a.task - b.task;
}

function byUrl(a: { url: string; scope?: string }, b: { url: string; scope?: string }): number {
  return `${a.url} ${a.scope}` < `${b.url} ${b.scope}` ? -1 : 1;
}

async function expectSamePages(store: Store, model: ModelStore, query: TaskQuery): Promise<void> {
  const whole = model.read(query);
  expect({ query, count: await store.countTasks(query) }).toEqual({ query, count: whole.length });
  for (let offset = 0; offset <= whole.length; offset += 1) {
    expect(await drain(store.readTasks(query, { offset }))).toEqual(whole.slice(offset));
    const page = await store.listTasks(query, { offset, limit: 2 });
    expect(page.map(({ verdicts }) => verdicts)).toEqual(page.map(({ taskId }) => model.verdictsOf(taskId)));
    expect(page.map(({ taskId }) => taskId)).toEqual(whole.slice(offset, offset + 2).map(({ taskId }) => taskId));
  }
}
