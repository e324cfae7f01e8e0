import { describe, expect, test } from 'vitest';
import { refusalKinds, Refusal } from '../../control/refusal.ts';
import type { ApiOptions } from '../options.ts';
import { baseOptions, Harness, mainKey, signed } from '../testing/harness.ts';

const Action = 'PrefetchNewUcdnDomainCache';
const url = 'http://cdn.example.com/a';
const window = (duplicateWindowMs: number): ApiOptions => ({ ...baseOptions, limits: { ...baseOptions.limits, duplicateWindowMs } });

describe('A URL that can’t be fetched is refused by its line, with what came and what is accepted; nothing is stored', () => {
  test.each<[string, Record<string, string>, number, string]>([
    ['none', {}, 220, 'Missing params [UrlList]: accepted is 1 to 1000 URLs'],
    ['an empty one', { 'UrlList.0': url, 'UrlList.1': '' }, 230, 'Params [UrlList.1] not available: came an empty value'],
    ['another scheme', { 'UrlList.0': 'ftp://cdn.example.com/a' }, 230, 'Params [UrlList.0] not available: came "ftp://cdn.example.com/a"'],
    ['userinfo', { 'UrlList.3': 'http://me:secret@cdn.example.com/' }, 230, 'Params [UrlList.3] not available: came "http://me:'],
    ['an IP literal', { 'UrlList.0': 'http://192.0.2.1/' }, 230, 'Params [UrlList.0] not available: came "http://192.0.2.1/"'],
    ['an IPv6 literal', { 'UrlList.0': 'http://[::1]/' }, 230, 'Params [UrlList.0] not available: came "http://[::1]/"'],
    [
      'a port',
      { 'UrlList.0': 'http://cdn.example.com:8080/' },
      230,
      'Params [UrlList.0] not available: came "http://cdn.example.com:8080/"',
    ],
    ['a fragment', { 'UrlList.0': `${url}#x` }, 230, 'Params [UrlList.0] not available: came "http://cdn.example.com/a#x"'],
    ['a control character', { 'UrlList.0': `${url}\n` }, 230, 'Params [UrlList.0] not available: came "http://cdn.example.com/a\\u{a}"'],
    ['a space', { 'UrlList.0': `${url} b` }, 230, 'Params [UrlList.0] not available: came "http://cdn.example.com/a b"'],
    ['64 KiB', { 'UrlList.0': `${url}${'x'.repeat(65_536)}` }, 230, 'Params [UrlList.0] not available: came "http://cdn.example.com/axxx'],
    ['an index that is none', { 'UrlList.x': url }, 230, 'Params [UrlList.x] not available: came the index "x"'],
    ['an index that is too large', { 'UrlList.99999999999': url }, 230, 'Params [UrlList.99999999999] not available: came the index'],
    ['no URL at all', { 'UrlList.0': 'hello' }, 230, 'Params [UrlList.0] not available: came "hello"'],
    [
      'a domain that is not there',
      { 'UrlList.0': 'http://nowhere.example.com/' },
      600,
      'Domain [nowhere.example.com] not exists: UrlList.0: nowhere.example.com is no domain',
    ],
    [
      'another project’s domain, the first bad line behind gaps',
      { 'UrlList.12': 'http://other.example.com/', 'UrlList.7': url, 'UrlList.30': 'http://nowhere.example.com/' },
      600,
      'Domain [other.example.com] not exists: UrlList.12: other.example.com is no domain',
    ],
  ])('%s', async (_what, params, retCode, message) => {
    await using api = await Harness.start();
    const { json, text } = await api.call({ Action, ...params });
    expect(json['RetCode']).toBe(retCode);
    expect(String(json['Message']).slice(0, message.length)).toBe(message);
    expect(text.length).toBeLessThan(500);
    expect(api.control.submits).toEqual([]);
  });

  test('a number where a URL is due', async () => {
    await using api = await Harness.start();
    const { json } = await api.post(JSON.stringify(signed({ Action, UrlList: [url, 7] })), 'application/json');
    expect(json).toMatchObject({
      RetCode: 230,
      Message: expect.stringMatching(/^Params \[UrlList\.1\] not available: came 7; accepted is/),
    });
  });
});

