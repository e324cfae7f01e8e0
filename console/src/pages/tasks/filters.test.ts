import { expect, test } from 'vitest';
import { hasFilter, isLive, listRequest, readFilters, sinceRequest } from './filters.ts';

const nowS = 1_767_268_800;
const read = (search: string) => readFilters(new URLSearchParams(search));

test('without anything in the address it is the last 24 hours, live', () => {
  const filters = read('');
  expect(hasFilter(filters)).toBe(false);
  expect(isLive(filters)).toBe(true);
  expect(listRequest(filters, nowS - 5, nowS)).toEqual({ BeginTime: nowS - 86_400, EndTime: nowS - 5 });
  expect(sinceRequest(filters, nowS - 5)).toEqual({ BeginTime: nowS - 4, EndTime: 2_147_483_647 });
});

test('filters of the address are those of the API', () => {
  const filters = read('Status=failure&Type=refresh&window=7d');
  expect(hasFilter(filters)).toBe(true);
  expect(listRequest(filters, nowS, nowS)).toEqual({
    Status: 'failure',
    Type: 'refresh',
    BeginTime: nowS - 604_800,
    EndTime: nowS,
  });
});

test('tasks that are asked for by name are found whenever they were', () => {
  const filters = read('TaskId=01A,%2001B%0A01C&window=1h');
  expect(isLive(filters)).toBe(false);
  expect(listRequest(filters, undefined, nowS)).toEqual({ TaskId: ['01A', '01B', '01C'] });
});

test('between two times it is not live, from one on it is', () => {
  expect(isLive(read('BeginTime=100&EndTime=200'))).toBe(false);
  expect(listRequest(read('BeginTime=100&EndTime=200'), nowS, nowS)).toEqual({ BeginTime: 100, EndTime: 200 });
  expect(isLive(read('BeginTime=100'))).toBe(true);
  expect(listRequest(read('BeginTime=100'), 150, nowS)).toEqual({ BeginTime: 100, EndTime: 150 });
});

test('a window never begins after its end, whatever the clocks and whatever was typed', () => {
  expect(listRequest(read('window=1h'), nowS - 7200, nowS)).toEqual({ BeginTime: nowS - 7200, EndTime: nowS - 7200 });
  expect(listRequest(read('BeginTime=300&EndTime=200'), undefined, nowS)).toEqual({ BeginTime: 200, EndTime: 200 });
});

test.each(['Status=odd', 'Type=%3Cb%3E', 'window=2y', 'Status=', 'TaskId=%20,%20'])('%s is no filter', (search) => {
  expect(hasFilter(read(search))).toBe(false);
});

test.each(['BeginTime=-1', 'BeginTime=1e9', 'EndTime=99999999999'])('%s leaves that side open', (search) => {
  expect(read(search).window).toEqual({ beginS: undefined, endS: undefined });
});
