import { expect, test } from 'vitest';
import type { Explanation } from '../../control/control.ts';
import { actions } from '../../wire/actions.ts';
import { baseOptions, Harness, mainKey, subKey } from '../testing/harness.ts';

const Action = 'ExplainUcdnUrl';
const Url = 'http://cdn.example.com/a';
const cacheKey = { text: '$host/a', from: 'purge.directory.files.key' };

const explanation: Explanation = {
  url: Url,
  domain: 'cdn.example.com',
  lastTask: { taskId: 'r', kind: 'refresh', atS: 99, scope: 'subtree' },
  nodes: [
    {
      node: 'edge-a',
      layer: 'edge',
      cache: 'nginx',
      variants: [
        {
          variant: {},
          cacheKey,
          sighting: {
            state: 'fresh',
            because: 'X-Cache-Status: HIT',
            httpStatus: 200,
            ageS: 12.7,
            freshForS: 1e12,
            sizeBytes: 5_000_000_000,
            validator: '"v1"',
            vary: 'Accept-Language',
            cacheStatus: 'X-Cache-Status: HIT',
          },
          unwarmed: ['accept-language'],
        },
        {
          variant: { 'Accept-Encoding': 'br', 'X-Device': 'phone' },
          cacheKey,
          sighting: { state: 'absent', because: '504 to only-if-cached' },
          cause: 'it was purged',
          unwarmed: [],
        },
      ],
      last: {
        taskId: 't',
        atS: 50,
        outcome: {
          status: 'unknown',
          reason: 'unverified',
          message: 'no word',
          verdict: 'unknown',
          bodyBytes: 0,
          attempts: 1,
          elapsedMs: 1,
        },
      },
    },
    { node: 'edge-b', layer: 'mid', cache: 'auto', variants: [] },
  ],
};

test('What control explains is told in fields; what is not known is left out, and no integer passes 32 bits', async () => {
  await using api = await Harness.start();
  api.control.explanation = explanation;
  const { json } = await api.call({ Action, Url });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    Url,
    Domain: 'cdn.example.com',
    LastTaskId: 'r',
    LastTaskType: 'refresh',
    LastTaskTime: 99,
    LastTaskScope: 'subtree',
    NodeList: [
      {
        Node: 'edge-a',
        Layer: 'edge',
        Cache: 'nginx',
        LastStatus: 'unknow',
        LastReason: 'unverified',
        LastMessage: 'no word',
        LastVerdict: 'unknown',
        VariantList: [
          {
            Variant: '',
            State: 'fresh',
            Because: 'X-Cache-Status: HIT',
            HttpStatus: 200,
            AgeSeconds: 12,
            FreshForSeconds: 2_147_483_647,
            Bytes: '5000000000',
            Validator: '"v1"',
            Vary: 'Accept-Language',
            CacheStatus: 'X-Cache-Status: HIT',
            CacheKey: '$host/a',
            CacheKeyFrom: 'purge.directory.files.key',
            UnwarmedVary: ['accept-language'],
          },
          {
            Variant: 'Accept-Encoding: br\nX-Device: phone',
            State: 'absent',
            Because: '504 to only-if-cached',
            Cause: 'it was purged',
            CacheKey: '$host/a',
            CacheKeyFrom: 'purge.directory.files.key',
            UnwarmedVary: [],
          },
        ],
      },
      { Node: 'edge-b', Layer: 'mid', Cache: 'auto', VariantList: [] },
    ],
  });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
});

test('Url is read as a submit reads one, and named when it is none', async () => {
  await using api = await Harness.start();
  expect((await api.call({ Action, Url: 'HTTP://CDN.example.com' })).json).toMatchObject({ RetCode: 0, Url: 'http://cdn.example.com/' });
  expect((await api.call({ Action })).json).toMatchObject({ RetCode: 220, Message: expect.stringContaining('Missing params [Url]') });
  for (const bad of ['ftp://cdn.example.com/a', 'http://cdn.example.com/a#b', 'cdn.example.com/a']) {
    expect((await api.call({ Action, Url: bad })).json).toMatchObject({
      RetCode: 230,
      Message: expect.stringContaining('Params [Url] not available'),
    });
  }
});

test('A key that is held to URLs may ask for those, and for no other', async () => {
  const partner = { ...subKey, publicKey: 'partner', urls: ['cdn.example.com/partner/'] };
  await using api = await Harness.start({ options: { ...baseOptions, keys: [mainKey, partner] } });
  const ask = async (path: string) =>
    (await api.call({ Action, ProjectId: 'org-main', Url: `http://cdn.example.com${path}` }, partner)).json['RetCode'];
  expect(await ask('/partner/a')).toBe(0);
  for (const outside of ['/other', '/partner', '/partner/../other', '/partner/%2e%2e/other'])
    expect([outside, await ask(outside)]).toEqual([outside, 299]);
});
