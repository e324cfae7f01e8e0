import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxRefreshUrls } from '../wire/limits.ts';
import { splitUrls, UrlBatch } from './split.ts';

const url = (index: number) => `http://cdn.example.com/${index}`;

describe('a list of URLs', () => {
  test('is split at 1000, in order, the last submit taking the rest', () => {
    const urls = Array.from({ length: 2500 }, (_, index) => url(index));
    const submits = [...splitUrls(urls)];
    expect(submits.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(submits.flat()).toEqual(urls);
  });
  test('to be refreshed is split at 100', () => {
    const submits = [
      ...splitUrls(
        Array.from({ length: 250 }, (_, index) => url(index)),
        { maxUrls: maxRefreshUrls },
      ),
    ];
    expect(submits.map(({ length }) => length)).toEqual([100, 100, 50]);
  });
  test('of exactly 1000 is one submit, and an empty one none', () => {
    expect([...splitUrls(Array.from({ length: 1000 }, (_, index) => url(index)))]).toHaveLength(1);
    expect([...splitUrls([])]).toEqual([]);
  });
  test('of long URLs is split before the body grows beyond what the server takes', () => {
    const submits = [...splitUrls(Array.from({ length: 1000 }, () => `http://cdn.example.com/${'x'.repeat(8169)}`))];
    expect(submits.map(({ length }) => length)).toEqual([511, 489]);
    for (const UrlList of submits) expect(JSON.stringify({ UrlList }).length).toBeLessThan(4 * 1024 * 1024 + 20);
  });
  test('keeps a URL that is too long by itself, alone: the server says best what is wrong', () => {
    expect([...splitUrls(['a', 'x'.repeat(50), 'b'], { maxBytes: 20 })]).toEqual([['a'], ['x'.repeat(50)], ['b']]);
  });
});

test('a batch gives each submit as soon as it is full', () => {
  const batch = new UrlBatch({ maxUrls: 2 });
  expect([...batch.add('a')]).toEqual([]);
  expect([...batch.add('b')]).toEqual([['a', 'b']]);
  expect([...batch.add('c')]).toEqual([]);
  expect([...batch.rest()]).toEqual([['c']]);
  expect([...batch.rest()]).toEqual([]);
});

test('nothing is lost, turned round or over a bound', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 20 })),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 60 }),
      (urls, maxUrls, maxBytes) => {
        const submits = [...splitUrls(urls, { maxUrls, maxBytes })];
        expect(submits.flat()).toEqual(urls);
        for (const submit of submits) {
          expect(submit.length).toBeGreaterThan(0);
          expect(submit.length).toBeLessThanOrEqual(maxUrls);
          const bytes = Buffer.byteLength(JSON.stringify(submit)) - 1;
          expect(submit.length === 1 || bytes <= maxBytes).toBe(true);
        }
      },
    ),
  );
});
