/**
 * What the entry in the audit log costs a submit, which is durable with it in one transaction. Two stores that differ in
 * nothing else take the same submits in turns, so that whatever the machine does beside hits both alike:
 *
 *     node bench/audit.ts [--submits 400] [--folder /tmp]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { NewTask, Store } from '../src/store/store.ts';
import { openSqliteStore } from '../src/store/sqlite/open.ts';
import type { Plan } from '../src/tasks/plan.ts';

const { values: options } = parseArgs({
  options: { submits: { type: 'string', default: '400' }, folder: { type: 'string', default: tmpdir() } },
});
const submits = Number(options.submits);
const warmUps = 20;
const startMs = 1_700_000_000_000;
const plan: Plan = { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [{ name: 'cdn.example.com', nodes: [0], variants: [{}] }] };

const folder = mkdtempSync(join(options.folder, 'forewarm-bench-'));
try {
  console.log(`Node ${process.version}; ${submits} pairs of submits each; medians, and of the differences the middle half`);
  for (const urlCount of [1, 1000]) await compare(urlCount);
} finally {
  rmSync(folder, { recursive: true });
}

/** Wall clock, mostly the disk's; and processor time, which a busy machine does not lengthen. */
type Cost = { wallMs: number; cpuMs: number };

async function compare(urlCount: number): Promise<void> {
  const plain = await openSqliteStore({ path: join(folder, `plain-${urlCount}.db`) });
  const audited = await openSqliteStore({ path: join(folder, `audited-${urlCount}.db`) });
  const pairs: { plain: Cost; audited: Cost }[] = [];
  for (let number = 0; number < warmUps + submits; number += 1) {
    const task = newTask(number, urlCount);
    const withEntry = { ...task, audit: entryOf(task) };
    // Whoever comes second finds the disk and the processor as the first has left them.
    const before = number % 2 === 0 ? await costOf(plain, task) : undefined;
    const costAudited = await costOf(audited, withEntry);
    const costPlain = before ?? (await costOf(plain, task));
    if (number >= warmUps) pairs.push({ plain: costPlain, audited: costAudited });
  }
  const { entries } = await audited.readAudit({ beginMs: 0, endMs: startMs * 2, limit: 1 });
  if (entries.length === 0) throw new Error('no entry was written');
  await plain.close();
  await audited.close();
  for (const what of ['wallMs', 'cpuMs'] as const) {
    const [without, withOne] = [pairs.map((pair) => pair.plain[what]), pairs.map((pair) => pair.audited[what])];
    const differences = pairs.map((pair) => pair.audited[what] - pair.plain[what]);
    const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => micros(quantile(share, differences)));
    const title = `${urlCount} URLs a submit, ${what === 'wallMs' ? 'wall clock' : 'processor'}`.padEnd(36);
    console.log(
      `${title} without ${micros(quantile(0.5, without))}, with ${micros(quantile(0.5, withOne))}; difference ${middle} (${low} to ${high})`,
    );
  }
}

async function costOf(store: Store, task: NewTask): Promise<Cost> {
  const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
  await store.submit(task);
  const { user, system } = process.cpuUsage(cpuFrom);
  return { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
}

function newTask(number: number, urlCount: number): NewTask {
  const urls = Array.from({ length: urlCount }, (_, place) => ({ text: urlText(number * urlCount + place), domain: 0 }));
  const taskId = `01${String(number).padStart(24, '0')}`;
  return { taskId, project: 'org-main', kind: 'prefetch', createdAtMs: startMs + number * 10, submittedBy: 'bench', plan, urls };
}

/** As the API writes it. */
function entryOf({ createdAtMs, project, urls }: NewTask): NonNullable<NewTask['audit']> {
  const action = 'PrefetchNewUcdnDomainCache';
  return {
    atMs: createdAtMs,
    key: 'bench',
    address: '10.0.0.1',
    action,
    project,
    retCode: 0,
    domains: ['cdn.example.com'],
    urlCount: urls.length,
  };
}

function urlText(number: number): string {
  return `https://cdn.example.com/a/folder/with/objects/${String(number).padStart(8, '0')}.bin`;
}

function quantile(share: number, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

function micros(ms: number): string {
  return `${(ms * 1000).toFixed(0)} µs`;
}
