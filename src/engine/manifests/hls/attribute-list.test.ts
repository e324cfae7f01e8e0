import { expect, test } from 'vitest';
import { attribute } from './attribute-list.ts';

test.each([
  ['URI="a.ts"', 'a.ts'],
  ['METHOD=AES-128,URI="a,b=c.ts",IV=0x1', 'a,b=c.ts'],
  ['NAME="it\'s, URI=no",URI="a.ts"', 'a.ts'],
  [' BANDWIDTH=1 , URI="a.ts" ', 'a.ts'],
  ['URI=bare.ts,X=1', 'bare.ts'],
  ['X-URI="no",URI="a.ts"', 'a.ts'],
  ['URI=""', ''],
  ['URI="open', 'open'],
  ['URI=', ''],
  ['METHOD=NONE', undefined],
  ['', undefined],
  ['URI', undefined],
  [',,,', undefined],
  ['NAME="never closed,URI=a.ts', undefined],
])('in %s the URI is %s', (list, uri) => {
  expect(attribute(list, 'URI')).toBe(uri);
});
