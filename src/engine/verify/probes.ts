import { asksForExpired, asksPerSlice, howToAsk } from '../../edge/verdict/how-to-ask.ts';
import type { Fetched } from '../../edge/verdict/proof.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { Detected } from '../detect/detection.ts';
import type { Detections } from '../detect/detections.ts';
import { say } from '../detect/say.ts';
import type { NodeState, ServedNode } from '../node.ts';
import type { TimeoutOptions } from '../options.ts';
import type { UrlParts } from '../url-parts.ts';

/** Whether a node may be asked for what it has just been filled with; else why not, and what would change that. */
export type MayAsk = true | { readonly because: string };

type Place = { readonly scheme: Scheme; readonly host: string };

type Settings = { readonly timeouts: TimeoutOptions; readonly userAgent: string };

/** Which nodes may be probed. A node that may fill is never sent a probe, but for one on a path that nobody stores. */
export class Probes {
  readonly #clock: Clock;
  readonly #settings: () => Settings;
  readonly #detections: Detections;

  constructor(clock: Clock, settings: () => Settings, detections: Detections) {
    this.#clock = clock;
    this.#settings = settings;
    this.#detections = detections;
  }

  /** A promise: it has to be found out first, and this asked again once it settles. It never rejects. */
  mayAsk(node: NodeState, { scheme, host }: UrlParts, { judged, bodyBytes }: Fetched): MayAsk | Promise<void> {
    const { served } = node;
    if (served === undefined) return { because: `node "${node.name}" is no longer in the configuration` };
    const { options } = served;
    if (options.sliceBytes !== undefined && bodyBytes > options.sliceBytes) return { because: asksPerSlice };
    const known = this.knows(node, served, { scheme, host });
    if (known instanceof Promise) return known;
    const cache = known.cache ?? 'auto';
    if (!known.mayProbe) return { because: howToAsk(cache) };
    const mayHaveExpired = judged.verdict === 'uncacheable' || judged.verdict === 'unknown';
    return cache === 'trafficserver' && mayHaveExpired ? { because: asksForExpired } : true;
  }

  /** Which cache it is, and whether it may be probed. A promise: as above. */
  knows(node: NodeState, served: ServedNode, place: Place): Detected | Promise<void> {
    return this.#detections.of(node).known(served.options, place.scheme, place.host, 'for proofs') ?? this.learn(node, served, place);
  }

  /** Asks a node that did not answer once more; `knows` has it then. It never rejects. */
  async learn(node: NodeState, { options, transport }: ServedNode, { scheme, host }: Place): Promise<void> {
    const parts = { clock: this.#clock, ...this.#settings(), transport };
    await this.#detections.of(node).detect(options, scheme, host, 'for proofs', (message) => say(message, options, parts));
  }
}
