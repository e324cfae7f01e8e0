import type { NodeState } from '../node.ts';
import type { Answer } from '../answer.ts';
import type { Pull } from '../pull.ts';
import { isSuccess } from './talk.ts';
import type { Purges } from './purges.ts';

/** After this many the origin is believed: the object has not changed. */
const maxTries = 2;

/**
 * A pull that follows a refresh must not bring back what the refresh took away: a body that a node stored in the
 * midst of it, or that came from a node that had not been purged yet. It is known by its validator, which
 * is one that the URL had before the purge.
 */
export class Fence {
  readonly #purges: Purges;
  /** By pull, for the variant that it is at: how often its answer was not taken. */
  readonly #tries = new WeakMap<Pull, { variantIndex: number; count: number }>();

  constructor(purges: Purges) {
    this.#purges = purges;
  }

  /** True: this answer is an old body, and not to be taken. */
  stops(pull: Pull, { failure, status, validator }: Answer): boolean {
    const { item } = pull.run;
    if (item.kind !== 'pull' || item.fenced !== true) return false;
    if (failure !== undefined || status === undefined || !isSuccess(status)) return false;
    if (validator === undefined || !this.#purges.olds.has(pull.target, validator)) return false;
    const known = this.#tries.get(pull);
    const tries = known?.variantIndex === pull.variantIndex ? known : { variantIndex: pull.variantIndex, count: 0 };
    if (tries.count >= maxTries) return false;
    tries.count += 1;
    this.#tries.set(pull, tries);
    return true;
  }

  /** Makes the node forget it again. Where it can't, what comes next is taken. */
  async purge(pull: Pull, node: NodeState): Promise<void> {
    const { variants, item } = pull.run;
    const outcome = await this.#purges.purgeQuietly({ url: pull.target, scope: 'object', mode: 'delete', variants }, item.domain, node);
    if (outcome?.status !== 'succeeded') this.#tries.set(pull, { variantIndex: pull.variantIndex, count: maxTries });
  }
}
