import { expect, test } from 'vitest';
import { stepsOf } from './steps.ts';

const plan = {
  nodes: [
    { name: 'edge-a', layer: 'edge' },
    { name: 'shield', layer: 'mid' },
    { name: 'edge-b', layer: 'edge' },
  ],
  domains: [],
} as const;
const refresh = { type: 'file', mode: 'delete', thenPrefetch: false } as const;

test('a prefetch pulls through shields, then edges; a layer without nodes is no step', () => {
  expect(stepsOf(plan, undefined)).toEqual([
    { does: 'pull', layer: 'mid', nodes: [1], isLast: true },
    { does: 'pull', layer: 'edge', nodes: [0, 2], isLast: true },
  ]);
  expect(stepsOf({ ...plan, nodes: plan.nodes.slice(0, 1) }, undefined)).toEqual([
    { does: 'pull', layer: 'edge', nodes: [0], isLast: true },
  ]);
});

test('a refresh purges shields, then edges', () => {
  expect(stepsOf(plan, refresh).map(({ does, layer, isLast }) => [does, layer, isLast])).toEqual([
    ['purge', 'mid', true],
    ['purge', 'edge', true],
  ]);
});

test('a refresh that warms again purges all before it pulls any', () => {
  expect(stepsOf(plan, { ...refresh, thenPrefetch: true }).map(({ does, layer, isLast }) => [does, layer, isLast])).toEqual([
    ['purge', 'mid', false],
    ['purge', 'edge', false],
    ['pull', 'mid', true],
    ['pull', 'edge', true],
  ]);
});

test('a layer in which a domain staggers is pulled in two parts, if it has more than one node of that domain', () => {
  const staggering = (nodes: readonly number[]) => ({
    ...plan,
    domains: [{ name: 'cdn.test', nodes, variants: [{}], stagger: true as const }],
  });
  const parts = (nodes: readonly number[]) => stepsOf(staggering(nodes), undefined).map(({ layer, part }) => [layer, part]);
  expect(parts([0, 1, 2])).toEqual([
    ['mid', undefined],
    ['edge', 'first'],
    ['edge', 'rest'],
  ]);
  expect(parts([0, 1])).toEqual([
    ['mid', undefined],
    ['edge', undefined],
  ]);
});
