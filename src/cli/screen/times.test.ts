import { describe, expect, test } from 'vitest';
import { readDuration, readTimeS } from './times.ts';

describe('A duration', () => {
  test.each([
    ['90', 90_000],
    ['90s', 90_000],
    ['250ms', 250],
    ['5m', 300_000],
    ['5min', 300_000],
    ['1.5h', 5_400_000],
    ['2d', 172_800_000],
  ])('%s is %i ms', (text, ms) => {
    expect(readDuration(text, '--timeout')).toBe(ms);
  });

  test.each(['', '0', '-5', '5 s', 'soon', '1e3', '5w', '400d'])('%j is none', (text) => {
    expect(() => readDuration(text, '--timeout')).toThrow(/^--timeout is ".*"; accepted: a duration such as/);
  });
});

describe('A time', () => {
  const nowMs = Date.UTC(2026, 10, 24, 12);

  test.each([
    ['2h', Date.UTC(2026, 10, 24, 10)],
    ['7d', Date.UTC(2026, 10, 17, 12)],
    ['2026-11-24T08:00:00+08:00', Date.UTC(2026, 10, 24)],
    ['2026-11-24', Date.UTC(2026, 10, 24)],
  ])('%s is that moment', (text, ms) => {
    expect(readTimeS(text, '--since', nowMs)).toBe(ms / 1000);
  });

  test.each(['', '5', 'yesterday', '2026-13-01T00:00:00Z', '1795538721'])('%j is none', (text) => {
    expect(() => readTimeS(text, '--since', nowMs)).toThrow(/--since is/);
  });
});
