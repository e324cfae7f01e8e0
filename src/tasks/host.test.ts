import { describe, expect, test } from 'vitest';
import { normalHost } from './host.ts';

describe('a host name', () => {
  test.each([
    ['CDN.Example.com', 'cdn.example.com'],
    ['localhost', 'localhost'],
    ['xn--fsqu00a.com', 'xn--fsqu00a.com'],
    ['例子.COM', 'xn--fsqu00a.com'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['例子。com', 'xn--fsqu00a.com'],
    ['a'.repeat(63), 'a'.repeat(63)],
  ])('%s is written %s', (text, host) => {
    expect(normalHost(text)).toBe(host);
  });

  test.each([
    '127.0.0.1',
    '127.0.0.1.',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7F.1',
    '0177.0.0.1',
    '0x',
    '1.2.3.08',
    'cdn.example.123',
    '１２７.0.0.1',
    '⑫⑦.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ])('%s is an IP address, or would be read as one', (text) => {
    expect(normalHost(text)).toEqual({ what: 'whose host is an IP address', accepted: 'the name of a domain' });
  });

  test.each([
    'a..b',
    '.a',
    '-a.com',
    'a-.com',
    'a b',
    'a%41.com',
    'a/b',
    'é/b',
    'é?b',
    'é#b',
    'é@b',
    'é:80',
    'é\nb',
    'é％b',
    'a*b',
    'a'.repeat(64),
    `${'a.'.repeat(126)}toolong`,
    '\ud800.com',
  ])('%j is no domain name', (text) => {
    expect(normalHost(text)).toMatchObject({ what: 'whose host is no domain name' });
  });

  test('with a dot at its end is refused: it would be a cache key of its own', () => {
    expect(normalHost('cdn.example.com.')).toMatchObject({ what: 'whose host ends in a dot' });
  });
});
