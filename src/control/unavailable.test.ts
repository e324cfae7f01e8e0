import { expect, test } from 'vitest';
import { domain, node, scene, targets } from './testing/scene.ts';
import { isUnavailable } from './unavailable.ts';

test('A store that can’t work makes control unavailable; a fault of our own does not', async () => {
  await using s = await scene({ nodes: [node('a')], domains: [domain('cdn.test', ['a'])] });
  await s.store.close();
  const fault = await s.submit(targets(1)).catch((error: unknown) => error);
  expect(fault).toBeInstanceOf(Error);
  expect(isUnavailable(fault)).toBe(true);
  for (const error of [new TypeError('x is not a function'), new RangeError('The task id T1 is taken.'), undefined])
    expect(isUnavailable(error)).toBe(false);
});
