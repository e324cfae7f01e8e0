import { asksForExpired, asksPerSlice, howToAsk } from '../../edge/verdict/how-to-ask.ts';
import type { Fetched } from '../../edge/verdict/proof.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { NodeState } from '../node.ts';
import type { EngineNode, TimeoutOptions } from '../options.ts';
import { Asking, type Reply } from '../purge/asking.ts';
import { type Detected, Detection } from '../purge/detection.ts';
import type { Message } from '../purge/talk.ts';
import { requestHeaders } from '../request-headers.ts';
import type { Transport } from '../transport.ts';
import type { UrlParts } from '../url-parts.ts';

/** Whether a node may be asked for what it has just been filled with; else why not, and what would change that. */
export type MayAsk = true | { readonly because: string };

type Settings = { readonly timeouts: TimeoutOptions; readonly userAgent: string };

/** Which nodes may be probed. A node that may fill is never sent a probe, but for one on a path that nobody stores. */
export class Probes {
  readonly #clock: Clock;
  readonly #settings: () => Settings;
  #byNode = new WeakMap<NodeState, { readonly detection: Detection; readonly known: Map<string, Detected> }>();

  constructor(clock: Clock, settings: () => Settings) {
    this.#clock = clock;
    this.#settings = settings;
  }

  /** Nodes may have changed. */
  forget(): void {
    this.#byNode = new WeakMap();
  }

  /** A promise: it has to be found out first, and this asked again once it settles. It never rejects. */
  mayAsk(node: NodeState, { scheme, host }: UrlParts, { judged, bodyBytes }: Fetched): MayAsk | Promise<void> {
    const { served } = node;
    if (served === undefined) return { because: `node "${node.name}" is no longer in the configuration` };
    const { options, transport } = served;
    if (options.sliceBytes !== undefined && bodyBytes > options.sliceBytes) return { because: asksPerSlice };
    const known = this.#known(node, options, `${scheme}://${host}`);
    if (known === undefined) return this.#learn(node, options, transport, { scheme, host });
    const cache = known.cache ?? 'auto';
    if (!known.mayProbe) return { because: howToAsk(cache) };
    const mayHaveExpired = judged.verdict === 'uncacheable' || judged.verdict === 'unknown';
    return cache === 'trafficserver' && mayHaveExpired ? { because: asksForExpired } : true;
  }

  #known(node: NodeState, { cache, onlyIfCached }: EngineNode, key: string): Detected | undefined {
    // A cache that is not named is only needed where it is probed, and what it answered names it.
    if (onlyIfCached === false || (onlyIfCached === true && cache !== 'auto'))
      return { cache: cache === 'auto' ? undefined : cache, mayProbe: onlyIfCached };
    return this.#byNode.get(node)?.known.get(key);
  }

  async #learn(
    node: NodeState,
    options: EngineNode,
    transport: Transport,
    { scheme, host }: { scheme: Scheme; host: string },
  ): Promise<void> {
    const entry = this.#byNode.get(node) ?? { detection: new Detection(this.#clock), known: new Map<string, Detected>() };
    this.#byNode.set(node, entry);
    let detected: Detected;
    try {
      detected = await entry.detection.detect(options, scheme, host, (message) => this.#say(message, options, transport));
    } catch {
      detected = { cache: options.cache === 'auto' ? undefined : options.cache, mayProbe: false };
    }
    entry.known.set(`${scheme}://${host}`, detected);
  }

  #say({ method, scheme, host, path, headers = {} }: Message, node: EngineNode, transport: Transport): Promise<Reply> {
    const { timeouts, userAgent } = this.#settings();
    const flat = requestHeaders({
      host,
      userAgent,
      variant: {},
      node: { ...node.headers, ...headers },
      forwardedProto: node.sharedSchemes ? scheme : undefined,
    });
    return new Promise((resolve) => {
      const asking = new Asking({
        clock: this.#clock,
        connectMs: timeouts.connectMs,
        patienceMs: timeouts.headersMs,
        idleMs: timeouts.idleMs,
        peer: node.name,
        wantsBody: false,
        onEnd: resolve,
      });
      transport.get({ method, scheme, host, path, headers: flat }, asking);
    });
  }
}
