import { describe, expect, test } from 'vitest';
import { requestHeaders, type HeaderSources } from './request-headers.ts';

function headersOf(more: Partial<HeaderSources>): Record<string, string> {
  const flat = requestHeaders({
    host: 'cdn.example.com',
    userAgent: 'forewarm/1',
    variant: {},
    node: {},
    forwardedProto: undefined,
    ...more,
  });
  const pairs = Array.from({ length: flat.length / 2 }, (_, index) => [flat[index * 2], flat[index * 2 + 1]]);
  return Object.fromEntries(pairs);
}

describe('a request’s headers', () => {
  test('are few by default, and ask for no encoding', () => {
    expect(headersOf({})).toEqual({ Accept: '*/*', 'User-Agent': 'forewarm/1', Host: 'cdn.example.com' });
  });

  test('hold the variant’s, which may say otherwise', () => {
    const headers = headersOf({ variant: { 'Accept-Encoding': 'br', accept: 'image/avif', 'user-agent': 'Mobile' } });
    expect(headers).toEqual({ 'Accept-Encoding': 'br', accept: 'image/avif', 'user-agent': 'Mobile', Host: 'cdn.example.com' });
  });

  test('hold the node’s, which go with every request', () => {
    const headers = headersOf({ node: { 'X-Edge-Token': 'abc' }, variant: { 'x-edge-token': 'none' } });
    expect(headers).toMatchObject({ 'X-Edge-Token': 'abc' });
    expect(headers).not.toHaveProperty('x-edge-token');
  });

  test('tell the URL’s scheme where one address serves both', () => {
    expect(headersOf({ forwardedProto: 'https' })).toMatchObject({ 'X-Forwarded-Proto': 'https' });
  });

  test('name the URL’s host, whatever a variant or a node says', () => {
    expect(headersOf({ variant: { host: 'a' }, node: { HOST: 'b' } })).toEqual({
      Accept: '*/*',
      'User-Agent': 'forewarm/1',
      Host: 'cdn.example.com',
    });
  });
});
