import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actions, type ActionName, isActionName } from './actions.ts';
import { ExactNumber, type JsonValue, type Params } from './json.ts';
import { readParams, readProjectId } from './params.ts';
import { refusalOf } from './testing/refusal.ts';

function params(values: Record<string, JsonValue>): Params {
  return new Map(Object.entries(values));
}

function describeTask(values: Record<string, JsonValue>) {
  return readParams('DescribeNewUcdnPrefetchCacheTask', params(values));
}

function prefetch(values: Record<string, JsonValue>): string[] {
  return readParams('PrefetchNewUcdnDomainCache', params(values)).UrlList.map(({ text }) => text);
}

function refusal(read: () => unknown): string {
  const error = refusalOf(read);
  return error === undefined ? 'was taken' : `${error.retCode} ${error.parameter} | ${error.message}`;
}

const url = (name: string | number) => `http://cdn.example.com/${name}`;

describe('single parameters', () => {
  test('come typed or as text, and defaults are filled in', () => {
    const expected = { Offset: 0, Limit: 10, IsDcdn: true, BeginTime: 5, Status: 'unknow', ProjectId: 'org-1' };
    expect(describeTask({ Limit: 10, IsDcdn: true, BeginTime: 5, Status: 'unknow', ProjectId: 'org-1' })).toEqual(expected);
    expect(describeTask({ Limit: '10', IsDcdn: 'true', BeginTime: '5', Status: 'unknow', ProjectId: 'org-1' })).toEqual(expected);
    expect(describeTask({ IsDcdn: 'false', Limit: '0' })).toEqual({ Offset: 0, IsDcdn: false, Limit: 0 });
  });
  test('an optional one that is empty or null is absent', () => {
    expect(describeTask({ Limit: '', Status: null, BeginTime: '', Offset: null, ProjectId: '' })).toEqual({ Offset: 0 });
  });
  test('a required one that is absent, empty or null is missing', () => {
    for (const values of [{}, { TaskId: '' }, { TaskId: null }]) {
      expect(refusal(() => readParams('DescribePrefetchUrlDetail', params(values)))).toBe(
        '220 TaskId | Missing params [TaskId]: accepted is a text',
      );
    }
  });
  test('unknown ones are ignored, whatever they hold', () => {
    expect(describeTask({ Region: 'cn', Zone: 'z', ChannelType: [1], 'Limit.0': 'x', limit: -1, __proto__x: {}, 'a.b.c': null })).toEqual({
      Offset: 0,
    });
  });
  test.each<[string, JsonValue, string]>([
    ['Limit', -1, 'came -1; accepted is a whole number from 0 to 2147483647'],
    ['Limit', '-1', 'came "-1"; accepted is a whole number from 0 to 2147483647'],
    ['Limit', new ExactNumber('1.5'), 'came 1.5; accepted is a whole number'],
    ['Limit', '1.5', 'came "1.5"; accepted is a whole number'],
    ['Limit', '1.0', 'came "1.0"'],
    ['Limit', '1e3', 'came "1e3"'],
    ['Limit', '0x10', 'came "0x10"'],
    ['Limit', '010', 'came "010"'],
    ['Limit', '+1', 'came "+1"'],
    ['Limit', ' 1', 'came " 1"'],
    ['Limit', '１', 'came "１"'],
    ['Limit', true, 'came true'],
    ['Limit', [1], 'came a list of 1 value'],
    ['Limit', {}, 'came an object'],
    ['Limit', 2_147_483_648, 'came 2147483648'],
    ['Limit', new ExactNumber('12345678901234567890'), 'came 12345678901234567890'],
    ['Offset', '99999999999999999999', 'came "99999999999999999999"'],
    ['BeginTime', 4_102_444_800, 'came 4102444800; accepted is a Unix timestamp in seconds, from 0 to 2147483647'],
    ['BeginTime', -5, 'came -5; accepted is a Unix timestamp'],
    ['EndTime', 'now', 'came "now"; accepted is a Unix timestamp'],
    ['Status', 'unknown', 'came "unknown"; accepted is one of wait, process, success, failure, unknow'],
    ['Status', 'Success', 'came "Success"'],
    ['Status', 1, 'came 1; accepted is one of wait'],
    ['IsDcdn', 1, 'came 1; accepted is true or false'],
    ['IsDcdn', 'True', 'came "True"; accepted is true or false'],
    ['ProjectId', 7, 'came 7; accepted is a text'],
  ])('%s = %j is refused', (name, value, part) => {
    const message = refusal(() => describeTask({ [name]: value }));
    expect(message).toContain(`230 ${name} | Params [${name}] not available: `);
    expect(message).toContain(part);
  });
  test('the largest values that fit are taken', () => {
    expect(describeTask({ Limit: '2147483647', BeginTime: 2_147_483_647 })).toMatchObject({
      Limit: 2_147_483_647,
      BeginTime: 2_147_483_647,
    });
  });
  test('an action may allow less', () => {
    expect(refusal(() => readParams('DescribeUcdnTaskSummary', params({ Limit: 1001 })))).toContain('a whole number from 0 to 1000');
    expect(readParams('DescribeUcdnTaskSummary', params({ Limit: 1000 })).Limit).toBe(1000);
    expect(readParams('DescribeUcdnTaskSummary', params({})).Limit).toBe(20);
  });
});

