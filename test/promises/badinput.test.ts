import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';

/** Bad input on a live server: each gets its RetCode and a Message that names parameter, value and what is accepted; nothing is stored. */
const host = 'cdn.test';
let forewarm: LabForewarm;

beforeAll(async () => {
  forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: 'http://127.0.0.1:1' }],
    domains: [
      { name: host, nodes: ['edge'], project: 'org-main' },
      { name: 'off.test', nodes: ['edge'], prefetch: false, project: 'org-main' },
      { name: 'bare.test', project: 'org-main' },
      { name: 'foreign.test', nodes: ['edge'], project: 'org-other' },
    ],
    more: {
      projects: [{ id: 'org-main', default: true }, { id: 'org-other' }],
      limits: { bodyBytes: '256KiB', requestsPerSecond: 10_000 },
    },
  });
});
afterAll(() => forewarm[Symbol.asyncDispose]());

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };
type Answer = { RetCode: number; Message?: string; Action?: string };

/** A second, tiny signer: lists concatenate their elements, objects their sorted names and values. */
function flat(value: Value): string {
  if (value === null) return '';
  if (Array.isArray(value)) return value.map(flat).join('');
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, inner]) => name + flat(inner)).join('');
}

function sign(params: Record<string, Value>): string {
  return createHash('sha1')
    .update(flat(params) + forewarm.privateKey)
    .digest('hex');
}

async function post(text: string, contentType = 'application/json'): Promise<Answer & { httpStatus: number; requestId: string | null }> {
  const response = await fetch(forewarm.endpoint, { method: 'POST', body: text, headers: { 'Content-Type': contentType } });
  const answer: Answer = JSON.parse(await response.text());
  return { ...answer, httpStatus: response.status, requestId: response.headers.get('x-ucloud-request-uuid') };
}

function call(Action: string, params: Record<string, Value>): ReturnType<typeof post> {
  const signed = { Action, PublicKey: forewarm.publicKey, ...params };
  return post(JSON.stringify({ ...signed, Signature: sign(signed) }));
}

const prefetch = 'PrefetchNewUcdnDomainCache';
const refresh = 'RefreshNewUcdnDomainCache';
const describeTask = 'DescribeNewUcdnPrefetchCacheTask';
const fine = `http://${host}/fine`;
const nowS = Math.floor(Date.now() / 1000);

