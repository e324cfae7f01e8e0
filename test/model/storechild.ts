/**
 * A process that works on a store until it is killed: `node storechild.ts PATH WHAT`.
 * It says on standard output, a line each, what it was answered.
 *
 * - `hold`: opens the store and waits
 * - `work`: submits and records without end
 * - `fill`: submits until it is refused, and says why
 */
import { setImmediate } from 'node:timers/promises';
import type { NewTask, Store } from '../../src/store/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open.ts';
import { ended, lines } from '../conformance/store/given.ts';
import { tellEnds } from './deliveries.ts';

const [path = '', what = ''] = process.argv.slice(2);

/** What `work` and `fill` say of a submit, and of an outcome, once it is answered. */
export type Said =
  | { open: true }
  | { submitted: string; task: number; urls: number }
  | { recorded: number }
  | { refused: string; message: string };

function say(said: Said): void {
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

function newTask(number: number): NewTask {
  return {
    taskId: `T${String(number).padStart(8, '0')}`,
    project: 'org-main',
    kind: 'prefetch',
    createdAtMs: Date.now(),
    submittedBy: 'key',
    plan: { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] },
    urls: lines(1 + (number % 300)),
  };
}

async function submit(store: Store, number: number): Promise<number[]> {
  const task = newTask(number);
  const submitted = await store.submit(task);
  say({ submitted: submitted.taskId, task: submitted.task, urls: task.urls.length });
  return (await store.openUrls(submitted.task, 0, task.urls.length)).map(({ id }) => id);
}

/** Two thirds of each task's URLs end, so that there are tasks of all kinds when the end comes. */
async function work(store: Store): Promise<never> {
  for (let number = 1; ; number += 1) {
    const ids = await submit(store, number);
    const reports = ids.filter((id) => number % 2 === 0 || id % 3 > 0).map((id) => ended(number, id));
    const { ended: news } = await store.record({ reports, nowMs: Date.now(), live: [] });
    for (const { urlId } of news) say({ recorded: urlId });
    // The driver is synchronous: without a turn of the event loop, what does not fit the pipe at once would never be said.
    await setImmediate();
  }
}

async function fill(store: Store): Promise<void> {
  for (let number = 1; number < 100_000; number += 1) {
    try {
      await submit(store, number);
    } catch (error) {
      const refused = error instanceof Error && 'kind' in error ? String(error.kind) : 'unknown';
      say({ refused, message: String(error) });
      break;
    }
  }
}

// Whoever started it is gone: nobody is left to kill it.
process.stdin.on('end', () => process.exit()).resume();

const store = await openSqliteStore({ path });
await tellEnds(store);
say({ open: true });
switch (what) {
  case 'work':
    await work(store);
    break;
  case 'fill':
    await fill(store);
    process.stdin.destroy();
    break;
  default:
    break;
}
