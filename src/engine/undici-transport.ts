import { getCACertificates } from 'node:tls';
import type { Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import type { Flow, GetRequest, ResponseHeaders, ResponseSink, Transport, TransportOptions } from './transport.ts';

/** Response headers may weigh this much together, trailers as well: what a node sends must not bloat us. */
const maxHeaderBytes = 64 * 1024;
/** Pools without a request that are kept per node, for https, where each host has its own. */
const maxIdlePools = 16;

/**
 * undici's `dispatch` with a handler: `request` and `fetch` gather bodies and are slower by half and more.
 * HTTP/1.1 only. One pool a node for http. For https one a (node, host): undici takes the SNI from the
 * request, and a connection that has to change its name connects anew. Header and idle timeouts are the
 * engine's, by its own clock; undici has only the connect timeout.
 */
export class UndiciTransport implements Transport {
  readonly #options: TransportOptions;
  readonly #connect: buildConnector.connector;
  /** By address, then host for https. In order of last use: the first idle one is the first to go. */
  readonly #pools = new Map<string, CountedPool>();
  #idlePools = 0;
  #closed = false;

  constructor(options: TransportOptions) {
    this.#options = options;
    const { caPem, verify } = options.tls;
    this.#connect = watchResets(
      buildConnector({
        allowH2: false,
        timeout: options.connectMs,
        rejectUnauthorized: verify,
        // Node's `ca` is taken in the place of the system's certificates, not beside them.
        ...(caPem === undefined ? {} : { ca: [...getCACertificates('default'), caPem] }),
      }),
    );
  }

  get(request: GetRequest, sink: ResponseSink): void {
    try {
      const pool = this.#poolFor(request);
      const { method = 'GET', path, headers, host, isLast = false } = request;
      // servername: the host as it is, or undici would look whether it is an IP address.
      const plain = { path, method, headers, servername: host };
      // undici would close the connection after each HEAD.
      const options = method === 'HEAD' || isLast ? { ...plain, reset: isLast } : plain;
      pool.pool.dispatch(options, new SinkHandler(sink, () => this.#settle(pool)));
    } catch (error) {
      sink.failed(error);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.close()));
  }

  async destroy(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.destroy()));
  }

  #poolFor({ scheme, host }: GetRequest): CountedPool {
    const address = this.#options.addresses[scheme];
    if (address === undefined) throw new Error(`the node has no address for ${scheme}`);
    const key = address.startsWith('https:') ? `${address} ${host}` : address;
    const known = this.#pools.get(key);
    if (known !== undefined) {
      if (known.running === 0) this.#idlePools -= 1;
      known.running += 1;
      return known;
    }
    const { connections } = this.#options;
    const options: Pool.Options = {
      connections,
      connect: this.#connect,
      allowH2: false,
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: 0,
      bodyTimeout: 0,
    };
    const fresh = { key, pool: new Pool(address, options), running: 1 };
    this.#pools.set(key, fresh);
    return fresh;
  }

  #settle(pool: CountedPool): void {
    pool.running -= 1;
    if (pool.running > 0 || this.#closed) return;
    this.#idlePools += 1;
    if (this.#pools.size === 1) return;
    this.#pools.delete(pool.key);
    this.#pools.set(pool.key, pool);
    if (this.#idlePools <= maxIdlePools) return;
    for (const oldest of this.#pools.values()) {
      if (oldest.running > 0) continue;
      this.#pools.delete(oldest.key);
      this.#idlePools -= 1;
      void oldest.pool.close();
      return;
    }
  }
}

type CountedPool = { readonly key: string; readonly pool: Pool; running: number };

/**
 * The connection whose `error` event is being told, if it is a reset. undici takes a reset for the proper
 * end of a body that only the connection's end delimits (client-h1.js, onHttpSocketError); a cache that
 * broke off would pass for one that was done.
 */
let isResetting = false;

function watchResets(connect: buildConnector.connector): buildConnector.connector {
  return (options, callback) => {
    const watched = (...result: Parameters<buildConnector.Callback>) => {
      result[1]?.on('error', noteReset);
      callback(...result);
    };
    return connect(options, watched);
  };
}

function noteReset(this: Socket, error: NodeJS.ErrnoException): void {
  if (error.code !== 'ECONNRESET') return;
  isResetting = true;
  // The listeners that follow, undici's among them, run before any microtask.
  queueMicrotask(() => {
    isResetting = false;
  });
}

/** Fed by undici; new-style handler. What the sink throws in `onResponseStart` and `onResponseData` comes back as an error. */
class SinkHandler implements Dispatcher.DispatchHandler {
  readonly #sink: ResponseSink;
  readonly #settle: () => void;
  #isOver = false;

  constructor(sink: ResponseSink, settle: () => void) {
    this.#sink = sink;
    this.#settle = settle;
  }

  onRequestStart(controller: Flow): void {
    this.#sink.sent(controller);
  }

  onResponseStart(_controller: unknown, status: number, headers: ResponseHeaders): void {
    if (status < 200) this.#sink.interim();
    else this.#sink.headers(status, headers);
  }

  onResponseData(_controller: unknown, chunk: Buffer): void {
    this.#sink.bytes?.(chunk);
    this.#sink.data(chunk.length);
  }

  onResponseEnd(): void {
    if (!this.#isFirstEnd()) return;
    if (isResetting) this.#sink.failed(Object.assign(new Error('reset within a body'), { code: 'ECONNRESET' }));
    else this.#sink.ended();
  }

  onResponseError(_controller: unknown, error: unknown): void {
    if (this.#isFirstEnd()) this.#sink.failed(error);
  }

  /** undici tells an error after the end as well, if the end's handler throws. */
  #isFirstEnd(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#settle();
    return true;
  }
}
