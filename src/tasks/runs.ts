/**
 * Lines of a task that go through its nodes together: a layer begins with a run when the layer before
 * has ended with it. 200 keeps a task of 1000 URLs on 20 nodes at a hundred work items, and lets edges
 * start while a shield still works on the rest.
 */
export const runLength = 200;

export type RunBounds = { readonly first: number; readonly count: number };

/** The runs of a task of `urlCount` lines, in order. */
export function runsOf(urlCount: number): RunBounds[] {
  const runs: RunBounds[] = [];
  for (let first = 0; first < urlCount; first += runLength) runs.push({ first, count: Math.min(runLength, urlCount - first) });
  return runs;
}