const rows: [what: string, action: string, params: Record<string, Value>, retCode: number, words: readonly string[]][] = [
  ['no URL', prefetch, {}, 220, ['Missing params [UrlList]', '1 to 1000']],
  ['an empty list', prefetch, { UrlList: [] }, 220, ['Missing params [UrlList]']],
  ['1001 URLs', prefetch, { UrlList: Array.from({ length: 1001 }, (_, index) => `${fine}${index}`) }, 230, ['[UrlList]', '1001', '1000']],
  ['an empty URL', prefetch, { 'UrlList.0': fine, 'UrlList.1': '' }, 230, ['[UrlList.1]', 'http://']],
  ['ftp://', prefetch, { 'UrlList.0': `ftp://${host}/x` }, 230, ['[UrlList.0]', `ftp://${host}/x`, 'http://']],
  ['userinfo', prefetch, { 'UrlList.0': `http://me:secret@${host}/x` }, 230, ['[UrlList.0]', 'user']],
  ['a foreign domain', prefetch, { 'UrlList.0': 'http://unknown.test/x' }, 600, ['UrlList.0', 'unknown.test']],
  [
    'another project’s domain, which reads like an unknown one',
    prefetch,
    { 'UrlList.0': 'http://foreign.test/x' },
    600,
    ['UrlList.0', 'foreign.test'],
  ],
  ['prefetch off', prefetch, { 'UrlList.0': 'http://off.test/x' }, 601, ['UrlList.0', 'off.test']],
  ['a domain without nodes', prefetch, { 'UrlList.0': 'http://bare.test/x' }, 602, ['UrlList.0', 'bare.test']],
  ['a scheme that no node serves', prefetch, { 'UrlList.0': `https://${host}/x` }, 603, ['UrlList.0', 'https', 'edge']],
  ['an IPv4 literal', prefetch, { 'UrlList.0': 'http://127.0.0.1/x' }, 230, ['[UrlList.0]', '127.0.0.1']],
  ['an IPv6 literal', prefetch, { 'UrlList.0': 'http://[::1]/x' }, 230, ['[UrlList.0]', '[::1]']],
  ['an IPv4 in one number', prefetch, { 'UrlList.0': 'http://2130706433/x' }, 230, ['[UrlList.0]', '2130706433']],
  ['control characters', prefetch, { 'UrlList.0': `http://${host}/a\u0000b\r\nX: y` }, 230, ['[UrlList.0]', 'control']],
  ['a space', prefetch, { 'UrlList.0': `http://${host}/a b` }, 230, ['[UrlList.0]', 'space']],
  ['a backslash', prefetch, { 'UrlList.0': `http://${host}\\x` }, 230, ['[UrlList.0]']],
  ['a 64 KB URL', prefetch, { 'UrlList.0': `http://${host}/${'x'.repeat(65_536)}` }, 230, ['[UrlList.0]', '8192']],
  ['UrlList.x', prefetch, { 'UrlList.x': fine }, 230, ['UrlList.x', '0 to 99999']],
  ['UrlList.99999999999', prefetch, { 'UrlList.99999999999': fine }, 230, ['UrlList.99999999999', '99999']],
  ['a number where a list is due', prefetch, { UrlList: 42 }, 230, ['UrlList', '42']],
  ['a list within the list', prefetch, { UrlList: [[fine]] }, 230, ['UrlList.0']],
  ['an object for a URL', prefetch, { UrlList: [{ a: 1 }] }, 230, ['UrlList.0']],
  ['a port', prefetch, { 'UrlList.0': `http://${host}:8080/x` }, 230, ['[UrlList.0]', 'port']],
  ['a fragment', prefetch, { 'UrlList.0': `http://${host}/x#y` }, 230, ['[UrlList.0]', 'fragment']],
  ['Status=unknown', describeTask, { Status: 'unknown' }, 230, ['[Status]', 'unknown', 'unknow']],
  ['EndTime alone', describeTask, { EndTime: nowS }, 220, ['Missing params [BeginTime]']],
  ['Begin after End', describeTask, { BeginTime: nowS, EndTime: nowS - 1 }, 230, ['BeginTime']],
  ['a negative Limit', describeTask, { Limit: -1 }, 230, ['[Limit]', '-1']],
  ['a fractional Limit', describeTask, { Limit: 1.5 }, 230, ['[Limit]', '1.5']],
  ['a Limit in words', describeTask, { Limit: 'ten' }, 230, ['[Limit]', 'ten']],
  ['a negative Offset', describeTask, { Offset: '-5' }, 230, ['[Offset]', '-5']],
  ['a time beyond 32 bits', describeTask, { BeginTime: 2 ** 31 }, 230, ['[BeginTime]', '2147483648']],
  ['a refresh without a Type', refresh, { 'UrlList.0': fine }, 220, ['Missing params [Type]', 'file, dir, m3u8']],
  ['a Type that is none', refresh, { Type: 'directory', 'UrlList.0': fine }, 230, ['[Type]', 'directory', 'file, dir, m3u8']],
  ['a refresh without a URL', refresh, { Type: 'file' }, 220, ['Missing params [UrlList]', '1 to 100']],
  ['101 URLs to refresh', refresh, { Type: 'file', UrlList: Array.from({ length: 101 }, () => fine) }, 230, ['[UrlList]', '101', '100']],
  ['a directory without its slash', refresh, { Type: 'dir', 'UrlList.3': fine }, 230, ['[UrlList.3]', fine, 'ends in /']],
  ['a directory with a query', refresh, { Type: 'dir', 'UrlList.0': `${fine}/?a/` }, 230, ['[UrlList.0]', 'a query']],
  ['a Mode that is none', refresh, { Type: 'file', 'UrlList.0': fine, Mode: 'ban' }, 230, ['[Mode]', 'ban', 'delete, expire']],
  [
    'Prefetch of a directory',
    refresh,
    { Type: 'dir', 'UrlList.0': `${fine}/`, Prefetch: true },
    230,
    ['[Prefetch]', 'Type=dir', 'Type=file'],
  ],
  ['a refresh of a foreign domain', refresh, { Type: 'file', 'UrlList.0': 'http://foreign.test/x' }, 600, ['UrlList.0', 'foreign.test']],
  [
    'a refresh with Prefetch where that is off',
    refresh,
    { Type: 'file', 'UrlList.0': 'http://off.test/x', Prefetch: true },
    601,
    ['off.test'],
  ],
  ['an unknown project', prefetch, { ProjectId: 'org-none', 'UrlList.0': fine }, 292, ['org-none']],
  ['an unknown action', 'Nonsense', {}, 161, ['Nonsense']],
];

