import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { body, type Behaviour } from './behaviours.ts';
import { reservePort, type ReservedPort } from './ports.ts';

/** One request as the origin saw it; `endedAtMs` and what goes with it come when the answer's end does. */
export type SeenRequest = {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  /** The Host header. */
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
  readonly atMs: number;
  endedAtMs?: number;
  /** The status that was sent; absent when none was. */
  status?: number;
  /** True when the connection ended before the whole answer was sent. */
  isCut?: boolean;
};

export type OriginOptions = {
  /** By path and query. */
  paths?: Readonly<Record<string, Behaviour>>;
  /** For any other; default `body()`: 1 KiB, cacheable. */
  otherwise?: Behaviour;
};

/** An origin in this process that does what a test tells it to, and remembers what it was asked. */
export class Origin implements AsyncDisposable {
  readonly #server: Server;
  readonly #paths: Map<string, Behaviour>;
  readonly #otherwise: Behaviour;
  readonly #counts = new Map<string, number>();
  readonly #arrivals = new Set<() => void>();
  readonly #reserved: ReservedPort;

  /** Every request since the start or the last `forget`, in the order of arrival. */
  readonly requests: SeenRequest[] = [];
  /** Requests being answered now, and the most at once so far. */
  inFlight = 0;
  peakInFlight = 0;

  constructor(options: OriginOptions, reserved: ReservedPort) {
    this.#reserved = reserved;
    this.#paths = new Map(Object.entries(options.paths ?? {}));
    this.#otherwise = options.otherwise ?? body();
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.keepAliveTimeout = 60_000;
  }

  get port(): number {
    return this.#reserved.port;
  }
  /** `http://127.0.0.1:PORT` */
  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** From now on this path answers so; the count of its requests goes on. */
  set(url: string, behaviour: Behaviour): void {
    this.#paths.set(url, behaviour);
  }

  /** How many requests for a path and query came, of one Host or of any. */
  count(url: string, host?: string): number {
    return this.requests.filter((request) => request.url === url && (host === undefined || request.host === host)).length;
  }

  /** Resolves when `howMany` requests for a path and query have come. */
  async arrived(url: string, howMany = 1): Promise<void> {
    while (this.count(url) < howMany) {
      await new Promise<void>((resolve) => this.#arrivals.add(resolve));
    }
  }

  /** Empties the log and starts all counts, `nth` too, anew. */
  forget(): void {
    this.requests.length = 0;
    this.#counts.clear();
    this.peakInFlight = this.inFlight;
  }

  /** Refuses connections and cuts those that are open, until `start`. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  /** Listens again, on the port that it had. */
  async start(): Promise<void> {
    if (this.#server.listening) return;
    const listening = once(this.#server, 'listening');
    this.#server.listen({ host: '127.0.0.1', port: this.port });
    await listening;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#reserved[Symbol.dispose]();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const seen: SeenRequest = { method, url, host: headers.host ?? '', headers, atMs: Date.now() };
    const nth = (this.#counts.get(url) ?? 0) + 1;
    this.#counts.set(url, nth);
    this.requests.push(seen);
    this.inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);

    const connection = new AbortController();
    response.once('close', () => {
      this.inFlight -= 1;
      seen.endedAtMs = Date.now();
      seen.isCut = !response.writableFinished;
      if (response.headersSent) seen.status = response.statusCode;
      connection.abort();
    });
    for (const tell of this.#arrivals) tell();
    this.#arrivals.clear();

    const behaviour = this.#paths.get(url) ?? this.#otherwise;
    try {
      await behaviour({ request, response, nth, signal: connection.signal });
    } catch (error) {
      // The connection went while the behaviour waited. Anything else is a fault of the test: show it.
      if (!connection.signal.aborted && !request.socket.destroyed) throw error;
    }
  }
}

export async function startOrigin(options: OriginOptions = {}): Promise<Origin> {
  const origin = new Origin(options, await reservePort());
  await origin.start();
  return origin;
}
