import { expect, test } from 'vitest';
import { hourOf } from './hour.ts';

const nothing = { Bytes: '0', SuccessCount: 0, FailureCount: 0, UnknowCount: 0, HitCount: 0, PurgeCount: 0, PurgeFailureCount: 0 };

test('rates and shares, without what came before the start and the period that still goes on', () => {
  const periods = [
    { ...nothing, BeginTime: -60 },
    { ...nothing, BeginTime: 0, Bytes: '600', SuccessCount: 4, HitCount: 1 },
    { ...nothing, BeginTime: 60 },
    { ...nothing, BeginTime: 120, Bytes: '9999', SuccessCount: 9 },
  ];
  expect(hourOf(periods, 60, 30)).toEqual({
    atS: [-60, 0, 60],
    bytesPerSecond: [null, 10, 0],
    hitShare: [null, 0.25, null],
    meanHitShare: 0.25,
    meanBytesPerSecond: 5,
  });
});

test('shows what was counted, and ten minutes at least', () => {
  const periods = Array.from({ length: 121 }, (_, index) => ({ ...nothing, BeginTime: index * 30 }));
  expect(hourOf(periods, 30, 0).atS).toHaveLength(120);
  expect(hourOf(periods, 30, 1815).atS).toEqual(Array.from({ length: 60 }, (_, index) => (60 + index) * 30));
  expect(hourOf(periods, 30, 3590).atS).toEqual(Array.from({ length: 20 }, (_, index) => (100 + index) * 30));
});

test('a server that has just started has no figures', () => {
  expect(hourOf([{ ...nothing, BeginTime: 0 }], 60, 10)).toMatchObject({ atS: [], meanHitShare: undefined, meanBytesPerSecond: 0 });
});
