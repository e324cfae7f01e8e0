import { describe, expect, test } from 'vitest';
import { directoryPaths, scopeOf, siblingForm, touchKey, touchKeyOfLine, urlOf } from './touchkey.ts';

describe('the key of a URL', () => {
  test('is one for all spellings of what is sent, and gives that back', () => {
    const key = touchKey('HTTPS://CDN.example.com:443/é?a=B', 'object');
    expect(key).toEqual({ host: 'cdn.example.com', path: '/%C3%A9?a=B', form: 1 });
    expect(touchKey('https://cdn.example.com/%C3%A9?a=B', 'object')).toEqual(key);
    expect(key && urlOf(key)).toBe('https://cdn.example.com/%C3%A9?a=B');
  });

  test('differs by scheme and scope in its form alone', () => {
    const forms = (['http', 'https'] as const).flatMap((scheme) =>
      (['object', 'subtree'] as const).map((scope) => touchKey(`${scheme}://cdn.example.com/d/`, scope)),
    );
    expect(forms.map((key) => key?.form)).toEqual([0, 2, 1, 3]);
    expect(forms.map((key) => key && [urlOf(key).split(':')[0], scopeOf(key)])).toEqual([
      ['http', 'object'],
      ['http', 'subtree'],
      ['https', 'object'],
      ['https', 'subtree'],
    ]);
    expect([0, 1, 2, 3].map(siblingForm)).toEqual([1, 0, 3, 2]);
  });

  test('of a line is the same, whether it has to be rewritten or not', () => {
    for (const text of ['https://cdn.example.com/a', 'http://cdn.example.com/', 'https://cdn.example.com', 'https://CDN.example.com/é']) {
      expect({ text, key: touchKeyOfLine(text, 'cdn.example.com', 'object') }).toEqual({ text, key: touchKey(text, 'object') });
    }
    expect(touchKeyOfLine('https://cdn.example.com.evil/a', 'cdn.example.com', 'object')?.host).toBe('cdn.example.com.evil');
  });

  test('is none for what is no URL', () => {
    expect(touchKey('ftp://cdn.example.com/', 'object')).toBeUndefined();
    expect(touchKeyOfLine('cdn.example.com/', 'cdn.example.com', 'object')).toBeUndefined();
  });
});

describe('the directories that hold a path', () => {
  test('are all that it begins with; slashes of its query make none', () => {
    expect(directoryPaths('/a/b/c.bin?d=/e/')).toEqual(['/', '/a/', '/a/b/']);
    expect(directoryPaths('/a/')).toEqual(['/', '/a/']);
    expect(directoryPaths('/?x')).toEqual(['/']);
    expect(directoryPaths('?x=/')).toEqual([]);
  });
});
