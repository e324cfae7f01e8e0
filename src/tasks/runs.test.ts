import { expect, test } from 'vitest';
import { layersOf, runLength, runsOf } from './runs.ts';

test('runs cover a task’s lines once, in order', () => {
  expect(runsOf(0)).toEqual([]);
  expect(runsOf(1)).toEqual([{ first: 0, count: 1 }]);
  expect(runsOf(1000).map(({ count }) => count)).toEqual([200, 200, 200, 200, 200]);
  expect(runsOf(2 * runLength + 1).at(-1)).toEqual({ first: 2 * runLength, count: 1 });
});

test('shields come before edges, and a layer without nodes does not exist', () => {
  const nodes = [
    { name: 'edge-a', layer: 'edge' },
    { name: 'shield', layer: 'mid' },
    { name: 'edge-b', layer: 'edge' },
  ] as const;
  expect(layersOf({ nodes, domains: [] })).toEqual([
    { layer: 'mid', nodes: [1] },
    { layer: 'edge', nodes: [0, 2] },
  ]);
  expect(layersOf({ nodes: nodes.slice(0, 1), domains: [] })).toEqual([{ layer: 'edge', nodes: [0] }]);
});
