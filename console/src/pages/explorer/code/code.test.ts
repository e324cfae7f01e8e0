import { runInThisContext } from 'node:vm';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { highlight } from './highlight.ts';
import { codeIn, codeLanguages } from './languages.ts';
import { doubleQuoted, javaQuoted, singleQuoted } from './quoting.ts';
import { formParameters, type SampleCall } from './sample.ts';
import { sdkCallOf } from './sdkcalls.ts';

const call: SampleCall = {
  action: 'PrefetchNewUcdnDomainCache',
  request: { UrlList: ['http://a/1', 'http://a/2'] },
  endpoint: 'http://127.0.0.1:8460',
  hasToken: false,
};

/** UTF-16 of any kind, halves of surrogate pairs among it. */
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) => String.fromCharCode(...units));

describe.each(codeLanguages)('code in $name', ({ id }) => {
  test('reads the keys from the environment', () => {
    const code = codeIn(id, call);
    expect(code).toContain('FOREWARM_PUBLIC_KEY');
    expect(code).toContain('FOREWARM_PRIVATE_KEY');
    expect(code).not.toContain('FOREWARM_SECURITY_TOKEN');
    expect(codeIn(id, { ...call, hasToken: true })).toContain('FOREWARM_SECURITY_TOKEN');
  });

  test('has nothing in it that can’t be seen', () => {
    const hostile = 'a\u202eb\u200bc\u0007d\u0085e\u2028f\tg\rh';
    const code = codeIn(id, { ...call, request: { UrlList: [hostile], Comment: hostile } });
    expect(code.replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    // Tabs indent Go, and are in no value.
    expect(code).not.toMatch(/f\tg/);
  });
});

test('parameters of a form are sorted by name, lists among them by index as text', () => {
  const request = { UrlList: Array.from({ length: 11 }, (_, index) => `u${index}`), Comment: 'c', DryRun: true, Priority: 0 };
  const names = formParameters({ ...call, request, hasToken: true }).map(({ name }) => name);
  expect(names).toEqual(names.toSorted());
  expect(names.slice(0, 6)).toEqual(['Action', 'Comment', 'DryRun', 'Priority', 'PublicKey', 'SecurityToken']);
  expect(names.slice(6, 9)).toEqual(['UrlList.0', 'UrlList.1', 'UrlList.10']);
});

describe('an SDK’s own call', () => {
  test('is used when it sends all of the parameters, typed as it has them', () => {
    expect(sdkCallOf(call)?.service).toBe('ucdn');
    expect(sdkCallOf({ ...call, request: { ...call.request, ProjectId: 'org-main' } })?.service).toBe('ucdn');
    expect(sdkCallOf({ ...call, action: 'GetProjectList', request: {} })?.service).toBe('uaccount');
  });

  test.each([
    ['a parameter of forewarm’s own', { ...call, request: { ...call.request, Comment: 'c' } }],
    ['a value of another kind', { ...call, action: 'DescribeNewUcdnPrefetchCacheTask', request: { Limit: 'ten' } }],
    ['an action of forewarm’s own', { ...call, action: 'DescribeUcdnTaskSummary', request: {} }],
    ['temporary credentials', { ...call, hasToken: true }],
    ['a name that every object has', { ...call, action: 'constructor', request: {} }],
  ])('is not used with %s', (_, other) => {
    expect(sdkCallOf(other)).toBeUndefined();
  });
});

test('JavaScript reads single-quoted strings back', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 50 }), (texts) => {
      const read: unknown = runInThisContext(`[${texts.map(singleQuoted).join(',')}]`);
      expect(read).toEqual(texts.map((text) => text.toWellFormed()));
    }),
  );
});

test('double-quoted strings are JSON but for what can’t be seen', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const plain = doubleQuoted(text).replaceAll(/\\U([0-9a-f]{8})/g, (_, point: string) =>
        String.fromCodePoint(Number.parseInt(point, 16)),
      );
      expect(JSON.parse(plain)).toBe(text.toWellFormed());
    }),
  );
});

test('Java’s strings are ASCII on one line', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(javaQuoted(text)).toMatch(/^"[ -~]*"$/);
    }),
  );
});

test('coloured code is the code', () => {
  for (const manner of ['shell', 'hash', 'slashes'] as const) {
    const code = codeLanguages.map(({ id }) => codeIn(id, call)).join('\n');
    expect(
      highlight(code, manner)
        .map(({ text }) => text)
        .join(''),
    ).toBe(code);
  }
  const shell = highlight(String.raw`a 'it'\''s "x"' b`, 'shell');
  expect(shell.filter(({ kind }) => kind === 'text').map(({ text }) => text)).toEqual([`'it'`, `'s "x"'`]);
});
