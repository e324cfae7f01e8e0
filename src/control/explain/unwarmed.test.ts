import { expect, test } from 'vitest';
import { unwarmedBy } from './unwarmed.ts';

test('Headers of a Vary that no variant sets are told, whatever their case', () => {
  const variants = [{}, { 'accept-encoding': 'br' }];
  expect(unwarmedBy('Accept-Encoding, Accept-Language,accept-language, ', variants)).toEqual(['accept-language']);
  expect(unwarmedBy('Accept-Encoding', variants)).toEqual([]);
  expect(unwarmedBy('*', variants)).toEqual([]);
  expect(unwarmedBy(undefined, variants)).toEqual([]);
});
