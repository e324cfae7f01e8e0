import type { Fetched } from '../edge/verdict/proof.ts';
import type { Clock } from './clock.ts';
import type { Breaker } from './breaker/breaker.ts';
import { addressFor, type NodeState } from './node.ts';
import type { EngineNode, EngineOptions, Verify } from './options.ts';
import type { Pull, Step } from './pull.ts';
import type { GetRequest, Transport } from './transport.ts';
import { urlParts } from './url-parts.ts';
import { type Look, type LookSetup, lookAtFreshness, lookAtProbe, lookAtPull } from './verify/look.ts';

/** A request to send, and what is to be seen of its response. */
export type Request = {
  readonly node: EngineNode;
  readonly transport: Transport;
  /** Of the node: to be told when a response begins. */
  readonly breaker: Breaker;
  readonly get: GetRequest;
  readonly peer: string;
  readonly look: Look | undefined;
};

/** What is sent to nodes on behalf of pulls, as they are configured at the moment. */
export class Requests {
  readonly #clock: Clock;
  readonly #options: () => EngineOptions;
  readonly #verifyOf = new Map<string, Verify>();

  constructor(clock: Clock, options: () => EngineOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  /** The configuration has changed. What is no longer in it is remembered: a domain is judged as it was. */
  reconfigure(): void {
    for (const { name, verify } of this.#options().domains) this.#verifyOf.set(name, verify);
  }

  verifies({ run }: Pull): Verify {
    return this.#verifyOf.get(run.item.domain) ?? 'headers';
  }

  /** A pull's next GET, or how the pull ends because there is none. */
  of(pull: Pull, { name, served, breaker }: NodeState): Request | Step {
    const { scheme, host, path } = urlParts(pull.target);
    const address = served === undefined ? undefined : addressFor(served.options, scheme);
    if (served === undefined || address === undefined) {
      return pull.fail({ reason: 'unsupported', message: `node "${name}" has no address for ${scheme}` });
    }
    const { options: node, transport } = served;
    const forwardedProto = node.sharedSchemes ? scheme : undefined;
    const headers = pull.run.headersFor(pull.variantIndex, { host, forwardedProto, node, userAgent: this.#options().userAgent });
    const fillsItself = node.pull === 'head';
    const isJudged = this.verifies(pull) !== 'off' || fillsItself;
    const setup = this.#lookSetup(pull, node);
    return {
      node,
      transport,
      breaker,
      get: { scheme, host, path, headers, ...(fillsItself && { method: 'HEAD', isLast: true }) },
      peer: address.slice(address.indexOf('//') + 2),
      // A node that fills itself is only waited for if it may store what it answered.
      look: isJudged ? lookAtPull(setup) : lookAtFreshness(setup),
    };
  }

  /** The same, its answers read as this cache's, where the configuration does not name it. */
  readAs(pull: Pull, request: Request, cache: EngineNode['cache']): Request {
    const node = { ...request.node, cache };
    return { ...request, node, look: lookAtPull(this.#lookSetup(pull, node)) };
  }

  /** The same for asking the node whether it has what came of that GET, without making it fetch. */
  probeOf(pull: Pull, { get, ...request }: Request, fetched: Fetched): Request {
    return {
      ...request,
      get: { ...get, method: 'HEAD', isLast: false, headers: [...get.headers, 'Cache-Control', 'only-if-cached'] },
      look: lookAtProbe(this.#lookSetup(pull, request.node), fetched),
    };
  }

  #lookSetup({ run, variantIndex }: Pull, node: EngineNode): LookSetup {
    return { node, variant: run.variants[variantIndex] ?? {}, variants: run.variants, wallMs: () => this.#clock.wallMs() };
  }
}
