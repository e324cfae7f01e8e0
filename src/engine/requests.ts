import type { Fetched } from '../edge/verdict/proof.ts';
import type { Clock } from './clock.ts';
import { addressFor, type NodeState } from './node.ts';
import type { EngineNode, EngineOptions, Verify } from './options.ts';
import type { Pull, Step } from './pull.ts';
import type { GetRequest, Transport } from './transport.ts';
import { urlParts } from './url-parts.ts';
import { type Look, type LookSetup, lookAtProbe, lookAtPull } from './verify/look.ts';

/** A request to send, and what is to be seen of its response. */
export type Request = {
  readonly node: EngineNode;
  readonly transport: Transport;
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
  of(pull: Pull, { name, served }: NodeState): Request | Step {
    const { scheme, host, path } = urlParts(pull.target);
    const address = served === undefined ? undefined : addressFor(served.options, scheme);
    if (served === undefined || address === undefined) {
      return pull.fail({ reason: 'unsupported', message: `node "${name}" has no address for ${scheme}` });
    }
    const { options: node, transport } = served;
    const forwardedProto = node.sharedSchemes ? scheme : undefined;
    const headers = pull.run.headersFor(pull.variantIndex, { host, forwardedProto, node, userAgent: this.#options().userAgent });
    return {
      node,
      transport,
      get: { scheme, host, path, headers },
      peer: address.slice(address.indexOf('//') + 2),
      look: this.verifies(pull) === 'off' ? undefined : lookAtPull(this.#lookSetup(pull, node)),
    };
  }

  /** The same for asking the node whether it has what came of that GET, without making it fetch. */
  probeOf(pull: Pull, { get, ...request }: Request, fetched: Fetched): Request {
    return {
      ...request,
      get: { ...get, method: 'HEAD', headers: [...get.headers, 'Cache-Control', 'only-if-cached'] },
      look: lookAtProbe(this.#lookSetup(pull, request.node), fetched),
    };
  }

  #lookSetup({ run, variantIndex }: Pull, node: EngineNode): LookSetup {
    return { node, variant: run.variants[variantIndex] ?? {}, variants: run.variants, wallMs: () => this.#clock.wallMs() };
  }
}
