import { describe, expect, test } from 'vitest';
import { Pace } from './pace.ts';
import { barLine, glyphsFor, type Progress } from './progressbar.ts';
import { styleOf } from './style.ts';

const plain = styleOf({ write: () => true }, {});
const blocks = glyphsFor({ LANG: 'en_US.UTF-8' });
const halfWay: Progress = {
  urlCount: 10_000,
  endedUrls: 4500,
  failedUrls: 3,
  share: 0.45,
  urlsPerSecond: 1200,
  leftMs: 4600,
  bytes: 120_000_000,
};

describe('The bar', () => {
  test.each([
    [79, '[██████░░░░░░░░]  45 %  4,500/10,000 URLs  3 failed  4.6 s left  1,200/s  120 MB'],
    [60, '[█████░░░░░░░]  45 %  4,500/10,000 URLs  3 failed  4.6 s left'],
    [39, '[████░░░░░░░]  45 %  4,500/10,000 URLs'],
    [20, ' 45 % 4,50…,000 URLs'],
  ])('in %i columns leaves out what matters least', (width, expected) => {
    const line = barLine(halfWay, width, plain, blocks);
    expect(line.length).toBeLessThanOrEqual(width);
    expect(line.replace(/[█░]+/, '')).toBe(expected.replace(/[█░]+/, ''));
  });

  test('is full at the end, and grows no wider than 40', () => {
    const line = barLine({ urlCount: 1, endedUrls: 1, failedUrls: 0, share: 1 }, 200, plain, blocks);
    expect(line).toBe(`[${'█'.repeat(40)}] 100 %  1/1 URLs`);
  });

  test('says nothing that it does not know', () => {
    expect(barLine({ urlCount: 5, endedUrls: 0, failedUrls: 0, share: 0 }, 40, plain, blocks)).toBe(
      '[░░░░░░░░░░░░░░░░░░░░]   0 %  0/5 URLs',
    );
  });

  test('is drawn in ASCII where the terminal has nothing else', () => {
    expect(glyphsFor({ LC_ALL: 'C', LANG: 'en_US.UTF-8' })).toEqual({ full: '#', empty: '.' });
    expect(glyphsFor({ LC_ALL: '', LANG: 'zh_CN.utf8' })).toEqual(blocks);
  });
});

describe('The pace', () => {
  test('is not known until something has moved', () => {
    const pace = new Pace();
    pace.look(0, 0);
    pace.look(0, 1000);
    expect(pace.perSecond()).toBeUndefined();
  });

  test('is that of the last half minute', () => {
    const pace = new Pace();
    for (let second = 0; second <= 60; second += 1) pace.look(second * 10, second * 1000);
    for (let second = 61; second <= 120; second += 1) pace.look(600 + (second - 60) * 100, second * 1000);
    expect(pace.perSecond()).toBeCloseTo(100, 5);
  });
});
