import type { Clock } from '../clock.ts';
import type { NodeState } from '../node.ts';
import { Detection } from './detection.ts';

/** What was learnt of each node, one for all who ask. */
export class Detections {
  readonly #clock: Clock;
  #byNode = new WeakMap<NodeState, Detection>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(node: NodeState): Detection {
    let detection = this.#byNode.get(node);
    if (detection === undefined) {
      detection = new Detection(this.#clock);
      this.#byNode.set(node, detection);
    }
    return detection;
  }

  /** Nodes may have changed. Whoever is learning goes on with what there was. */
  forget(): void {
    this.#byNode = new WeakMap();
  }
}
