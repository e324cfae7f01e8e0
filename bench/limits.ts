/**
 * How closely a domain's `rate` is kept over all its nodes together: what an origin behind four nginx edges
 * sees in each window of 10 s, against what the configuration says.
 *
 *     node bench/limits.ts [--seconds 20]
 */
import { parseArgs } from 'node:util';
import { body, slow, type Behaviour } from '../lab/behaviours.ts';
import { startForewarm } from '../lab/forewarm.ts';
import { startNginxEdge } from '../lab/nginx-edge.ts';
import { startOrigin } from '../lab/origin.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } });
const runMs = Number(values.seconds) * 1000;
const windowMs = 10_000;
const host = 'cdn.test';

type Trial = {
  readonly what: string;
  readonly rate: Readonly<Record<string, number>>;
  readonly answers: Behaviour;
  readonly urls: number;
  readonly bodyBytes: number;
};

const trials: readonly Trial[] = [
  {
    what: 'requestsPerSecond: 300',
    rate: { requestsPerSecond: 300, concurrency: 200 },
    answers: body({ sizeBytes: 100 }),
    urls: 20_000,
    bodyBytes: 100,
  },
  {
    what: 'bytesPerSecond: 8 MiB',
    rate: { bytesPerSecond: 8 * 2 ** 20, concurrency: 200 },
    answers: body({ sizeBytes: 2 ** 20 }),
    urls: 1000,
    bodyBytes: 2 ** 20,
  },
  {
    what: 'concurrency: 24',
    rate: { concurrency: 24 },
    answers: slow({ sizeBytes: 1000, beforeHeadersMs: 50 }),
    urls: 20_000,
    bodyBytes: 1000,
  },
];

for (const trial of trials) await measure(trial);

async function measure({ what, rate, answers, urls, bodyBytes }: Trial): Promise<void> {
  await using parts = new AsyncDisposableStack();
  const origin = parts.use(await startOrigin({ otherwise: answers }));
  const nodes: { name: string; address: string; cache: string }[] = [];
  for (const name of ['a', 'b', 'c', 'd']) {
    const edge = parts.use(await startNginxEdge({ upstream: origin.port }));
    nodes.push({ name, address: edge.address, cache: 'nginx' });
  }
  const domains = [{ name: host, nodes: nodes.map(({ name }) => name), rate }];
  const forewarm = parts.use(await startForewarm({ nodes, domains, more: { log: { level: 'error' } } }));
  for (let first = 0; first < urls; first += 1000) {
    await forewarm.client.call('PrefetchNewUcdnDomainCache', {
      UrlList: Array.from({ length: 1000 }, (_, index) => `http://${host}/${first + index}`),
    });
  }
  await new Promise((resolve) => setTimeout(resolve, runMs));
  const ends = origin.requests.flatMap(({ endedAtMs }) => endedAtMs ?? []).sort((a, b) => a - b);
  const arrivals = origin.requests.map(({ atMs }) => atMs);
  const isBytes = rate['bytesPerSecond'] !== undefined;
  const limit = rate['requestsPerSecond'] ?? rate['bytesPerSecond'];
  if (limit === undefined) {
    console.log(`${what.padEnd(24)} the origin had at most ${origin.peakInFlight} requests at once`);
    return;
  }
  const counts = windows(isBytes ? ends : arrivals).map((count) => (isBytes ? count * bodyBytes : count));
  const perSecond = counts.map((count) => count / (windowMs / 1000));
  const shown = perSecond.map((value) => `${((100 * value) / limit).toFixed(1)} %`);
  console.log(
    `${what.padEnd(24)} windows of 10 s, of the limit: lowest ${shown.at(0)}, highest ${shown.at(-1)} (${perSecond.length} windows)`,
  );
}

/** How many of these fall into each window of 10 s that begins with one of them and is full; lowest first. */
function windows(timesMs: readonly number[]): number[] {
  const lastMs = timesMs.at(-1) ?? 0;
  const counts: number[] = [];
  let end = 0;
  for (let begin = 0; begin < timesMs.length; begin += 1) {
    const beginMs = timesMs[begin] ?? 0;
    if (beginMs + windowMs > lastMs) break;
    while ((timesMs[end] ?? Infinity) < beginMs + windowMs) end += 1;
    counts.push(end - begin);
  }
  return counts.sort((a, b) => a - b);
}
