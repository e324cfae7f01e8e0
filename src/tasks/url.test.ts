import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { directoryFault, isUrlFault, maxUrlBytes, parseTargetUrl } from './url.ts';

function sent(text: string): string {
  const result = parseTargetUrl(text);
  if (isUrlFault(result)) throw new Error(`${text}: ${result.what}`);
  expect(result.text, 'the submitted text is kept for the answers').toBe(text);
  return result.url;
}

function fault(text: string): string {
  const result = parseTargetUrl(text);
  if (!isUrlFault(result)) throw new Error(`${text} was taken as ${result.url}`);
  return `${result.what}; ${result.accepted}`;
}

describe('a URL that is accepted', () => {
  test.each([
    ['http://cdn.example.com/a.mp4', 'http://cdn.example.com/a.mp4'],
    ['HTTPS://CDN.Example.COM/A.mp4', 'https://cdn.example.com/A.mp4'],
    ['http://cdn.example.com', 'http://cdn.example.com/'],
    ['http://cdn.example.com?token=1', 'http://cdn.example.com/?token=1'],
    ['http://cdn.example.com:80/x', 'http://cdn.example.com/x'],
    ['https://cdn.example.com:443?x', 'https://cdn.example.com/?x'],
    ['https://cdn.example.com:/x', 'https://cdn.example.com/x'],
    [
      'http://cdn.example.com/影片/é.mp4?标题=一&x=😀',
      'http://cdn.example.com/%E5%BD%B1%E7%89%87/%C3%A9.mp4?%E6%A0%87%E9%A2%98=%E4%B8%80&x=%F0%9F%98%80',
    ],
    ['http://例子.测试/', 'http://xn--fsqu00a.xn--0zwm56d/'],
    ['http://my_host.example.com/', 'http://my_host.example.com/'],
    ['http://1.2.3.4.com/', 'http://1.2.3.4.com/'],
  ])('%s is sent as %s', (text, url) => {
    expect(sent(text)).toBe(url);
  });

  test.each(['/a/../b', '/a/./b//c', '/%7e%7E%2f%', '/{a}|"<>`^', '/a?b?c&=+%20%zz', '/a@b:c/[1]', "/a;b,c=(d)'!*$"])(
    '%s stays byte for byte: anything else would be another cache key',
    (path) => {
      expect(sent(`http://cdn.example.com${path}`)).toBe(`http://cdn.example.com${path}`);
    },
  );

  test('the scheme and the host are told apart from the text', () => {
    expect(parseTargetUrl('HTTPS://Cdn.Example.com:443/x')).toEqual({
      text: 'HTTPS://Cdn.Example.com:443/x',
      scheme: 'https',
      host: 'cdn.example.com',
      url: 'https://cdn.example.com/x',
    });
  });

  test('may have 8,192 bytes and no more, as it is sent', () => {
    const base = 'http://cdn.example.com/';
    const full = base + 'x'.repeat(maxUrlBytes - base.length);
    expect(sent(full)).toHaveLength(maxUrlBytes);
    expect(fault(`${full}x`)).toContain('longer than 8192 bytes');
    expect(fault(base + '中'.repeat(1000)), 'nine bytes a character once encoded').toContain('longer than 8192 bytes');
    expect(fault(base + 'x'.repeat(65_536))).toContain('longer than 8192 bytes');
  });
});

describe('a URL that is refused', () => {
  test.each([
    ['', 'does not begin with http:// or https://'],
    ['cdn.example.com/x', 'does not begin with http:// or https://'],
    ['/x', 'does not begin with http:// or https://'],
    ['ftp://cdn.example.com/x', 'does not begin with http:// or https://'],
    ['http:/cdn.example.com/', 'does not begin with http:// or https://'],
    [' http://cdn.example.com/', 'does not begin with http:// or https://'],
    ['http://', 'has no host'],
    ['http:///x', 'has no host'],
    ['http://:80/', 'has no host'],
    ['http://user@cdn.example.com/', 'user name'],
    ['http://user:pw@cdn.example.com/', 'user name'],
    ['http://cdn.example.com:80@evil.example/', 'user name'],
    ['http://cdn.example.com:8080/', 'with a port'],
    ['https://cdn.example.com:80/', 'with a port'],
    ['http://cdn.example.com:443/', 'with a port'],
    ['http://cdn.example.com:080/', 'with a port'],
    ['http://cdn.example.com:80:80/', 'with a port'],
    ['http://cdn.example.com/#top', 'fragment (# at character 24)'],
    ['http://cdn.example.com#', 'fragment'],
    ['http://cdn.example.com/a b', 'space at character 25'],
    ['http://cdn.example.com/\n', 'control character at character 24'],
    ['http://cdn.example.com/a\u0000', 'control character'],
    ['http://cdn.example.com/a\u007f', 'control character'],
    ['http://cdn.example.com/a\u0085', 'control character'],
    ['http://cdn.example.com\\x', 'backslash'],
    ['http://cdn.example.com/a\\b', 'backslash'],
    ['http://cdn.example.com/\ud800', 'surrogate'],
    ['http://cdn.example.com/\udc00x', 'surrogate'],
  ])('%j: %s', (text, part) => {
    expect(fault(text)).toContain(part);
  });

  test('names what is accepted and quotes nothing of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (tail) => {
        const result = parseTargetUrl(`http://cdn.example.com/#${tail}`);
        expect(isUrlFault(result) ? result.what + result.accepted : 'taken').toMatch(/^(?!taken)[ -~]+$/);
      }),
    );
  });
});

describe('a directory', () => {
  const faultOf = (text: string) => {
    const url = parseTargetUrl(text);
    return isUrlFault(url) ? url : directoryFault(url);
  };

  test.each(['http://cdn.example.com/', 'https://cdn.example.com/a/', 'http://cdn.example.com/图/', 'http://cdn.example.com//'])(
    'is %s',
    (text) => expect(faultOf(text)).toBeUndefined(),
  );

  test.each([
    ['http://cdn.example.com/a', 'it does not end in /'],
    ['http://cdn.example.com', 'it does not end in /'],
    ['http://cdn.example.com/a/?', 'it has a query'],
    ['http://cdn.example.com/a?b/', 'it has a query'],
    ['http://cdn.example.com?/', 'it has a query'],
  ])('is not %s', (text, why) => {
    expect(faultOf(text)).toEqual({ what: `which is no directory: ${why}`, accepted: 'a URL that ends in / and has no query' });
  });
});

test('whatever is accepted is ASCII, on the host that it names, and the platform reads the same host in it', () => {
  const host = fc.constantFrom('cdn.example.com', 'CDN.example.com', '例子.com', 'a.b', '127.1', '[::1]', 'x.com:80', 'u@x.com', 'x.com.');
  const tail = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ unit: 'grapheme', maxLength: 30 }), fc.webPath());
  fc.assert(
    fc.property(fc.constantFrom('http', 'https', 'HTTP'), host, fc.constantFrom('', '/', '?'), tail, (scheme, host, mark, tail) => {
      const result = parseTargetUrl(`${scheme}://${host}${mark}${tail}`);
      if (isUrlFault(result)) return;
      expect(result.url).toMatch(/^https?:\/\/[a-z0-9._-]+\/[!-~]*$/);
      const platform = new URL(result.url);
      expect(platform.hostname).toBe(result.host);
      expect(platform.username + platform.port + platform.hash).toBe('');
    }),
    { numRuns: 500 },
  );
});
