import { randomUUID } from 'node:crypto';
import { helloPath } from '../edge/purge/only-if-cached.ts';
import type { Said } from '../edge/purge/procedure.ts';
import { exchange, type Answer } from './exchange.ts';
import type { RequestCount } from './findings.ts';
import type { ProbeOptions } from './options.ts';

export const onlyIfCached = { 'Cache-Control': 'only-if-cached' } as const;

/** `/.well-known/forewarm-probe` with a query of its own. */
export type Nothing = { readonly path: string };

export function makeNothing(): Nothing {
  return { path: helloPath(randomUUID()) };
}

export type Asked = {
  readonly method: string;
  /** The URL, or a path that nobody stores. */
  readonly about: 'url' | Nothing;
  readonly headers?: Readonly<Record<string, string>>;
  /** It can't get past the cache. */
  readonly staysAtEdge?: boolean;
};

/** Asks the node, and counts what may have reached its origin. */
export class Talk {
  readonly #options: ProbeOptions;
  #sent = 0;
  #url = 0;
  #other = 0;

  constructor(options: ProbeOptions) {
    this.#options = options;
  }

  /** The variant that is asked for: what the user gave, and the scheme where the address can't tell it. */
  get requestHeaders(): Readonly<Record<string, string>> {
    const { address, url, headers } = this.#options;
    return address.scheme === url.scheme ? headers : { ...headers, 'X-Forwarded-Proto': url.scheme };
  }

  async say({ method, about, headers = {}, staysAtEdge = false }: Asked): Promise<Answer> {
    const { url, userAgent } = this.#options;
    this.#sent += 1;
    if (!staysAtEdge && about === 'url') this.#url += 1;
    if (!staysAtEdge && about !== 'url') this.#other += 1;
    const own = { Accept: '*/*', 'User-Agent': userAgent };
    const path = about === 'url' ? url.path : about.path;
    return await exchange({ method, path, headers: merged(own, this.requestHeaders, headers, { Host: url.host }) }, this.#options);
  }

  /** The last request about the URL was answered from store. */
  noteFromStore(): void {
    this.#url -= 1;
  }

  /** The first request about nothing was answered by the node alone. */
  noteFromEdge(): void {
    this.#other -= 1;
  }

  get count(): RequestCount {
    return { sent: this.#sent, originUrlAtMost: this.#url, originOtherAtMost: this.#other };
  }
}

/** As src/edge reads an answer. */
export function saidOf({ status, headers, tookMs }: Answer): Said {
  return { status, headers, tookMs };
}

/** Later ones win, whatever case their names are in. */
function merged(...all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const byLowerName = new Map(all.flatMap((headers) => Object.entries(headers).map((entry) => [entry[0].toLowerCase(), entry] as const)));
  return Object.fromEntries(byLowerName.values());
}
