import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request } from 'undici';
import type { LabEdge } from '../../../lab/edge.ts';
import type { Origin } from '../../../lab/origin.ts';
import { cacheStatus } from '../../../src/edge/cache-status.ts';
import type { EdgeHeaders } from '../../../src/edge/headers.ts';
import type { Column } from './caches.ts';
import { answerOf, startTruthOrigin } from './origin.ts';
import type { Row } from './row.ts';

export const host = 'cdn.example.com';

/** What a row did on one cache. */
export type Measured = {
  readonly row: Row;
  readonly path: string;
  /** forewarm's GET, as its HTTP client hands it over. */
  readonly first: Answer;
  /** The later GET: what the cache said of it, and what the origin saw meanwhile. */
  readonly second: Answer & { readonly originSaw: Seen; readonly said: string | undefined; isHitInItsWords: boolean };
};

export type Answer = { readonly status: number; readonly headers: EdgeHeaders; readonly isWhole: boolean };

/** `hit`: nothing. `revalidated`: a conditional request that was answered 304. `fetched`: anything else. */
export type Seen = 'hit' | 'revalidated' | 'fetched';

/** Time that an object with max-age=2 takes to expire, in every cache's way of counting whole seconds. */
const expiryMs = 3200;

/** Runs all rows on one cache, started once. */
export async function measure(column: Column, rows: readonly Row[]): Promise<Measured[]> {
  await using origin = await startTruthOrigin();
  await using edge = await column.start({ upstream: origin.port });
  const agent = new Agent({ connections: 8 });
  try {
    const trials = rows.map((row, index) => new Trial(row, `/r${index}`, { column, origin, edge, agent }));
    await eachAtATime(trials, (trial) => trial.prepare());
    if (rows.some(({ before }) => before === 'expired')) await delay(expiryMs);
    return await eachAtATime(trials, (trial) => trial.run());
  } finally {
    await agent.close();
  }
}

/** Eight side by side: enough to be quick, few enough that none waits for another's connection. */
async function eachAtATime<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += 8) results.push(...(await Promise.all(all.slice(at, at + 8).map(work))));
  return results;
}

class Trial {
  readonly #row: Row;
  readonly #path: string;
  readonly #scene: { column: Column; origin: Origin; edge: LabEdge; agent: Agent };

  constructor(row: Row, path: string, scene: { column: Column; origin: Origin; edge: LabEdge; agent: Agent }) {
    this.#row = row;
    this.#path = path;
    this.#scene = scene;
  }

  /** What happened before forewarm came. */
  async prepare(): Promise<void> {
    const { column, origin } = this.#scene;
    if (column.hasForbiddenBefore === true) {
      origin.set(this.#path, answerOf({ headers: ['Cache-Control: private'] }));
      await this.#send('GET');
    }
    origin.set(this.#path, answerOf(this.#row));
    if (this.#row.before === 'expired') await this.#send('GET');
  }

  async run(): Promise<Measured> {
    const { origin, edge } = this.#scene;
    const { before } = this.#row;
    if (before === 'stored') await this.#send('GET');
    if (before === 'headOnly') await this.#send('HEAD');
    const earlier = origin.count(this.#path);
    const first = await this.#send('GET');
    // Varnish answers an expired copy first and asks afterwards.
    if (before === 'expired') await origin.arrived(this.#path, earlier + 1);
    const already = origin.count(this.#path);
    const second = await this.#send('GET');
    const asked = origin.requests.filter(({ url }) => url === this.#path).slice(already);
    return {
      row: this.#row,
      path: this.#path,
      first,
      second: { ...second, originSaw: seen(asked.map(({ status }) => status)), said: cacheStatus(second.headers), isHitInItsWords: edge.cache.length > 0 },
    };
  }

  async #send(method: 'GET' | 'HEAD'): Promise<Answer> {
    const { edge, agent } = this.#scene;
    let answer: Omit<Answer, 'isWhole'> = { status: 0, headers: {} };
    try {
      const headers = { host, ...this.#row.request };
      const { statusCode, headers: answered, body } = await request(edge.address + this.#path, { method, headers, dispatcher: agent });
      answer = { status: statusCode, headers: answered };
      for await (const chunk of body) void chunk;
      return { ...answer, isWhole: true };
    } catch {
      // nginx cuts off where slices don't fit.
      return { ...answer, isWhole: false };
    }
  }
}

function seen(statuses: readonly (number | undefined)[]): Seen {
  if (statuses.length === 0) return 'hit';
  return statuses.every((status) => status === 304) ? 'revalidated' : 'fetched';
}
