import type { WorkItem, WorkUrl } from '../../tasks/work.ts';
import type { Clock } from '../clock.ts';
import { Pacer } from '../limits/pacer.ts';
import { addressFor } from '../node.ts';
import type { EngineNode, EngineOptions } from '../options.ts';
import { Pull, type Rules } from '../pull.ts';
import { requestHeaders } from '../request-headers.ts';
import { Run } from '../run.ts';
import type { Transport } from '../transport.ts';
import { urlParts } from '../url-parts.ts';
import { Watch } from '../watch.ts';
import { isNoManifest } from './format.ts';
import type { FetchedText, IsHost, ManifestFault, NoManifest } from './reading.ts';
import { type IsNoManifest, TextExchange, type TextAnswer } from './text-exchange.ts';

export type TextFetcherParts = {
  clock: Clock;
  /** From [0, 1); for jitter. */
  random: () => number;
  /** As they are when a request begins. */
  options: () => Pick<EngineOptions, 'retry' | 'timeouts' | 'userAgent'>;
};

/**
 * The item's node as it is when a fetch may begin (nothing is paused); undefined once it left the configuration. Rejects with the
 * signal's reason.
 */
export type WayToNode = (signal: AbortSignal) => Promise<{ readonly options: EngineNode; readonly transport: Transport } | undefined>;

/** Through which node, and on whose behalf. `mayBeNone`: it may turn out to be no manifest, where nothing calls it one. */
export type TextSource = {
  readonly item: WorkItem;
  readonly wayTo: WayToNode;
  readonly mayRead: IsHost;
  readonly mayBeNone?: boolean;
  readonly signal: AbortSignal;
};

/**
 * Gets manifests through a node. A fetch lives as a pull does (retries, redirects, timeouts: pull.ts), but is urgent:
 * it holds no slot, and waits for no limit of its domain.
 */
export class TextFetcher {
  readonly #parts: TextFetcherParts;
  readonly #watch: Watch<TextExchange>;
  readonly #pacer: Pacer;

  constructor(parts: TextFetcherParts) {
    this.#parts = parts;
    this.#watch = new Watch(parts.clock, (exchange) => exchange.check());
    this.#pacer = new Pacer(undefined, parts.clock, () => undefined);
  }

  /** Rejects with nothing but the signal's reason. */
  async fetch(source: WorkUrl, from: TextSource): Promise<FetchedText | NoManifest | { fault: ManifestFault }> {
    const pull = new Pull(new Run({ ...from.item, variants: [] }), source);
    const { retry, timeouts } = this.#parts.options();
    const rules: Rules = { retry, urlMs: timeouts.urlMs, random: this.#parts.random, isOurs: from.mayRead };
    for (;;) {
      const ended = await this.#request(pull, from);
      if ('fault' in ended || 'isNone' in ended) return ended;
      const step = pull.answered(ended.answer, rules);
      if (step.kind === 'again') await this.#rest(step.delayMs, from.signal);
      if (step.kind !== 'ended') continue;
      const { status, reason = 'internal', message = 'no reason was given', httpStatus } = step.outcome;
      // A node that leaves the configuration takes its connections along.
      if (status !== 'succeeded' && reason === 'internal' && (await from.wayTo(from.signal)) === undefined) return removed(from.item);
      if (status !== 'succeeded') return { fault: { reason, message, ...(httpStatus !== undefined && { httpStatus }) } };
      const read = ended.text();
      if ('fault' in read) return read;
      const { contentType } = ended;
      if (from.mayBeNone === true && isNoManifest({ url: pull.target, contentType }, read.text)) return { isNone: true };
      return { text: read.text, finalUrl: pull.target, ...(contentType !== undefined && { contentType }) };
    }
  }

  /** Keeps no time any more. What runs is ended by its signal. */
  stop(): void {
    this.#watch.stop();
  }

  async #request(pull: Pull, { item, wayTo, mayBeNone, signal }: TextSource): Promise<TextAnswer> {
    signal.throwIfAborted();
    const way = await wayTo(signal);
    if (way === undefined) return removed(item);
    const { options: node, transport } = way;
    const { scheme, host, path } = urlParts(pull.target);
    const address = addressFor(node, scheme);
    if (address === undefined) return faulty('unsupported', `node "${item.node}" has no address for ${scheme}`);
    const { timeouts, userAgent } = this.#parts.options();
    const headers = requestHeaders({
      host,
      userAgent,
      // Any other coding would have to be undone; what came in one all the same is.
      variant: { 'Accept-Encoding': 'identity' },
      node: node.headers,
      forwardedProto: node.sharedSchemes ? scheme : undefined,
    });
    const isNone: IsNoManifest = (contentType, beginning) =>
      mayBeNone === true && isNoManifest({ url: pull.target, contentType }, beginning);
    const setup = {
      clock: this.#parts.clock,
      watch: this.#watch,
      pacer: this.#pacer,
      timeouts,
      leftMs: pull.leftMs(timeouts.urlMs),
      peer: address.slice(address.indexOf('//') + 2),
    };
    return await untilAborted(signal, (resolve) => {
      pull.begin();
      const exchange = new TextExchange(setup, isNone, (answer) => {
        this.#watch.delete(exchange);
        resolve(answer);
      });
      this.#watch.add(exchange);
      transport.get({ scheme, host, path, headers }, exchange);
      return () => {
        this.#watch.delete(exchange);
        exchange.cancel();
      };
    });
  }

  #rest(delayMs: number, signal: AbortSignal): Promise<void> {
    return untilAborted(signal, (resolve) => this.#parts.clock.after(delayMs, () => resolve()));
  }
}

/** What `begin` resolves to; once the signal is aborted it is called off, by what `begin` returned. */
function untilAborted<T>(signal: AbortSignal, begin: (resolve: (value: T) => void) => () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => {
      callOff();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    const callOff = begin((value) => {
      signal.removeEventListener('abort', onAbort);
      resolve(value);
    });
  });
}

function removed({ node }: WorkItem): { fault: ManifestFault } {
  return faulty('removed', `node "${node}" is no longer in the configuration`);
}

function faulty(reason: ManifestFault['reason'], message: string): { fault: ManifestFault } {
  return { fault: { reason, message } };
}
