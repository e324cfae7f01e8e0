import { expect, test } from 'vitest';
import { type Answer, baseOptions, Harness, mainKey, signatureOf, signed } from './testing/harness.ts';

const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
const urls = ['http://cdn.example.com/a?x=1&y=2', 'https://cdn.example.com/图片/%E5%9B%BE+b=c', 'http://cdn.example.com/100%25'];
const flat = Object.fromEntries(urls.map((url, index) => [`UrlList.${index}`, url]));
const submit = { Action: 'PrefetchNewUcdnDomainCache', ProjectId: 'org-main', Region: 'cn-bj2' };

/** Every way in which a client may send one and the same submit. */
const ways: [string, (api: Harness) => Promise<Answer>][] = [
  ['GET with a query', (api) => api.fetch(`/?${new URLSearchParams(signed({ ...submit, ...flat })).toString()}`)],
  ['POST of a form, as the Python SDK sends it', (api) => api.call({ ...submit, ...flat })],
  ['POST of a form without a Content-Type', (api) => api.post(new URLSearchParams(signed({ ...submit, ...flat })).toString())],
  [
    'POST of a form with ?Action= beside it, as the Go SDK sends it',
    (api) => api.post(new URLSearchParams(signed({ ...submit, ...flat })).toString(), form, '/?Action=PrefetchNewUcdnDomainCache'),
  ],
  [
    'the same with the Action in the query alone, where it is not signed',
    (api) =>
      api.post(new URLSearchParams(signed({ ProjectId: 'org-main', ...flat })).toString(), form, '/?Action=PrefetchNewUcdnDomainCache'),
  ],
  ['POST of JSON with flat keys, as the Java SDK sends it', (api) => api.post(JSON.stringify(signed({ ...submit, ...flat })), json)],
  ['POST of JSON with a list', (api) => api.post(JSON.stringify(signed({ ...submit, UrlList: urls })), `${json}; charset=utf-8`)],
  [
    'POST of JSON with a list and ?Action=, as the Go SDK sends it',
    (api) => api.post(JSON.stringify(signed({ ...submit, UrlList: urls })), json, '/?Action=PrefetchNewUcdnDomainCache'),
  ],
  ['POST of JSON without a Content-Type', (api) => api.post(` \n${JSON.stringify(signed({ ...submit, UrlList: urls }))}`)],
  [
    'POST of JSON under a Content-Type that nobody knows',
    (api) => api.post(JSON.stringify(signed({ ...submit, UrlList: urls })), 'text/x-unknown'),
  ],
  [
    'indices out of order and with gaps',
    (api) => api.call({ ...submit, 'UrlList.10': urls[2] ?? '', 'UrlList.2': urls[0] ?? '', 'UrlList.9': urls[1] ?? '' }),
  ],
  ['parameters that nobody knows, signed like the rest', (api) => api.call({ ...submit, ...flat, Zone: '', Whatever: '1', 'X.0': 'y' })],
  ['an empty ProjectId: the default project', (api) => api.call({ ...submit, ProjectId: '', ...flat })],
  ['a null ProjectId', (api) => api.post(JSON.stringify(signed({ ...submit, ProjectId: null, UrlList: urls })), json)],
];

test.each(ways)('A submit by %s arrives whole and in order', async (_way, send) => {
  await using api = await Harness.start();
  const answer = await send(api);
  expect(answer.json).toEqual({ Action: 'PrefetchNewUcdnDomainCacheResponse', RetCode: 0, TaskId: 'task-1' });
  const [request] = api.control.submits;
  expect([request?.project, request?.by, request?.urls.map((url) => url.text)]).toEqual(['org-main', mainKey.publicKey, urls]);
});

test('Typed JSON values count like their texts', async () => {
  await using api = await Harness.start();
  const typed = { Action: 'DescribeNewUcdnPrefetchCacheTask', ProjectId: 'org-main', Limit: 0, Offset: '2', IsDcdn: true };
  expect((await api.post(JSON.stringify(signed(typed)), json)).json).toMatchObject({ RetCode: 0, TotalCount: 0, TaskList: [] });
  const texts = { ...typed, Limit: '0', IsDcdn: 'true' };
  expect(signed(texts)['Signature']).toBe(signed(typed)['Signature']);
  expect((await api.call(texts)).json['RetCode']).toBe(0);
});

test('What the query says beside a body is no parameter and is not signed', async () => {
  await using api = await Harness.start();
  const body = new URLSearchParams(signed({ Action: 'GetProjectList' })).toString();
  expect((await api.post(body, form, '/?Action=Nope&ProjectId=x&Limit=y')).json['RetCode']).toBe(0);
});

test('A 1000-URL form of two-kilobyte URLs keeps its signature', async () => {
  await using api = await Harness.start({
    options: {
      ...baseOptions,
      projects: [{ id: 'org-main', name: '', default: true }],
      keys: [mainKey],
      trustedProxies: [],
      limits: { bodyBytes: 16 << 20, duplicateWindowMs: 0, requestsPerSecond: 0 },
    },
  });
  const long = Array.from({ length: 1000 }, (_, index) => [
    `UrlList.${index}`,
    `http://cdn.example.com/${index}/中文&=+%25/${'x'.repeat(2000)}`,
  ]);
  expect((await api.call({ ...submit, ...Object.fromEntries(long) })).json['RetCode']).toBe(0);
  expect(api.control.submits[0]?.urls).toHaveLength(1000);
  expect((await api.call({ ...submit, ...Object.fromEntries(long), 'UrlList.1000': 'http://cdn.example.com/' })).json).toMatchObject({
    RetCode: 230,
    Message: expect.stringMatching(/^Params \[UrlList\] not available: came 1001 values; accepted is 1 to 1000 URLs/),
  });
});

test('The contract’s own vector signs a call', async () => {
  const key = {
    ...mainKey,
    publicKey: 'ucloudsomeone@example.com1296235120854146120',
    privateKey: '46f09bb9fab4f12dfc160dae12273d5332b5debe',
  };
  const params = {
    Action: 'DescribeNewUcdnPrefetchCacheTask',
    ProjectId: 'org-1',
    Limit: 10,
    IsDcdn: true,
    TaskId: ['a', 'b'],
    PublicKey: key.publicKey,
  };
  const Signature = '641774c2b71b504b71dc05bfcd64c62cbb85a3c3';
  expect(signatureOf(new Map(Object.entries(params)), key.privateKey)).toBe(Signature);
  await using api = await Harness.start({
    options: {
      ...baseOptions,
      projects: [{ id: 'org-1', name: '', default: true }],
      keys: [key],
      trustedProxies: [],
      limits: { bodyBytes: 1000, duplicateWindowMs: 0, requestsPerSecond: 0 },
    },
  });
  expect((await api.post(JSON.stringify({ ...params, Signature }), json)).json['RetCode']).toBe(0);
  expect(api.control.queries).toEqual([{ project: 'org-1', kind: 'prefetch', taskIds: ['a', 'b'] }]);
});