test('Each reason that control has to refuse has a RetCode of its own, and its sentence reaches the caller', async () => {
  await using api = await Harness.start();
  const seen = new Set<unknown>();
  for (const kind of refusalKinds) {
    api.control.submitPrefetch = async () => {
      throw new Refusal(kind, `the reason is ${kind}`);
    };
    const { json } = await api.call({ Action, 'UrlList.0': url });
    expect(json['Message']).toMatch(new RegExp(`: the reason is ${kind}$`));
    seen.add(json['RetCode']);
  }
  // One is told as the vendor tells it, the others as ours.
  expect([...seen].filter((retCode) => Number(retCode) < 600)).toEqual([153]);
  expect(seen.size).toBe(refusalKinds.length);
  expect(api.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

describe('The duplicate window', () => {
  const guards = (api: Harness) => api.control.submits.map(({ repeat }) => repeat);

  test('gives control a fingerprint that is equal for the same submit sent again, and only for that', async () => {
    await using api = await Harness.start({ options: window(10_000) });
    const params = { Action, 'UrlList.0': url, 'UrlList.1': `${url}b` };
    await api.call(params);
    await api.call(params);
    await api.call({ ...params, Region: 'cn-bj2' });
    await api.call({ Action, 'UrlList.0': url });
    const [first, second, ...others] = guards(api);
    expect(first).toEqual({ fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), windowMs: 10_000 });
    expect(second).toEqual(first);
    expect(new Set([first, ...others].map((guard) => guard?.fingerprint)).size).toBe(3);
  });

  test('tells submits apart whose Signatures are the same', async () => {
    await using api = await Harness.start({ options: window(10_000) });
    const one = signed({ Action, 'UrlList.0': url, 'X.1': 'a', Y: '' });
    const other = signed({ Action, 'UrlList.0': url, 'X.1': '', aY: '' });
    expect(other['Signature']).toBe(one['Signature']);
    for (const params of [one, other]) await api.post(new URLSearchParams(params).toString());
    const [first, second] = guards(api);
    expect(first?.fingerprint).not.toBe(second?.fingerprint);
  });

  test('of 0 is none', async () => {
    await using api = await Harness.start({ options: window(0) });
    await api.call({ Action, 'UrlList.0': url });
    expect(guards(api)).toEqual([undefined]);
  });

  test('answers with the task that control names', async () => {
    await using api = await Harness.start();
    api.control.submitPrefetch = async () => ({ taskId: 'the-earlier-one', task: 1, repeated: true });
    expect((await api.call({ Action, 'UrlList.0': url })).json).toEqual({
      Action: `${Action}Response`,
      RetCode: 0,
      TaskId: 'the-earlier-one',
    });
  });
});

test('A key with prefixes submits below them only, in whatever scheme; the first line outside is named as it came', async () => {
  const key = { ...mainKey, urls: ['cdn.example.com/partner/', 'cdn.example.com/shared'] };
  await using api = await Harness.start({ options: { ...baseOptions, keys: [key] } });
  const inside = { 'UrlList.0': 'https://cdn.example.com/partner/a', 'UrlList.7': 'http://CDN.example.com/shared?b' };
  expect((await api.call({ Action, ...inside }, key)).json['RetCode']).toBe(0);
  const { json } = await api.call({ Action, ...inside, 'UrlList.9': 'http://cdn.example.com/partner/../secret', 'UrlList.10': url }, key);
  expect(json).toMatchObject({
    RetCode: 299,
    Message:
      'Not permitted: UrlList.9 came as "http://cdn.example.com/partner/../secret"; this key may submit URLs below cdn.example.com/partner/, cdn.example.com/shared, without dot segments',
  });
  expect(api.control.submits).toHaveLength(1);
});
