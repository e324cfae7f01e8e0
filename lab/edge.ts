import { rm } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { get, type Answer, type GetOptions } from './get.ts';
import { startServer, type LabServer, type Recipe } from './server.ts';

/** How one kind of cache shows itself. */
export type EdgeKind = Recipe & {
  /** As `cache:` in forewarm.yaml. */
  cache: 'nginx' | 'varnish' | 'trafficserver' | 'squid';
  /** The response header by which it tells hit from miss, in lower case, and the words of a hit. */
  hitHeader: string;
  hitPattern: RegExp;
  /** What `wipe` deletes, relative to the folder. */
  cacheFolders: readonly string[];
};

export type EdgeOptions = {
  /** Loopback port of the origin, or of the shield before it. */
  upstream: number;
};

export type EdgeAnswer = Answer & {
  /** The cache says that it answered from its store. */
  hit: boolean;
  /** What it said: `X-Cache-Status: HIT`, or '' where it said nothing. */
  cacheStatus: string;
};

/** A running cache. `await using` ends it and removes its folder. */
export class LabEdge implements AsyncDisposable {
  readonly cache: EdgeKind['cache'];
  readonly #kind: EdgeKind;
  readonly #server: LabServer;

  constructor(kind: EdgeKind, server: LabServer) {
    this.#kind = kind;
    this.#server = server;
    this.cache = kind.cache;
  }

  /** `http://127.0.0.1:PORT`, as a node's `address`. */
  get address(): string {
    return this.#server.address;
  }
  get port(): number {
    return this.#server.port;
  }
  /** Its temporary folder: configuration, cache, error log. */
  get folder(): string {
    return this.#server.folder;
  }
  /** Undefined while it is stopped. */
  get pid(): number | undefined {
    return this.#server.process?.pid;
  }

  /** One plain request for `http://HOST/PATH` to this edge, as a visitor sends it. */
  async get(host: string, path: string, options: GetOptions = {}): Promise<EdgeAnswer> {
    const answer = await get(this.address, host, path, options);
    const said = header(answer.headers, this.#kind.hitHeader);
    return {
      ...answer,
      hit: said !== undefined && this.#kind.hitPattern.test(said),
      cacheStatus: said === undefined ? '' : `${spelled(this.#kind.hitHeader)}: ${said}`,
    };
  }

  /** Ends it; what it keeps on disk stays (Varnish keeps nothing, Traffic Server loses the last seconds). */
  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Ends it as a power cut would, by SIGKILL. */
  crash(): Promise<void> {
    return this.#server.crash();
  }

  /** Starts it again, on the same port and with the disk that it had. */
  start(): Promise<void> {
    return this.#server.start();
  }

  /** Empties the cache. A running edge is stopped and started again, a stopped one stays stopped. */
  async wipe(): Promise<void> {
    const wasRunning = this.#server.process !== undefined;
    await this.stop();
    for (const folder of this.#kind.cacheFolders) await rm(join(this.folder, folder), { recursive: true, force: true, maxRetries: 5 });
    if (wasRunning) await this.start();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server[Symbol.asyncDispose]();
  }
}

export async function startEdge(kind: EdgeKind): Promise<LabEdge> {
  return new LabEdge(kind, await startServer(kind));
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** x-cache-status → X-Cache-Status */
function spelled(name: string): string {
  return name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
