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
import type { FetchedText, IsHost, ManifestFault } from './reading.ts';
import { TextExchange, type TextAnswer } from './text-exchange.ts';

export type TextFetcherParts = {
  clock: Clock;
  /** From [0, 1); for jitter. */
  random: () => number;
  /** As they are when a request begins. */
  options: () => Pick<EngineOptions, 'retry' | 'timeouts' | 'userAgent'>;
};

/** The item's node as it is when a fetch may begin (nothing is paused); undefined once it left the configuration. */
export type WayToNode = () => Promise<{ readonly options: EngineNode; readonly transport: Transport } | undefined>;

/** Through which node, and on whose behalf. */
export type TextSource = { readonly item: WorkItem; readonly wayTo: WayToNode; readonly mayRead: IsHost };

/**
 * Gets manifests through a node. A fetch lives as a pull does (retries, redirects, timeouts: pull.ts), but is urgent:
 * it holds no slot, and waits for no limit of its domain.
 */
export class TextFetcher {
  readonly #parts: TextFetcherParts;
  readonly #watch: Watch<TextExchange>;
  readonly #pacer: Pacer;
  /** What calls a backoff off. */
  readonly #rests = new Set<() => void>();
  #isStopped = false;

  constructor(parts: TextFetcherParts) {
    this.#parts = parts;
    this.#watch = new Watch(parts.clock, (exchange) => exchange.check());
    this.#pacer = new Pacer(undefined, parts.clock, () => undefined);
  }

  /** Never rejects; settles no more once stopped. */
  async fetch(source: WorkUrl, from: TextSource): Promise<FetchedText | { fault: ManifestFault }> {
    const pull = new Pull(new Run({ ...from.item, variants: [] }), source);
    const { retry, timeouts } = this.#parts.options();
    const rules: Rules = { retry, urlMs: timeouts.urlMs, random: this.#parts.random, isOurs: from.mayRead };
    for (;;) {
      const ended = await this.#request(pull, from);
      if ('fault' in ended) return ended;
      const step = pull.answered(ended.answer, rules);
      if (step.kind === 'again') await this.#rest(step.delayMs);
      if (step.kind !== 'ended') continue;
      const { status, reason = 'internal', message = 'no reason was given', httpStatus } = step.outcome;
      if (status !== 'succeeded') return { fault: { reason, message, ...(httpStatus !== undefined && { httpStatus }) } };
      const read = ended.text();
      if ('fault' in read) return read;
      const { contentType } = ended;
      return { text: read.text, finalUrl: pull.target, ...(contentType !== undefined && { contentType }) };
    }
  }

  /** Ends all that runs, without a word. */
  stop(): void {
    this.#isStopped = true;
    for (const exchange of this.#watch) exchange.cancel();
    this.#watch.stop();
    for (const cancel of this.#rests) cancel();
  }

  async #request(pull: Pull, { item, wayTo }: TextSource): Promise<TextAnswer> {
    const way = await wayTo();
    if (way === undefined) return faulty('removed', `node "${item.node}" is no longer in the configuration`);
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
    return await new Promise((resolve) => {
      if (this.#isStopped) return;
      pull.begin();
      const setup = {
        clock: this.#parts.clock,
        watch: this.#watch,
        pacer: this.#pacer,
        timeouts,
        leftMs: pull.leftMs(timeouts.urlMs),
        peer: address.slice(address.indexOf('//') + 2),
      };
      const exchange = new TextExchange(setup, (answer) => {
        this.#watch.delete(exchange);
        resolve(answer);
      });
      this.#watch.add(exchange);
      transport.get({ scheme, host, path, headers }, exchange);
    });
  }

  #rest(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#parts.clock.after(delayMs, () => {
        this.#rests.delete(cancel);
        resolve();
      });
      this.#rests.add(cancel);
    });
  }
}

function faulty(reason: ManifestFault['reason'], message: string): TextAnswer {
  return { fault: { reason, message } };
}
