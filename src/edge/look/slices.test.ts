import { expect, test } from 'vitest';
import type { Sighting } from '../../tasks/look.ts';
import { sliceCount, sliceRange, withSlices } from './slices.ts';

const first: Sighting = {
  state: 'fresh',
  because: 'X-Cache-Status: HIT',
  validator: '"a"',
  sizeBytes: 250,
  freshForS: 60,
  httpStatus: 206,
};
const slice = (index: number, more: Partial<Sighting> = {}) => ({ index, sighting: { ...first, ...more } });

test('an object is there when all of its slices are, and for as long as the first that goes', () => {
  expect(withSlices(first, [slice(1, { freshForS: 20 }), slice(2)], 3)).toEqual({
    ...first,
    freshForS: 20,
    because: 'all of its 3 slices are there; X-Cache-Status: HIT',
  });
  expect(withSlices(first, [{ index: 1, sighting: { state: 'fresh', because: '', validator: '"a"' } }], 2)).not.toHaveProperty('freshForS');
});

test('one that is missing, has expired or can’t be told of is the object’s state; what is missing comes first', () => {
  const missing = withSlices(first, [slice(1, { state: 'expired' }), slice(2, { state: 'absent', because: 'X-Cache-Status: MISS' })], 3);
  expect(missing).toMatchObject({ state: 'absent', because: 'slice 3 of 3: X-Cache-Status: MISS', sizeBytes: 250 });
  expect(missing).not.toHaveProperty('freshForS');
  expect(withSlices(first, [slice(1, { state: 'unknown' }), slice(2, { state: 'expired' })], 3)).toMatchObject({ state: 'expired' });
  expect(withSlices(first, [slice(1, { state: 'unknown' })], 2)).toMatchObject({ state: 'unknown' });
});

test('slices of two versions are no object: nginx fetches such a one anew', () => {
  expect(withSlices(first, [slice(1, { validator: '"b"' })], 2)).toMatchObject({
    state: 'absent',
    because: expect.stringContaining('"b", not "a"'),
  });
});

test('counts and ranges', () => {
  expect([undefined, 0, 1, 100, 101].map((sizeBytes) => sliceCount(sizeBytes, 100))).toEqual([1, 1, 1, 1, 2]);
  expect(sliceRange(2, 100)).toBe('bytes=200-299');
});
