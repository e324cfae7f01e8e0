import type { Flight } from '../flight.ts';
import type { NodeState } from '../node.ts';
import type { Answer } from '../answer.ts';
import type { Pull } from '../pull.ts';
import type { Scheduler } from '../scheduler.ts';
import type { Watch } from '../watch.ts';
import { covers } from './cover.ts';
import { Fence } from './fence.ts';
import type { Hold } from './holds.ts';
import type { Purges } from './purges.ts';

export type HeldPullsParts = {
  purges: Purges;
  watch: Watch<Flight>;
  scheduler: Scheduler;
  /** A pull has begun, though it has to wait again. */
  tellStart(pull: Pull): void;
};

/** The pulls that stand back for a purge, and return when it has ended. */
export class HeldPulls {
  readonly #parts: HeldPullsParts;
  readonly #fence: Fence;

  constructor(parts: HeldPullsParts) {
    this.#parts = parts;
    this.#fence = new Fence(parts.purges);
  }

  /** A purge begins: what runs of it is called off, at no cost to its attempts, and waits. */
  stop(hold: Hold): void {
    const { watch, scheduler } = this.#parts;
    for (const flight of watch) {
      const { slot, pull, exchange } = flight;
      if (slot.node !== hold.node || !covers(hold.cover, pull.target)) continue;
      exchange.cancel();
      watch.delete(flight);
      scheduler.release(slot);
      pull.interrupted();
      this.wait(pull, hold);
    }
  }

  wait(pull: Pull, hold: Hold): void {
    hold.node.held += 1;
    hold.pulls.add(pull);
    this.#parts.tellStart(pull);
  }

  resume(node: NodeState, pulls: readonly Pull[]): void {
    for (const pull of pulls) {
      node.held -= 1;
      this.#parts.scheduler.addAgain(node, pull);
    }
  }

  /** True: what came is an old body; it is purged, and the pull begins anew. */
  fence(pull: Pull, node: NodeState, answer: Answer): boolean {
    if (!this.#fence.stops(pull, answer)) return false;
    node.held += 1;
    pull.interrupted();
    this.#parts.tellStart(pull);
    void this.#fence.purge(pull, node).then(() => this.resume(node, [pull]));
    return true;
  }
}
