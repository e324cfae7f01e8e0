/**
 * What the store costs, each figure beside a peer that does the bare minimum with the same driver:
 *
 *     node bench/store.ts [--submits 200] [--tasks 100000] [--folder /tmp]
 *
 * `--submits`: tasks of 1000 URLs that are submitted, recorded and streamed.
 * `--tasks`: single-URL tasks that are counted and paged through; 1000000 takes some minutes to make.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { NewTask, Store, TaskQuery } from '../src/store/store.ts';
import { openSqliteStore } from '../src/store/sqlite/open.ts';
import type { Plan } from '../src/tasks/plan.ts';
import type { Ended } from '../src/tasks/work.ts';

const { values: options } = parseArgs({
  options: {
    submits: { type: 'string', default: '200' },
    tasks: { type: 'string', default: '100000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const submits = Number(options.submits);
const tasks = Number(options.tasks);
const urlsPerSubmit = 1000;
const batchSize = 256;
const startMs = 1_700_000_000_000;

const plan: Plan = { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] };
const everything: TaskQuery = { project: 'org-main', kind: 'prefetch', window: { beginS: 0, endS: 4_000_000_000 } };

function newTask(number: number, urlCount: number): NewTask {
  const urls = Array.from({ length: urlCount }, (_, place) => ({ text: urlText(number * urlCount + place), domain: 0 }));
  const taskId = `01${String(number).padStart(24, '0')}`;
  return { taskId, project: 'org-main', kind: 'prefetch', createdAtMs: startMs + number * 10, submittedBy: 'bench', plan, urls };
}

function urlText(number: number): string {
  return `https://cdn.example.com/a/folder/with/objects/${String(number).padStart(8, '0')}.bin`;
}

type Timed = { ms: number };

async function timed(work: () => Promise<unknown> | void): Promise<Timed> {
  const from = performance.now();
  await work();
  return { ms: performance.now() - from };
}

function rate(count: number, { ms }: Timed): string {
  return `${((count / ms) * 1000).toLocaleString('en', { maximumFractionDigits: 0 })}/s`;
}

function line(what: string, ours: string, peer: string, ratio: number): void {
  console.log(`${what.padEnd(44)} ${ours.padStart(14)}   peer ${peer.padStart(14)}   ${ratio.toFixed(2)} ×`);
}

const folder = mkdtempSync(join(options.folder, 'forewarm-bench-'));
try {
  console.log(`Node ${process.version}, SQLite ${sqliteVersion()}; ratios are ours / peer's, above 1 is faster`);
  await writing();
  await reading();
} finally {
  rmSync(folder, { recursive: true });
}

/** Submits, outcomes and a whole Describe over the same rows. */
async function writing(): Promise<void> {
  const urlCount = submits * urlsPerSubmit;
  const store = await openSqliteStore({ path: join(folder, 'urls.db') });
  const peer = openPeer(join(folder, 'peer.db'));
  const made = Array.from({ length: submits }, (_, number) => newTask(number, urlsPerSubmit));

  const submitted = await timed(async () => {
    for (const task of made) await store.submit(task);
  });
  const insert = peer.prepare('INSERT INTO url VALUES (?, 0, 0, 0, 0, 0, 0, ?, NULL)');
  let id = 0;
  const inserted = await timed(() => {
    for (const task of made) inTransaction(peer, () => task.urls.forEach(({ text }) => insert.run((id += 1), text)));
  });
  line(
    `submit, ${urlsPerSubmit} URLs durable (row by row INSERT)`,
    rate(urlCount, submitted),
    rate(urlCount, inserted),
    inserted.ms / submitted.ms,
  );

  const batches = outcomeBatches();
  const recorded = await timed(async () => {
    for (const reports of batches) await store.record({ reports, nowMs: startMs + 100_000, live: [] });
  });
  const update = peer.prepare('UPDATE url SET status = 2, progress = 100, finished_at_s = ?, outcomes = ? WHERE id = ?');
  const outcome = new Uint8Array(28);
  const updated = await timed(() => {
    for (const reports of batches) inTransaction(peer, () => reports.forEach(({ urlId }) => update.run(1_700_000_100, outcome, urlId)));
  });
  line(`record, outcomes in batches of ${batchSize} (UPDATE)`, rate(urlCount, recorded), rate(urlCount, updated), updated.ms / recorded.ms);

  let ourBytes = 0;
  const streamed = await timed(async () => {
    for await (const task of store.readTasks(everything, { offset: 0 })) ourBytes += describeText(task.urls).length;
  });
  const select = peer.prepare(
    'SELECT text AS Url, status AS Status, progress AS Progress, finished_at_s AS FinishTime FROM url WHERE id > ? LIMIT 1000',
  );
  let peerBytes = 0;
  const selected = await timed(() => {
    for (let after = 0; after < urlCount; after += 1000) peerBytes += JSON.stringify(select.all(after)).length;
  });
  const ours = ourBytes / 1e3 / streamed.ms;
  const theirs = peerBytes / 1e3 / selected.ms;
  line('describe, text of all (objects, stringify)', `${ours.toFixed(0)} MB/s`, `${theirs.toFixed(0)} MB/s`, ours / theirs);
  await store.close();
  peer.close();
}

