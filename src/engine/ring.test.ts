import { expect, test } from 'vitest';
import { Ring } from './ring.ts';

function turns(ring: Ring<string>, count: number): string {
  return Array.from({ length: count }, () => ring.next()).join('');
}

test('members take turns', () => {
  const ring = new Ring<string>();
  for (const name of 'abc') ring.add(name);
  expect(turns(ring, 7)).toBe('abcabca');
});

test('a new member comes after all others, and one that leaves is skipped', () => {
  const ring = new Ring<string>();
  ring.add('a');
  const b = ring.add('b');
  expect(turns(ring, 1)).toBe('a');
  ring.add('c');
  expect(turns(ring, 3)).toBe('bac');
  ring.remove(b);
  expect(turns(ring, 4)).toBe('acac');
});

test('an empty ring has no turn', () => {
  const ring = new Ring<string>();
  const only = ring.add('a');
  ring.remove(only);
  expect(ring.isEmpty).toBe(true);
  expect(ring.next()).toBeUndefined();
});
