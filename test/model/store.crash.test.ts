import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import type { Store } from '../../src/store/store.ts';
import { auditStore, auditTouches } from './audit.ts';
import { auditDeliveries } from './deliveries.ts';
import { startChild } from './childstore.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'forewarm-crash-'));
  path = join(folder, 'forewarm.db');
});
afterEach(() => rm(folder, { recursive: true }));

const rounds = 5;
const all = { project: 'org-main', kind: 'prefetch' } as const;

type Answered = { tasks: Map<string, number>; recorded: Set<number> };

/** Lets a child work until it has said so many lines, kills it, and gives all that it said, to the last line that came out. */
async function killAfter(lines: number): Promise<Answered> {
  const answered: Answered = { tasks: new Map(), recorded: new Set() };
  await using child = startChild(path, 'work');
  let count = 0;
  for (let next = await child.said.next(); next.done !== true; next = await child.said.next()) {
    const said = next.value;
    if ('submitted' in said) answered.tasks.set(said.submitted, said.urls);
    if ('recorded' in said) answered.recorded.add(said.recorded);
    count += 1;
    if (count === lines) await child.killed();
  }
  return answered;
}

async function expectAllThere(store: Store, { tasks, recorded }: Answered): Promise<void> {
  const found = new Map((await store.listTasks(all, { offset: 0, limit: 100_000 })).map((task) => [task.taskId, task]));
  for (const [taskId, urls] of tasks) expect(found.get(taskId)).toMatchObject({ taskId, urlCount: urls });
  for (const { task, urlCount } of found.values()) {
    const open = await store.openUrls(task, 0, urlCount);
    expect(open.filter(({ id }) => recorded.has(id))).toEqual([]);
  }
}

describe('a store whose process is killed in the midst of its work', () => {
  test('has every submit and outcome that was answered, a touch exactly where there is an outcome, a delivery for each end, and agrees with itself', async () => {
    for (let round = 1; round <= rounds; round += 1) {
      const place = join(folder, String(round));
      path = join(place, 'forewarm.db');
      const answered = await killAfter(2 + Math.floor(Math.random() * 2_000));
      const store = await openSqliteStore({ path });
      expect(auditStore(path)).toEqual([]);
      expect(auditTouches(path)).toEqual([]);
      expect(auditDeliveries(path)).toEqual([]);
      expect(answered.tasks.size).toBeGreaterThan(0);
      await expectAllThere(store, answered);
      await store.close();
    }
  }, 240_000);
});

describe('a store that another process serves', () => {
  test('is refused, with that process’s id, and free as soon as it is killed', async () => {
    await using child = startChild(path, 'hold');
    expect(await child.said.next()).toMatchObject({ value: { open: true } });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expect(openSqliteStore({ path })).rejects.toMatchObject({
        kind: 'busy',
        message: `The store ${path} is being served by another forewarm (process ${child.pid}). Stop that one first, or give this one a store of its own.`,
      });
    }
    await child.killed();
    await (await openSqliteStore({ path })).close();
  });
});

describe('a store that the operating system lets grow no further', () => {
  test('refuses the submit with the reason; those before it are there', async () => {
    await using child = startChild(path, 'fill', { fileKiB: 600 });
    const tasks = new Map<string, number>();
    let refused = '';
    for (let next = await child.said.next(); next.done !== true && refused === ''; next = await child.said.next()) {
      if ('submitted' in next.value) tasks.set(next.value.submitted, next.value.urls);
      if ('refused' in next.value) refused = `${next.value.refused}: ${next.value.message}`;
    }
    await child.killed();
    expect(refused).toContain(`io: StoreFault: The store ${path} could not be read or written`);
    expect(tasks.size).toBeGreaterThan(0);
    const store = await openSqliteStore({ path });
    await expectAllThere(store, { tasks, recorded: new Set() });
    expect(await store.countTasks(all)).toBe(tasks.size);
    expect(auditStore(path)).toEqual([]);
    await store.close();
  });
});
