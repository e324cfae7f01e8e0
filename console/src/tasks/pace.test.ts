import { expect, test } from 'vitest';
import { leftMsOf, shareOf } from './pace.ts';

const running = {
  Status: 'process',
  StartTime: 1000,
  Progress: 0,
  UrlCount: 200,
  SuccessCount: 0,
  FailureCount: 0,
  UnknowCount: 0,
} as const;

test('a share is the further of bytes and URLs', () => {
  expect(shareOf({ ...running, Progress: 30, SuccessCount: 20 })).toBe(0.3);
  expect(shareOf({ ...running, Progress: 5, SuccessCount: 20, FailureCount: 60, UnknowCount: 20 })).toBe(0.5);
});

test('what is left follows from the pace since the start', () => {
  expect(leftMsOf({ ...running, SuccessCount: 50 }, 1_010_000)).toBe(30_000);
  expect(leftMsOf({ ...running, Progress: 50 }, 1_010_000)).toBe(10_000);
});

test.each([
  ['it has ended', { ...running, Status: 'failure', SuccessCount: 50 }, 1_010_000],
  ['it has not begun', { ...running, StartTime: undefined, Status: 'wait' }, 1_010_000],
  ['it has hardly begun', { ...running, SuccessCount: 50 }, 1_001_000],
  ['nothing has come yet', running, 1_010_000],
  ['this clock is behind the server’s', { ...running, SuccessCount: 50 }, 900_000],
] as const)('nothing is said where %s', (_why, task, nowMs) => {
  expect(leftMsOf(task, nowMs)).toBeUndefined();
});
