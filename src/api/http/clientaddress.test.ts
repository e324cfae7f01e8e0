import { expect, test } from 'vitest';
import { addressSet } from '../access/addresses.ts';
import { clientAddress } from './clientaddress.ts';

const trusted = addressSet(['10.0.0.0/8', '::1']);

test('Nobody but a trusted proxy is believed about whom it speaks for', () => {
  expect(clientAddress('203.0.113.9', '127.0.0.1', trusted)).toBe('203.0.113.9');
  expect(clientAddress('10.0.0.1', '203.0.113.9', trusted)).toBe('203.0.113.9');
});

test('A chain of trusted proxies is walked from its end; what the client put before is not reached', () => {
  expect(clientAddress('10.0.0.1', '127.0.0.1, 203.0.113.9, 10.0.0.2', trusted)).toBe('203.0.113.9');
  expect(clientAddress('::ffff:10.0.0.1', ['127.0.0.1', '203.0.113.9'], trusted)).toBe('203.0.113.9');
});

test('A trusted proxy that forwards for nobody is the client itself', () => {
  expect(clientAddress('10.0.0.1', undefined, trusted)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', '10.0.0.3', trusted)).toBe('10.0.0.3');
});

test('Ports and brackets are left off', () => {
  expect(clientAddress('::1', '203.0.113.9:4711', trusted)).toBe('203.0.113.9');
  expect(clientAddress('::1', '[2001:db8::1]:4711', trusted)).toBe('2001:db8::1');
});

test.each(['unknown', '', '203.0.113.9, _hidden', '10.0.0.1x'])('What is no address is in no allow-list: %j', (forwarded) => {
  expect(clientAddress('10.0.0.1', forwarded, trusted)).toBe('unknown');
  expect(clientAddress(undefined, undefined, trusted)).toBe('unknown');
});