/** Message texts quote values shortened and without control characters. */
const printable = /^[\P{Cc}]*$/u;

describe('bad input', () => {
  test.each(rows)('%s', async (_what, action, params, retCode, words) => {
    const answer = await call(action, params);
    expect(answer).toMatchObject({ httpStatus: 200, RetCode: retCode });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    for (const word of words) expect(answer.Message).toContain(word);
    expect(answer.Message).toMatch(printable);
    expect(answer.Message?.length).toBeLessThan(400);
    expect(answer.Message).not.toContain('secret');
  });

  const bodies: [what: string, body: string, contentType: string, retCode: number][] = [
    ['broken JSON', '{"Action":', 'application/json', 230],
    ['JSON that is no object', '[1]', 'application/json', 230],
    ['deep JSON', `{"Action":"${prefetch}","UrlList":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 'application/json', 230],
    [
      '__proto__ as a name',
      '{"Action":"GetProjectList","__proto__":{"PublicKey":"x"},"PublicKey":"nobody","Signature":"0"}',
      'application/json',
      172,
    ],
    ['a broken percent escape', 'Action=GetProjectList&X=%zz', 'application/x-www-form-urlencoded', 230],
    ['a name given twice', 'Action=GetProjectList&A=1&A=2', 'application/x-www-form-urlencoded', 230],
    ['a body over the limit', `Action=GetProjectList&X=${'x'.repeat(300_000)}`, 'application/x-www-form-urlencoded', 230],
    ['no Action', '{}', 'application/json', 160],
    ['no Signature', '{"Action":"GetProjectList","PublicKey":"x"}', 'application/json', 170],
    ['an unknown PublicKey', '{"Action":"GetProjectList","PublicKey":"x","Signature":"y"}', 'application/json', 172],
  ];
  test.each(bodies)('%s', async (_what, body, contentType, retCode) => {
    const answer = await post(body, contentType);
    expect(answer).toMatchObject({ httpStatus: 200, RetCode: retCode });
    expect(answer.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.Message?.length).toBeGreaterThan(10);
  });

  test('a wrong signature is 171; an unknown path or method 161', async () => {
    expect(
      await post(JSON.stringify({ Action: 'GetProjectList', PublicKey: forewarm.publicKey, Signature: 'f'.repeat(40) })),
    ).toMatchObject({
      RetCode: 171,
      Message: expect.stringContaining('Signature VerifyAC Error'),
    });
    for (const [path, method] of [
      ['/nowhere', 'GET'],
      ['/', 'DELETE'],
      ['/%zz', 'GET'],
    ] as const) {
      const response = await fetch(forewarm.endpoint + path, { method });
      expect([response.status, JSON.parse(await response.text())]).toMatchObject([200, { RetCode: 161 }]);
    }
  });

  test('of all this nothing is stored', async () => {
    const { TotalCount } = await forewarm.client.call('DescribeUcdnTaskSummary', { BeginTime: 0 });
    expect(TotalCount).toBe(0);
    await forewarm.client.call(prefetch, { UrlList: [fine] });
    expect((await forewarm.client.call('DescribeUcdnTaskSummary', { BeginTime: 0 })).TotalCount).toBe(1);
  });
});
