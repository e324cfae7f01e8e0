import { expect, test } from 'vitest';
import { DueHeap } from './heap.ts';

function drain(heap: DueHeap<{ dueMs: number }>): number[] {
  const order: number[] = [];
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) order.push(item.dueMs);
  return order;
}

test('what is due first comes out first, in whatever order it went in', () => {
  const heap = new DueHeap<{ dueMs: number }>();
  const times = Array.from({ length: 500 }, (_, index) => (index * 7919) % 503);
  for (const dueMs of times) heap.push({ dueMs });
  expect(drain(heap)).toEqual(times.toSorted((one, other) => one - other));
});

test('some can be taken out, and the others keep their order', () => {
  const heap = new DueHeap<{ dueMs: number }>();
  for (const dueMs of [5, 1, 4, 2, 3, 6]) heap.push({ dueMs });
  const taken = heap.extract(({ dueMs }) => dueMs % 2 === 0);
  expect(new Set(taken.map(({ dueMs }) => dueMs))).toEqual(new Set([2, 4, 6]));
  expect(drain(heap)).toEqual([1, 3, 5]);
});
