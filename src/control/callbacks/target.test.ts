import { expect, test } from 'vitest';
import { targetOf } from './target.ts';

const secret = 'whsec_';

test('an address is shown without what may be secret in it, and known by all of it', () => {
  const one = targetOf({ url: 'https://hooks.test/x?token=s3cret#s3cret', secret, projects: ['a'] });
  expect(one).toMatchObject({ shown: 'https://hooks.test/x', projects: ['a'] });
  expect(JSON.stringify(one)).not.toContain('s3cret');
  const keyOf = (url: string) => targetOf({ url, secret }).key;
  expect(keyOf('https://hooks.test/x?token=s3cret#s3cret')).toBe(one.key);
  expect(keyOf('https://hooks.test/x?token=other')).not.toBe(one.key);
  expect(keyOf('HTTPS://Hooks.test:443/x')).toBe(keyOf('https://hooks.test/x'));
});
