import { howToAsk } from '../../edge/verdict/how-to-ask.ts';
import type { Answer } from '../answer.ts';
import type { Clock } from '../clock.ts';
import type { NodeState } from '../node.ts';
import type { TimeoutOptions } from '../options.ts';
import type { Pull } from '../pull.ts';
import type { Request, Requests } from '../requests.ts';
import type { UrlParts } from '../url-parts.ts';
import type { Probes } from '../verify/probes.ts';
import { Fill, type FillingCache, type FillSetup } from './fill.ts';

/** A promise: it has to be found out first, and this asked again once it settles. It never rejects. */
type MayFill = { readonly cache: FillingCache } | { readonly because: string } | { readonly unreached: Answer } | Promise<void>;

type FillsParts = Pick<FillSetup, 'clock' | 'watch'> & { readonly clock: Clock; readonly requests: Requests; readonly probes: Probes };

type Filling = Pick<FillSetup, 'pacer' | 'cache' | 'onEnd'> & {
  readonly pull: Pull;
  readonly request: Request;
  readonly timeouts: TimeoutOptions;
};

const namesOf = { trafficserver: 'Traffic Server', squid: 'Squid' } as const;

/** Nodes that are made to fill themselves (`pull: head`). */
export class Fills {
  readonly #parts: FillsParts;
  /** In this attempt their node was asked once more what it is. */
  readonly #asked = new WeakSet<Pull>();
  /** Their last fill ended, and nothing was there. */
  readonly #missing = new WeakSet<Pull>();

  constructor(parts: FillsParts) {
    this.#parts = parts;
  }

  /** Only of a node that can say afterwards, without fetching again, that it has the object; else what would change that. */
  mayFill(pull: Pull, node: NodeState, { scheme, host }: UrlParts): MayFill {
    const { served } = node;
    if (served === undefined) return { because: `node "${node.name}" is no longer in the configuration` };
    const { cache: configured, sliceBytes } = served.options;
    if (sliceBytes !== undefined) return { because: 'of a node that slices a HEAD fills the first slice only: write pull: body for it' };
    if (configured === 'trafficserver' || configured === 'squid') return storesNoHead(configured);
    const known = this.#parts.probes.knows(node, served, { scheme, host });
    if (known instanceof Promise) return known;
    const { cache = configured, mayProbe } = known;
    if (cache === 'trafficserver' || cache === 'squid') return storesNoHead(cache);
    if (known.isUnsure === true) {
      // What is remembered of it is no answer: an attempt is one question of its own, or all would be lost to one.
      if (this.#asked.delete(pull)) return { unreached: unreached(node.name) };
      this.#asked.add(pull);
      return this.#parts.probes.learn(node, served, { scheme, host });
    }
    this.#asked.delete(pull);
    if (!mayProbe) return { because: `${howToAsk(cache)}; or write pull: body` };
    if (cache === 'auto')
      return {
        because: 'nothing tells which cache this is, and not each stores a HEAD: write cache: nginx or cache: varnish, or pull: body',
      };
    return { cache };
  }

  make({ pull, request: asConfigured, ...setup }: Filling): Fill {
    const { clock, watch, requests } = this.#parts;
    const request = requests.readAs(pull, asConfigured, setup.cache);
    return new Fill({
      clock,
      watch,
      request,
      ...setup,
      leftMs: pull.leftMs(setup.timeouts.urlMs),
      probeOf: (fetched) => requests.probeOf(pull, request, fetched),
      asksForLastByte: this.#missing.has(pull),
      onMissing: () => void this.#missing.add(pull),
    });
  }
}

function storesNoHead(cache: keyof typeof namesOf): MayFill {
  return { because: `a HEAD stores nothing in ${namesOf[cache]}: write pull: body for this node` };
}

/** Nothing was sent of the pull itself; it is an attempt all the same, or it would be tried for ever. */
function unreached(name: string): Answer {
  const message = `node "${name}" did not answer when it was asked whether it knows only-if-cached, which pull: head needs`;
  const nothing = { status: undefined, location: undefined, retryAfterMs: undefined, cacheStatus: undefined, bodyBytes: 0, activeMs: 0 };
  return { ...nothing, failure: { reason: 'connect', message, passing: true } };
}