/** Counts and deep pages over many small tasks. */
async function reading(): Promise<void> {
  const path = join(folder, 'tasks.db');
  const store = await openSqliteStore({ path });
  const made = await timed(async () => {
    for (let number = 0; number < tasks; number += 1) await store.submit(newTask(number, 1));
  });
  console.log(`${tasks.toLocaleString('en')} single-URL tasks submitted: ${rate(tasks, made)}`);
  const peer = new DatabaseSync(path, { readOnly: true });
  const where = 'FROM task WHERE project = 1 AND kind = 0 AND created_at_s BETWEEN ? AND ?';
  const endS = startMs / 1000 + Math.floor(tasks / 100);
  const odd = { beginS: startMs / 1000 + 7, endS: endS - 7 };

  const count = peer.prepare(`SELECT count(*) ${where}`);
  const ours = await times(50, () => store.countTasks({ ...everything, window: odd }));
  const theirs = await times(5, () => void count.get(odd.beginS, odd.endS));
  line(`count of ${tasks.toLocaleString('en')} tasks (count(*))`, micros(ours), micros(theirs), theirs.ms / ours.ms);

  const page = peer.prepare(`SELECT number ${where} ORDER BY created_at_s DESC, task_id DESC LIMIT 10 OFFSET ?`);
  const offset = Math.floor(tasks * 0.9);
  const ourPage = await times(50, () => store.listTasks({ ...everything, window: odd }, { offset, limit: 10 }));
  const theirPage = await times(5, () => void page.all(odd.beginS, odd.endS, offset));
  line(`page of 10 at offset ${offset.toLocaleString('en')} (OFFSET)`, micros(ourPage), micros(theirPage), theirPage.ms / ourPage.ms);

  const streamed = await timed(() => drain(store, everything));
  console.log(`describe of all of them: ${rate(tasks, streamed)}`);
  peer.close();
  await store.close();
}

function outcomeBatches(): Ended[][] {
  const batches: Ended[][] = [];
  for (let first = 0; first < submits * urlsPerSubmit; first += batchSize) {
    const length = Math.min(batchSize, submits * urlsPerSubmit - first);
    batches.push(Array.from({ length }, (_, place) => ended(first + place)));
  }
  return batches;
}

function ended(place: number): Ended {
  const outcome = {
    status: 'succeeded',
    httpStatus: 200,
    bodyBytes: 4096,
    attempts: 1,
    elapsedMs: 3,
    cacheStatus: 'X-Cache-Status: MISS',
  } as const;
  return { kind: 'ended', task: 1 + Math.floor(place / urlsPerSubmit), urlId: 1 + place, nodeIndex: 0, item: 'bench', outcome };
}

/** As the API puts an answer together: by hand. */
function describeText(urls: readonly (readonly [string, string, number, number])[]): string {
  let text = '';
  for (const [url, status, progress, finishedAtS] of urls) {
    text += `{"Url":${JSON.stringify(url)},"Status":"${status}","Progress":${progress},"FinishTime":${finishedAtS}},`;
  }
  return text;
}

async function drain(store: Store, query: TaskQuery): Promise<void> {
  for await (const task of store.readTasks(query, { offset: 0 })) describeText(task.urls);
}

async function times(count: number, work: () => Promise<unknown> | void): Promise<Timed> {
  await work();
  const all = await timed(async () => {
    for (let time = 0; time < count; time += 1) await work();
  });
  return { ms: all.ms / count };
}

function micros({ ms }: Timed): string {
  return `${(ms * 1000).toFixed(0)} µs`;
}

function openPeer(path: string): DatabaseSync {
  const peer = new DatabaseSync(path);
  peer.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536');
  peer.exec(
    'CREATE TABLE url (id INTEGER PRIMARY KEY, domain INTEGER, same_as INTEGER, repeats INTEGER, status INTEGER, progress INTEGER, finished_at_s INTEGER, text TEXT, outcomes BLOB) STRICT',
  );
  return peer;
}

function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  work();
  database.exec('COMMIT');
}

function sqliteVersion(): string {
  const memory = new DatabaseSync(':memory:');
  const version = memory.prepare('SELECT sqlite_version() AS version').get()?.['version'];
  memory.close();
  return String(version);
}
