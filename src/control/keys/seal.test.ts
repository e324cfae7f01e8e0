import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { Seal } from './seal.ts';

const masterKey = randomBytes(32).toString('base64');
const seal = new Seal(masterKey, 'private keys');

test('What was sealed opens under the same master key, purpose and name, and never twice looks the same', () => {
  const sealed = seal.seal('top-secret', 'key-a');
  expect(new Seal(masterKey, 'private keys').open(sealed, 'key-a')).toBe('top-secret');
  expect(sealed.equals(seal.seal('top-secret', 'key-a'))).toBe(false);
  expect(sealed.includes('top-secret')).toBe(false);
});

test('It opens neither for another name or purpose nor under another master key, nor changed or cut anywhere', () => {
  const sealed = seal.seal('top-secret', 'key-a');
  expect(seal.open(sealed, 'key-b')).toBeUndefined();
  expect(new Seal(masterKey, 'security tokens').open(sealed, 'key-a')).toBeUndefined();
  expect(new Seal(randomBytes(32).toString('hex'), 'private keys').open(sealed, 'key-a')).toBeUndefined();
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(seal.open(changed, 'key-a')).toBeUndefined();
    expect(seal.open(sealed.subarray(0, at), 'key-a')).toBeUndefined();
  }
});

test('The same master key may be written in hex, base64 or base64url; anything shorter is none', () => {
  const bytes = randomBytes(32);
  const sealed = new Seal(bytes.toString('hex'), 'private keys').seal('x', 'key-a');
  for (const text of [bytes.toString('base64'), bytes.toString('base64url'), bytes.toString('hex').toUpperCase()]) {
    expect(new Seal(text, 'private keys').open(sealed, 'key-a')).toBe('x');
  }
  expect(() => new Seal('c2hvcnQ=', 'private keys')).toThrow(RangeError);
});