describe('lists', () => {
  test('go by index, never by place, and may have gaps', () => {
    expect(describeTask({ 'TaskId.10': 'c', 'TaskId.2': 'b', 'TaskId.0': 'a', 'TaskId.99999': 'd' }).TaskId).toEqual(['a', 'b', 'c', 'd']);
  });
  test('may be a JSON list, or one bare value', () => {
    expect(describeTask({ TaskId: ['b', 'a'] }).TaskId).toEqual(['b', 'a']);
    expect(describeTask({ TaskId: 'a' }).TaskId).toEqual(['a']);
    expect(describeTask({ TaskId: 'a', 'TaskId.1': 'b' }).TaskId).toEqual(['a', 'b']);
  });
  test('an optional one is absent when it holds nothing: null, an empty list, empty texts', () => {
    const empties: Record<string, JsonValue>[] = [
      { TaskId: null },
      { TaskId: [] },
      { TaskId: '' },
      { 'TaskId.0': '' },
      { 'TaskId.0': null },
      { TaskId: ['', null] },
    ];
    for (const values of empties) expect(describeTask(values)).toEqual({ Offset: 0 });
    expect(describeTask({ 'TaskId.0': '', 'TaskId.1': 'b', 'TaskId.3': null }).TaskId).toEqual(['b']);
  });
  test.each(['x', '', '-1', '+1', '01', '1.0', '1.', '1e2', ' 1', '100000', '99999999999', '1]', '٣', 'N', '0.Url'])(
    'an index %j is refused',
    (index) => {
      const message = refusal(() => prefetch({ 'UrlList.0': url(0), [`UrlList.${index}`]: url(1) }));
      expect(message).toContain(`230 UrlList.${index} | Params [UrlList.${index}] not available: came the index `);
      expect(message).toContain('accepted is UrlList.N with N from 0 to 99999');
    },
  );
  test('an index that is given twice is refused', () => {
    expect(refusal(() => describeTask({ TaskId: ['a', 'b'], 'TaskId.1': 'c' }))).toContain(
      '230 TaskId.1 | Params [TaskId.1] not available: came a value beside TaskId.1',
    );
    expect(refusal(() => describeTask({ 'TaskId.0': 'a', TaskId: 'b' }))).toContain(
      '230 TaskId | Params [TaskId] not available: came a value beside TaskId.0',
    );
  });
  test.each<[Record<string, JsonValue>, string]>([
    [{ TaskId: 5 }, '230 TaskId | Params [TaskId] not available: came 5; accepted is a list of texts'],
    [{ TaskId: { '0': 'a' } }, '230 TaskId | Params [TaskId] not available: came an object'],
    [{ TaskId: true }, 'came true'],
    [{ TaskId: ['a', 5] }, '230 TaskId.1 | Params [TaskId.1] not available: came 5; accepted is a text'],
    [{ TaskId: [['a']] }, '230 TaskId.0 | Params [TaskId.0] not available: came a list of 1 value'],
    [{ 'TaskId.3': ['a', 'b'] }, '230 TaskId.3 | Params [TaskId.3] not available: came a list of 2 values'],
    [{ TaskId: Array.from({ length: 100_001 }, () => 'a') }, 'came a list of 100001 values'],
  ])('%j is refused', (values, part) => {
    expect(refusal(() => describeTask(values))).toContain(part);
  });
});

