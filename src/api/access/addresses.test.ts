import { expect, test } from 'vitest';
import { addressSet, isLoopback, plainAddress } from './addresses.ts';

test('An address is found in its network, alone, and mapped into IPv6', () => {
  const set = addressSet(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32', '::1']);
  const inside = ['10.255.0.1', '::ffff:10.1.2.3', '192.0.2.7', '2001:db8:1::2', '::1', '::FFFF:192.0.2.7'];
  const outside = ['11.0.0.1', '::ffff:11.0.0.1', '192.0.2.8', '2001:db9::1', '::2', 'unknown', ''];
  expect([...inside, ...outside].filter((address) => set.has(address))).toEqual(inside);
});

test('An IPv4 rule written in its mapped form matches plain IPv4 as well', () => {
  expect(addressSet(['::ffff:192.0.2.7']).has('192.0.2.7')).toBe(true);
});

test.each(['10.0.0.0/33', '::/129', 'localhost', '10.0.0/8', '10.0.0.0/', '10.0.0.0/-1', '10.0.0.0/8/8', ''])(
  '%j is refused by name',
  (entry) => {
    expect(() => addressSet([entry])).toThrow(`"${entry}" is neither`);
  },
);

test('The zone of a link-local address and the mapping of IPv4 are no part of an address', () => {
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
  expect(plainAddress('::ffff:127.0.0.1')).toBe('127.0.0.1');
  expect(isLoopback('::ffff:127.9.9.9')).toBe(true);
  expect(isLoopback('0.0.0.0')).toBe(false);
});
