import { request, type Agent } from 'undici';
import type { LabEdge } from '../../../lab/edge.ts';
import type { Origin } from '../../../lab/origin.ts';
import type { EdgeHeaders } from '../../../src/edge/headers.ts';
import { judge, type Exchanged, type Judged } from '../../../src/edge/verdict/judge.ts';
import type { Column } from './caches.ts';
import { answerOf } from './origin.ts';
import type { Row } from './row.ts';

/** What a row did on one cache. */
export type Measured = {
  readonly row: Row;
  /** forewarm's GET. */
  readonly first: Answer;
  /** What the engine makes of it, told which cache it is. */
  readonly judged: Judged;
  /** Whether the cache calls a visitor's GET after it a hit. */
  readonly saysHit: boolean;
  /** What the origin saw of the visitor's GET. */
  readonly originSaw: Seen;
};

/** As forewarm's HTTP client hands it over. */
export type Answer = {
  /** 0: the connection ended instead. */
  readonly status: number;
  readonly headers: EdgeHeaders;
  readonly isWhole: boolean;
  readonly atMs: number;
};

/** `hit`: nothing. `revalidated`: a conditional request that was answered 304. `fetched`: anything else. */
export type Seen = 'hit' | 'revalidated' | 'fetched';

export type Scene = { readonly column: Column; readonly origin: Origin; readonly edge: LabEdge; readonly agent: Agent };

const host = 'cdn.example.com';

/** One row on one running cache, under a path of its own. */
export class Trial {
  readonly row: Row;
  readonly #path: string;
  readonly #scene: Scene;

  constructor(row: Row, path: string, scene: Scene) {
    this.row = row;
    this.#path = path;
    this.#scene = scene;
  }

  /** What was there before anybody who counts. */
  async prepare(): Promise<void> {
    const { column, origin } = this.#scene;
    if (column.hasForbiddenBefore === true) {
      origin.set(this.#path, answerOf({ headers: ['Cache-Control: private'] }));
      await this.#send('GET');
    }
    origin.set(this.#path, answerOf(this.row));
    if (this.row.before !== undefined) await this.#send(this.row.before === 'headOnly' ? 'HEAD' : 'GET');
  }

  /** forewarm's GET, then a visitor's. */
  async run(): Promise<Measured> {
    const { origin } = this.#scene;
    const earlier = origin.count(this.#path);
    const first = await this.#send('GET');
    // Varnish answers from an expired copy first, and asks afterwards.
    if (this.row.before === 'expired') await origin.arrived(this.#path, earlier + 1);
    const already = origin.count(this.#path);
    const saysHit = await this.#visit();
    const asked = origin.requests.filter(({ url }) => url === this.#path).slice(already);
    return { row: this.row, first, judged: judge(this.#exchanged(first)), saysHit, originSaw: seen(asked.map(({ status }) => status)) };
  }

  #exchanged({ status, headers, atMs }: Answer): Exchanged {
    const { column, edge } = this.#scene;
    return { cache: edge.cache, sliceBytes: column.sliceBytes, request: this.row.request ?? {}, status, headers, nowMs: atMs };
  }

  async #visit(): Promise<boolean> {
    try {
      const { hit } = await this.#scene.edge.get(host, this.#path, { headers: this.row.request ?? {} });
      return hit;
    } catch {
      return false; // nginx cuts off where slices don't fit.
    }
  }

  async #send(method: 'GET' | 'HEAD'): Promise<Answer> {
    const { edge, agent } = this.#scene;
    let answer: Omit<Answer, 'isWhole'> = { status: 0, headers: {}, atMs: Date.now() };
    try {
      const sent = { method, headers: { host, ...this.row.request }, dispatcher: agent };
      const { statusCode, headers, body } = await request(edge.address + this.#path, sent);
      answer = { status: statusCode, headers, atMs: Date.now() };
      for await (const chunk of body) void chunk;
      return { ...answer, isWhole: true };
    } catch {
      return { ...answer, isWhole: false }; // As above.
    }
  }
}

function seen(statuses: readonly (number | undefined)[]): Seen {
  if (statuses.length === 0) return 'hit';
  return statuses.every((status) => status === 304) ? 'revalidated' : 'fetched';
}