describe('UrlList', () => {
  test('keeps the order, repetitions included', () => {
    expect(prefetch({ UrlList: [url('b'), url('a'), url('b')] })).toEqual([url('b'), url('a'), url('b')]);
    const flat = Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`UrlList.${index}`, url(index)]).toReversed());
    expect(prefetch(flat)).toEqual(Array.from({ length: 13 }, (_, index) => url(index)));
  });
  test('comes out understood', () => {
    expect(readParams('PrefetchNewUcdnDomainCache', params({ UrlList: ['HTTPS://CDN.example.com?x'] })).UrlList).toEqual([
      { text: 'HTTPS://CDN.example.com?x', scheme: 'https', host: 'cdn.example.com', url: 'https://cdn.example.com/?x' },
    ]);
  });
  test('may have a gap where an SDK dropped an empty value', () => {
    expect(prefetch({ 'UrlList.0': url(0), 'UrlList.2': url(2), 'UrlList.3': null })).toEqual([url(0), url(2)]);
  });
  test('but an empty value that is sent is a bad URL', () => {
    expect(refusal(() => prefetch({ 'UrlList.0': url(0), 'UrlList.7': '' }))).toBe(
      '230 UrlList.7 | Params [UrlList.7] not available: came an empty value, which does not begin with http:// or https://; accepted is a URL that begins with http:// or https://',
    );
    expect(refusal(() => prefetch({ UrlList: [url(0), ''] }))).toContain('230 UrlList.1 |');
  });
  test('must have a URL', () => {
    for (const values of [{}, { UrlList: null }, { UrlList: [] }, { UrlList: '' }, { 'UrlList.0': null }] satisfies Record<
      string,
      JsonValue
    >[]) {
      expect(refusal(() => prefetch(values))).toBe('220 UrlList | Missing params [UrlList]: accepted is 1 to 1000 URLs');
    }
  });
  test('may have 1000 URLs and no more', () => {
    const urls = Array.from({ length: 1001 }, (_, index) => url(index));
    expect(prefetch({ UrlList: urls.slice(1) })).toHaveLength(1000);
    expect(refusal(() => prefetch({ UrlList: urls }))).toBe(
      '230 UrlList | Params [UrlList] not available: came 1001 values; accepted is 1 to 1000 URLs',
    );
  });
  test('is refused whole for one bad URL, which is named as it came', () => {
    expect(refusal(() => prefetch({ 'UrlList.5': url(5), 'UrlList.40': 'ftp://cdn.example.com/x' }))).toBe(
      '230 UrlList.40 | Params [UrlList.40] not available: came "ftp://cdn.example.com/x", which does not begin with http:// or https://; accepted is a URL that begins with http:// or https://',
    );
    expect(refusal(() => prefetch({ UrlList: 5 }))).toContain(
      '230 UrlList | Params [UrlList] not available: came 5; accepted is 1 to 1000 URLs',
    );
    expect(refusal(() => prefetch({ UrlList: [url(0), 5] }))).toContain(
      '230 UrlList.1 | Params [UrlList.1] not available: came 5; accepted is a URL',
    );
  });
  test('a long or hostile value is shown shortened and harmless', () => {
    const message = refusal(() => prefetch({ UrlList: [`http://cdn.example.com/\u001b[31m\u202e${'x'.repeat(65_536)}`] }));
    expect(message).toContain('longer than 8192 bytes');
    expect(message).not.toMatch(/[\p{C}]/u);
    expect(message.length).toBeLessThan(300);
  });
});

describe('a pause', () => {
  test('is of a domain, a node or everything', () => {
    expect(readParams('PauseUcdnFetch', params({ Domain: 'cdn.example.com', Node: '' }))).toEqual({ Domain: 'cdn.example.com' });
    expect(readParams('ResumeUcdnFetch', params({ Node: 'edge-a' }))).toEqual({ Node: 'edge-a' });
    expect(readParams('PauseUcdnFetch', params({}))).toEqual({});
  });
  test('but not of two at once', () => {
    expect(refusal(() => readParams('PauseUcdnFetch', params({ Domain: 'a', Node: 'b' })))).toBe(
      '230 Node | Params [Node] not available: came "b", beside Domain; accepted is either Domain or Node or neither',
    );
  });
});

describe('ProjectId before all else', () => {
  test('is a text or absent', () => {
    expect(readProjectId(params({ ProjectId: 'org-1' }))).toBe('org-1');
    for (const values of [{}, { ProjectId: '' }, { ProjectId: null }]) expect(readProjectId(params(values))).toBeUndefined();
    expect(refusal(() => readProjectId(params({ ProjectId: ['a'] })))).toContain('230 ProjectId |');
  });
});

test('whatever comes in, every action reads it or refuses it with 220 or 230 and a parameter', () => {
  const indexed = ['', '.0', '.1', '.2', '.x'];
  const names = Object.values(actions).flatMap(({ request }) =>
    Object.keys(request.shape).flatMap((name) => indexed.map((index) => name + index)),
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom<JsonValue>(
      null,
      '',
      true,
      0,
      -1,
      '5',
      'true',
      url('a'),
      'wait',
      ['a'],
      [url('b'), null, ''],
      {},
      new ExactNumber('0.5'),
    ),
  );
  const action = fc.constantFrom(...Object.keys(actions).filter((name): name is ActionName => isActionName(name)));
  fc.assert(
    fc.property(action, fc.dictionary(fc.constantFrom(...names, '__proto__', 'toString'), value), (action, values) => {
      const error = refusalOf(() => readParams(action, params(values)));
      expect([undefined, 220, 230]).toContain(error?.retCode);
      expect([undefined, ...names]).toContain(error?.parameter);
      expect(error?.parameter === undefined).toBe(error === undefined);
      expect(error?.message ?? '').not.toMatch(/\p{C}/u);
    }),
    { numRuns: 1000 },
  );
});
