import { describe, expect, test } from 'vitest';
import { urlParts } from './url-parts.ts';

describe('a work item’s URL', () => {
  test.each([
    ['http://a.example/', { scheme: 'http', host: 'a.example', path: '/' }],
    ['https://a.example/x?y=z', { scheme: 'https', host: 'a.example', path: '/x?y=z' }],
    ['http://a.example//a//./../%7e~%2F?a=b&&=?', { scheme: 'http', host: 'a.example', path: '//a//./../%7e~%2F?a=b&&=?' }],
    ['http://a.example/?u=http://b.example/', { scheme: 'http', host: 'a.example', path: '/?u=http://b.example/' }],
  ])('%s is cut without touching a byte of its path', (url, parts) => {
    expect(urlParts(url)).toEqual(parts);
  });

  test.each(['ftp://a.example/', 'http:///x', 'http://a.example', '', 'a.example/'])('"%s" is none', (url) => {
    expect(() => urlParts(url)).toThrow('not a URL of a work item');
  });
});
