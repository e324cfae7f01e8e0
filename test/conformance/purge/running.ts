import { afterAll, beforeAll } from 'vitest';
import type { EdgeOptions, LabEdge } from '../../../lab/edge.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import { nodeOf, Purging } from './purging.ts';

export type Running = {
  readonly origin: Origin;
  readonly edge: LabEdge;
  /** Nodes: `a` as examples/edges says; `auto` with nothing said; `blind`, which may not be probed. */
  readonly purging: Purging;
};

/** One cache for all tests of a `describe`; each of them has paths of its own. */
export function runningCache(start: (options: EdgeOptions) => Promise<LabEdge>): Running {
  const stack = new AsyncDisposableStack();
  const running: { parts?: Running } = {};
  beforeAll(async () => {
    const origin = stack.use(await startOrigin());
    const edge = stack.use(await start({ upstream: origin.port }));
    const nodes = [
      nodeOf('a', edge),
      nodeOf('auto', edge, { cache: 'auto', onlyIfCached: 'auto' }),
      nodeOf('blind', edge, { onlyIfCached: false }),
    ];
    running.parts = { origin, edge, purging: stack.use(new Purging(nodes)) };
  });
  afterAll(() => stack.disposeAsync());
  const parts = (): Running => {
    if (running.parts === undefined) throw new Error('the cache has not been started');
    return running.parts;
  };
  return {
    get origin() {
      return parts().origin;
    },
    get edge() {
      return parts().edge;
    },
    get purging() {
      return parts().purging;
    },
  };
}
