import type { Backlog } from '../backlog.ts';
import type { Clock } from '../clock.ts';
import { addressFor, type NodeState } from '../node.ts';
import type { EngineOptions } from '../options.ts';
import type { Pull } from '../pull.ts';
import type { Failure } from '../reason.ts';
import type { Purges } from '../purge/purges.ts';
import type { Scheduler } from '../scheduler.ts';
import { urlParts } from '../url-parts.ts';
import { Breaker, type BreakerChange } from './breaker.ts';
import { type Door, knockAt } from './knock.ts';

export type OutagesParts = {
  clock: Clock;
  options: () => EngineOptions;
  scheduler: () => Scheduler;
  backlog: () => Backlog;
  purges: () => Purges;
  /** A pull has begun, though it has to wait again. */
  tellStart: (pull: Pull) => void;
  loadsChanged: () => void;
};

/**
 * So often a failure costs a pull nothing because its node was down. After that each counts: a node may come and go
 * between two requests for ever, or answer knocks and nothing else.
 */
const maxSetbacks = 10;

/** What follows for work when a node goes down and comes back. */
export class Outages {
  readonly #parts: OutagesParts;

  constructor(parts: OutagesParts) {
    this.#parts = parts;
  }

  makeBreaker(node: NodeState): Breaker {
    const { clock, options } = this.#parts;
    return new Breaker({
      clock,
      nodeDownMs: () => options().nodeDownMs,
      knock: knockAt(clock, () => this.#doorOf(node)),
      onChange: (change) => this.#changed(node, change),
    });
  }

  /**
   * A request failed in a way that may be the node's (`isNodes`). True: its pull waits to hear whether it was. If so, it
   * begins anew at no cost to its attempts or its time; else `goOn` takes the failure for its own.
   */
  holds(pull: Pull, node: NodeState, failure: Failure, goOn: () => void): boolean {
    const { breaker } = node;
    const { scheme, host } = urlParts(pull.target);
    breaker.noteFailure(failure, { scheme, host });
    if (!failure.passing || pull.setbacks >= maxSetbacks) return false;
    node.held += 1;
    this.#parts.tellStart(pull);
    breaker.inDoubt((wasDown) => {
      node.held -= 1;
      if (!wasDown) {
        goOn();
        return;
      }
      pull.setbacks += 1;
      pull.interrupted();
      this.#parts.scheduler().addAgain(node, pull);
    });
    return true;
  }

  #changed(node: NodeState, change: BreakerChange): void {
    node.tellShares();
    const scheduler = this.#parts.scheduler();
    if (change === 'gaveUp') {
      for (const pull of this.#parts.backlog().remove(node)) scheduler.addAgain(node, pull);
      scheduler.giveUp(node);
    } else {
      scheduler.poke(node);
    }
    this.#parts.purges().reachChanged(node);
    if (change === 'down' || change === 'up') this.#parts.loadsChanged();
  }

  #doorOf({ name, served }: NodeState): Door | undefined {
    if (served === undefined) return undefined;
    const { domains, timeouts, userAgent } = this.#parts.options();
    const { options: node, transport } = served;
    const addresses = { http: addressFor(node, 'http'), https: addressFor(node, 'https') };
    const hosts = domains.filter(({ nodes }) => nodes.includes(name)).map((domain) => domain.name);
    return { node, transport, addresses, hosts, timeouts, userAgent };
  }
}
