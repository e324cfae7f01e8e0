/**
 * How fast does the engine pull warm objects through one nginx edge, beside `curl --parallel` and `wrk`
 * in the same run? Rounds are paired, so that what else the machine does falls on all alike.
 *
 *     node bench/engine.ts [--urls 20000] [--rounds 7] [--connections 64]
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { EngineOptions } from '../src/engine/options.ts';
import { createEngineWorkers, type EngineWorker } from '../src/engine/worker-host.ts';
import type { Report, WorkItem } from '../src/tasks/work.ts';
import { host, startBenchEdge } from './engine-edge.ts';
import { makePeers } from './engine-peers.ts';

const { values } = parseArgs({
  options: {
    urls: { type: 'string', default: '20000' },
    rounds: { type: 'string', default: '7' },
    connections: { type: 'string', default: '64' },
  },
});
const urlCount = Number(values.urls);
const roundCount = Number(values.rounds);
const connections = Number(values.connections);
const sizeBytes = 4096;
const runUrls = 500;

await using lab = await startBenchEdge(sizeBytes);
const paths = Array.from({ length: urlCount }, (_, index) => `/o/${index}`);
await using peers = await makePeers({ address: lab.edge.address, host, paths, connections });

let onReports: (batch: readonly Report[]) => void = () => {};
const workers = createEngineWorkers(engineOptions(lab.edge.address));
const engine: EngineWorker = workers.start({
  report: async (batch) => onReports(batch),
  lost: (error) => {
    throw error;
  },
});

// Fills the edge, and warms the engine's code.
await pullAll();
await pullAll();
const rounds: { curl: number; engine: number; wrk: number }[] = [];
for (let round = 0; round < roundCount; round += 1) {
  const curl = await peers.curl.measure();
  const own = await pullAll();
  const wrk = await peers.wrk.measure();
  rounds.push({ curl, engine: own, wrk });
}
await engine.stop(0);

console.log(
  `${urlCount} × ${sizeBytes} B, ${connections} connections, ${roundCount} rounds, Node ${process.versions.node}, ${cpus().length} CPUs`,
);
for (const name of ['engine', 'curl', 'wrk'] as const)
  console.log(`${name.padEnd(8)}${median(rounds.map((round) => round[name])).toFixed(0)} URL/s`);
console.log(`engine / ${peers.curl.name}: ${median(rounds.map((round) => round.engine / round.curl)).toFixed(2)}`);
console.log(`engine / ${peers.wrk.name}: ${median(rounds.map((round) => round.engine / round.wrk)).toFixed(2)}`);

/** Pulls every URL once; resolves to URLs per second. */
async function pullAll(): Promise<number> {
  const startedMs = performance.now();
  const done = Promise.withResolvers<void>();
  let open = urlCount;
  onReports = (batch) => {
    for (const report of batch) {
      if (report.kind !== 'ended') continue;
      if (report.outcome.status !== 'succeeded') done.reject(new Error(JSON.stringify(report)));
      open -= 1;
    }
    if (open === 0) done.resolve();
  };
  for (let first = 0; first < urlCount; first += runUrls) engine.accept(workItem(first));
  await done.promise;
  return (urlCount * 1000) / (performance.now() - startedMs);
}

function workItem(first: number): WorkItem {
  const urls = paths.slice(first, first + runUrls).map((path, index) => ({ id: first + index, url: `http://${host}${path}` }));
  return { kind: 'pull', id: `run-${first}`, task: 1, lane: 'org-main', node: 'edge-a', nodeIndex: 0, domain: host, variants: [{}], urls };
}

function engineOptions(address: string): EngineOptions {
  return {
    nodes: [
      {
        name: 'edge-a',
        layer: 'edge',
        addresses: { http: address },
        sharedSchemes: false,
        concurrency: connections,
        headers: {},
        tls: { verify: true },
        cache: 'nginx',
        onlyIfCached: false,
        pull: 'body',
      },
    ],
    domains: [{ name: host, nodes: ['edge-a'], verify: 'headers', rate: { concurrency: connections } }],
    retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 30_000 },
    timeouts: { connectMs: 5000, headersMs: 30_000, idleMs: 30_000, urlMs: 3_600_000 },
    nodeDownMs: 600_000,
    userAgent: 'forewarm/bench',
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
