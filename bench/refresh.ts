/**
 * How long after its submit is a refresh confirmed on every node, with 100,000 prefetch URLs queued on 40 nodes?
 * The peer is the bare PURGE of the same object on each of the nodes at once, in the same run.
 *
 *     node bench/refresh.ts [--rounds 20]
 */
import { parseArgs } from 'node:util';
import { startForewarm } from '../lab/forewarm.ts';
import { startNginxEdge } from '../lab/nginx-edge.ts';
import { get } from '../lab/get.ts';
import { startOrigin } from '../lab/origin.ts';
import { slow } from '../lab/behaviours.ts';
import { waitForTask } from '../src/client/index.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' } } });
const rounds = Number(values.rounds);
const host = 'cdn.test';
const nodeCount = 40;
const queuedUrls = 100_000;

await using parts = new AsyncDisposableStack();
const origin = parts.use(await startOrigin({ otherwise: slow({ sizeBytes: 2000, bytesPerSecond: 4000 }) }));
const nodes: { name: string; address: string; cache: string; onlyIfCached: boolean; purge: object }[] = [];
for (let index = 0; index < nodeCount; index += 1) {
  // A cache of its own each: purges of one key would wait for each other in a shared one.
  const edge = parts.use(await startNginxEdge({ upstream: origin.port }));
  nodes.push({ name: `node-${index}`, address: edge.address, cache: 'nginx', onlyIfCached: true, purge: {} });
}
const forewarm = parts.use(
  await startForewarm({
    nodes,
    domains: [{ name: host, nodes: nodes.map(({ name }) => name), rate: { concurrency: 200 } }],
    more: { log: { level: 'error' } },
  }),
);
for (let first = 0; first < queuedUrls; first += 1000) {
  await forewarm.client.call('PrefetchNewUcdnDomainCache', {
    UrlList: Array.from({ length: 1000 }, (_, index) => `http://${host}/queued/${first + index}`),
  });
}

const ours: number[] = [];
const bare: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const path = `/hot/${round}`;
  const beganMs = performance.now();
  const { TaskId } = await forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: [`http://${host}${path}`] });
  const { Status } = await waitForTask(forewarm.client, TaskId, { pollMs: 20 });
  if (Status !== 'success') throw new Error(`the refresh ended as ${Status}`);
  ours.push(performance.now() - beganMs);
  const bareMs = performance.now();
  await Promise.all(nodes.map(({ address }) => get(address, host, path, { method: 'PURGE' })));
  bare.push(performance.now() - bareMs);
}
const [mine, peer] = [median(ours), median(bare)];
console.log(`refresh confirmed on ${nodes.length} nodes with ${queuedUrls} prefetch URLs queued, ${rounds} rounds`);
console.log(`  median ${mine.toFixed(0)} ms, slowest ${Math.max(...ours).toFixed(0)} ms`);
console.log(`  bare PURGE on all nodes at once: median ${peer.toFixed(0)} ms; ratio ${(mine / peer).toFixed(1)}`);

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
