import { describe, expect, test } from 'vitest';
import { redirectTarget } from './redirect.ts';

const url = 'http://cdn.example.com/a/b?c=1';
const isOurs = (host: string, scheme: string) =>
  ['cdn.example.com', 'img.example.com'].includes(host) && (scheme === 'http' || host === 'img.example.com');
const ask = (location: string, asked: readonly string[] = [url]) => redirectTarget({ url, location, asked, isOurs });

describe('a redirect', () => {
  test.each([
    ['/other', 'http://cdn.example.com/other'],
    ['other?d=2', 'http://cdn.example.com/a/other?d=2'],
    ['?d=2', 'http://cdn.example.com/a/b?d=2'],
    ['//img.example.com/x', 'http://img.example.com/x'],
    ['https://img.example.com/x', 'https://img.example.com/x'],
    ['HTTPS://IMG.EXAMPLE.COM:443/x', 'https://img.example.com/x'],
    ['/with#fragment', 'http://cdn.example.com/with'],
    // Bytes of UTF-8, as an HTTP parser hands them on: one char a byte.
    ['/\u00e4\u00b8\u00ad', 'http://cdn.example.com/%E4%B8%AD'],
    ['/%E4%B8%AD', 'http://cdn.example.com/%E4%B8%AD'],
  ])('to "%s" is followed to %s', (location, follow) => {
    expect(ask(location)).toEqual({ follow, host: new URL(follow).host });
  });

  test.each([
    ['https://cdn.example.com/a/b?c=1', 'does not serve'],
    ['https://elsewhere.example.net/', 'does not serve'],
    ['http://127.0.0.1/', 'does not serve'],
    ['ftp://cdn.example.com/', 'does not serve'],
    ['javascript:alert(1)', 'does not serve'],
    ['http://cdn.example.com:8080/', 'a port or credentials'],
    ['http://me:secret@cdn.example.com/', 'a port or credentials'],
    ['http://', 'which is no URL'],
    ['/a/b?c=1', 'in a circle'],
    ['#only-a-fragment', 'in a circle'],
  ])('to "%s" is refused: %s', (location, why) => {
    expect(ask(location)).toEqual({ refuse: expect.stringContaining(why) });
  });

  test('is followed five times and no more', () => {
    const asked = Array.from({ length: 5 }, (_, hop) => `http://cdn.example.com/${hop}`);
    expect(ask('/next', asked)).toEqual({ follow: 'http://cdn.example.com/next', host: 'cdn.example.com' });
    expect(ask('/next', [...asked, url])).toEqual({ refuse: expect.stringContaining('more than 5 times') });
  });

  test('back to any earlier place is a circle', () => {
    expect(ask('/first', ['http://cdn.example.com/first', url])).toEqual({ refuse: expect.stringContaining('in a circle') });
  });

  test('is told with its location, shortened and without control characters', () => {
    const answer = ask(`https://elsewhere.example.net/\u0007${'x'.repeat(5000)}`);
    expect(answer).toEqual({ refuse: expect.stringMatching(/^redirected to "https:\/\/elsewhere\.example\.net\/\?x+…"/) });
    expect(JSON.stringify(answer).length).toBeLessThan(400);
  });
});
