import { expect, test } from 'vitest';
import { timeWindow } from './window.ts';

const nowS = 1_800_000_000;

test('without times: the last day, unless tasks are named', () => {
  expect(timeWindow({}, nowS)).toEqual({ beginS: nowS - 86_400, endS: nowS });
  expect(timeWindow({ TaskId: ['a'] }, nowS)).toBeUndefined();
});

test('with a beginning: to now, or to the given end, tasks named or not', () => {
  expect(timeWindow({ BeginTime: 5 }, nowS)).toEqual({ beginS: 5, endS: nowS });
  expect(timeWindow({ BeginTime: 5, EndTime: 5 }, nowS)).toEqual({ beginS: 5, endS: 5 });
  expect(timeWindow({ TaskId: ['a'], BeginTime: 0 }, nowS)).toEqual({ beginS: 0, endS: nowS });
});

test('an end alone is refused, with TaskId as well', () => {
  const message = 'Missing params [BeginTime]: accepted is a time at or before EndTime whenever EndTime is given';
  expect(() => timeWindow({ EndTime: 5 }, nowS)).toThrow(expect.objectContaining({ retCode: 220, parameter: 'BeginTime', message }));
  expect(() => timeWindow({ EndTime: 5, TaskId: ['a'] }, nowS)).toThrow(expect.objectContaining({ retCode: 220 }));
});

test('a beginning after the end is refused, also after the end that is now', () => {
  expect(() => timeWindow({ BeginTime: 6, EndTime: 5 }, nowS)).toThrow(
    expect.objectContaining({
      retCode: 230,
      message: 'Params [BeginTime] not available: came 6, after EndTime (5); accepted is a time at or before EndTime',
    }),
  );
  expect(() => timeWindow({ BeginTime: nowS + 1 }, nowS)).toThrow(expect.objectContaining({ retCode: 230, parameter: 'BeginTime' }));
});
