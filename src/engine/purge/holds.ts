import type { NodeState } from '../node.ts';
import type { Pull } from '../pull.ts';
import { type Cover, covers } from './cover.ts';

/** A purge that runs, and the pulls that wait for its end. */
export type Hold = { readonly node: NodeState; readonly cover: Cover; readonly pulls: Set<Pull> };

/**
 * While a node is made to forget a URL, our own pulls of it wait: a fill of ours would be one more
 * that may bring the old body, and one more that the purge has to wait for.
 */
export class Holds {
  readonly #byNode = new Map<NodeState, Set<Hold>>();

  place(node: NodeState, cover: Cover): Hold {
    const hold: Hold = { node, cover, pulls: new Set() };
    const known = this.#byNode.get(node);
    if (known === undefined) this.#byNode.set(node, new Set([hold]));
    else known.add(hold);
    return hold;
  }

  /** The purge that a pull of this URL has to wait for, if any. */
  find(node: NodeState, url: string): Hold | undefined {
    const holds = this.#byNode.get(node);
    if (holds === undefined) return undefined;
    for (const hold of holds) if (covers(hold.cover, url)) return hold;
    return undefined;
  }

  /** Returns the pulls that waited, to be queued anew. */
  lift(hold: Hold): readonly Pull[] {
    const holds = this.#byNode.get(hold.node);
    holds?.delete(hold);
    if (holds?.size === 0) this.#byNode.delete(hold.node);
    return [...hold.pulls];
  }
}
