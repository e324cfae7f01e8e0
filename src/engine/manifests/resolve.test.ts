import { describe, expect, test } from 'vitest';
import { resolved } from './resolve.ts';

const base = 'https://cdn.example.com/show/hd/list.m3u8?x=1';

describe('a name in a playlist', () => {
  test.each([
    ['seg.ts', 'https://cdn.example.com/show/hd/seg.ts'],
    ['../sd/seg.ts?a=b&c', 'https://cdn.example.com/show/sd/seg.ts?a=b&c'],
    ['./././seg.ts', 'https://cdn.example.com/show/hd/seg.ts'],
    ['../../../../seg.ts', 'https://cdn.example.com/seg.ts'],
    ['/seg.ts', 'https://cdn.example.com/seg.ts'],
    ['//media.example.com/seg.ts', 'https://media.example.com/seg.ts'],
    ['?y=2', 'https://cdn.example.com/show/hd/list.m3u8?y=2'],
    ['http://CDN.example.com:80/a.ts', 'http://cdn.example.com/a.ts'],
    ['seg 1.ts', 'https://cdn.example.com/show/hd/seg%201.ts'],
    ['第一集.ts', 'https://cdn.example.com/show/hd/%E7%AC%AC%E4%B8%80%E9%9B%86.ts'],
    ['seg.ts#t=10', 'https://cdn.example.com/show/hd/seg.ts'],
    ['seg.ts#', 'https://cdn.example.com/show/hd/seg.ts'],
    ['a%2Fb%20.ts', 'https://cdn.example.com/show/hd/a%2Fb%20.ts'],
    ['seg:1.ts/../2.ts', undefined],
  ])('%s is asked for as %s', (uri, url) => {
    const target = resolved(uri, base);
    expect('url' in target ? target.url : undefined).toBe(url);
  });

  test.each([
    [`data:text/plain;base64,${'A'.repeat(9000)}`, 'data:'],
    ['skd://key-1', 'skd:'],
    ['SKD://key-1', 'skd:'],
    ['blob:https://cdn.example.com/1', 'blob:'],
    ['file:///etc/passwd', 'file:'],
    ['javascript:alert(1)', 'javascript:'],
    ['https://cdn.example.com:8443/a.ts', 'with a port'],
    ['https://user:secret@cdn.example.com/a.ts', 'with a user name'],
    ['http://169.254.169.254/latest', 'whose host is an IP address'],
    ['http://[::1]/a', 'whose host is an IP address'],
    ['http://', 'that are no URL'],
    ['bad\ufffd.ts', 'that are not UTF-8'],
    ['a'.repeat(8193), 'longer than 8192 bytes'],
    ['中'.repeat(3000), 'which is longer than 8192 bytes once percent-encoded'],
  ])('that no node can be asked for says what is the matter: %#', (uri, what) => {
    expect(resolved(uri, base)).toEqual({ skipped: what });
  });
});
