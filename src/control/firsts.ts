import type { Run } from './run.ts';

/**
 * Runs of which one node pulls each object before the others do. Those that wait for nothing but nodes which are
 * down go on without them: a dead node must hold nobody back.
 */
export class Firsts {
  /** Names of the nodes that have not ended their part. */
  readonly #openNodes = new Map<Run, Set<string>>();

  entered(run: Run, nodes: readonly string[]): void {
    this.#openNodes.set(run, new Set(nodes));
  }

  nodeEnded(run: Run, node: string): void {
    const open = this.#openNodes.get(run);
    open?.delete(node);
    if (open?.size === 0) this.#openNodes.delete(run);
  }

  /** Takes out the runs that wait for nodes only which are down. */
  takeStuck(isDown: (node: string) => boolean): Run[] {
    const stuck = [...this.#openNodes].filter(([, nodes]) => [...nodes].every(isDown)).map(([run]) => run);
    for (const run of stuck) this.#openNodes.delete(run);
    return stuck;
  }
}
