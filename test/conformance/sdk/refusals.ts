import { describe, expect, test } from 'vitest';
import { startOrigin } from '../../../lab/origin.ts';
import { retCodes } from '../../../src/wire/retcodes.ts';
import type { ClientSettings, Params, SdkResult } from './driver.ts';
import type { SdkName } from './programs.ts';
import { host, keys } from './scene.ts';
import { type GetSubject, refusalIn } from './subject.ts';

/** A refusal of a live server, as each SDK must show it. */
type RefusalRow = {
  what: string;
  retCode: number;
  /** What the Message holds. */
  words: string;
  action: string;
  params: Params;
  settings?: Partial<ClientSettings>;
  /** SDKs that have no way to make such a call. */
  impossibleIn?: readonly SdkName[];
};

const projects = { action: 'GetProjectList', params: {} };
const describeTasks = (params: Params) => ({ action: 'DescribeNewUcdnPrefetchCacheTask', params });
const prefetch = (...UrlList: string[]) => ({ action: 'PrefetchNewUcdnDomainCache', params: { UrlList } });
const url = `http://${host}/refused`;

const refusalRows: RefusalRow[] = [
  {
    what: 'an action that forewarm does not have',
    retCode: 161,
    words: 'UpdateUcdnDomainStatus',
    action: 'UpdateUcdnDomainStatus',
    params: { DomainId: 'ucdn-demo', Status: 'enable' },
  },
  { what: 'a wrong private key', retCode: 171, words: 'Signature VerifyAC Error', ...projects, settings: { privateKey: 'wrong' } },
  { what: 'an unknown public key', retCode: 172, words: 'User Not Exists', ...projects, settings: { publicKey: 'nobody' } },
  { what: 'a key that has ended', retCode: 172, words: 'User Not Exists', ...projects, settings: keyOf('ended') },
  {
    what: 'an unknown token',
    retCode: 174,
    words: 'Token Not Exists',
    ...projects,
    settings: { securityToken: 'no-such-token' },
    impossibleIn: ['java'],
  },
  { what: 'EndTime without BeginTime', retCode: 220, words: '[BeginTime]', ...describeTasks({ EndTime: 1_700_000_000 }) },
  { what: 'a sub-account without a project', retCode: 220, words: '[ProjectId]', ...describeTasks({}), settings: keyOf('sub') },
  { what: 'a status that is none', retCode: 230, words: 'unknow', ...describeTasks({ Status: 'unknown' }) },
  { what: 'a negative number', retCode: 230, words: '[Limit]', ...describeTasks({ Limit: -1 }) },
  { what: 'a project that is none', retCode: 292, words: 'org-none', ...describeTasks({}), settings: { projectId: 'org-none' } },
  { what: 'an address that the key is not for', retCode: 294, words: '127.0.0.1', ...projects, settings: keyOf('elsewhere') },
  { what: 'an action that the key is not for', retCode: 299, words: 'Not permitted', ...prefetch(url), settings: keyOf('reader') },
  {
    what: 'a project that the key is not for',
    retCode: 299,
    words: 'Not permitted',
    ...describeTasks({}),
    settings: { ...keyOf('sub'), projectId: 'org-other' },
  },
  { what: 'a domain that is none', retCode: 600, words: 'unknown.test', ...prefetch(url, 'http://unknown.test/') },
  { what: 'a domain of another project', retCode: 600, words: 'foreign.test', ...prefetch('http://foreign.test/') },
  { what: 'a domain with prefetch off', retCode: 601, words: 'off.test', ...prefetch('http://off.test/') },
  { what: 'a domain without nodes', retCode: 602, words: 'bare.test', ...prefetch('http://bare.test/') },
  { what: 'a scheme that no node serves', retCode: 603, words: 'https', ...prefetch(`https://${host}/`) },
  {
    what: 'more than a domain may have today',
    retCode: 604,
    words: 'small.test',
    ...prefetch('http://small.test/a', 'http://small.test/b'),
  },
];

function keyOf(name: keyof typeof keys): { publicKey: string; privateKey: string } {
  const { publicKey, privateKey } = keys[name];
  return { publicKey, privateKey };
}

export function refusalPromises(name: SdkName, getSubject: GetSubject): void {
  describe('shows RetCode and Message for', () => {
    test.each(refusalRows)('$retCode: $what', async ({ retCode, words, action, params, settings, impossibleIn = [] }) => {
      const result = await getSubject().invoke(action, params, settings);
      expect(result).toMatchObject(impossibleIn.includes(name) ? { answer: {} } : refusalIn(name, retCode, words));
    });

    test('153: a key that sends too often', async () => {
      const { invoke, scene } = getSubject();
      // One request a second is let through, however slow this machine is just now.
      let result: SdkResult;
      do result = await invoke('GetProjectList', {}, { baseUrl: scene.strict.endpoint });
      while (result.answer !== undefined);
      expect(result).toMatchObject(refusalIn(name, 153, ' 1 s'));
    });

    test('605: more URLs than the server keeps', async () => {
      const { invoke, scene } = getSubject();
      const UrlList = Array.from({ length: 11 }, (_, index) => `http://${host}/full/${name}/${index}`);
      const { publicKey, privateKey } = keys.reserve;
      const result = await invoke('PrefetchNewUcdnDomainCache', { UrlList }, { baseUrl: scene.strict.endpoint, publicKey, privateKey });
      expect(result).toMatchObject(refusalIn(name, 605, 'Queue full'));
    });
  });

  /** Some can't be brought about at will, so all of them are played. */
  test('shows every RetCode that forewarm has, and sends none of them again by itself', async () => {
    let answer = {};
    await using player = await startOrigin({
      otherwise: ({ response }) => void response.setHeader('X-UCLOUD-REQUEST-UUID', requestId).end(JSON.stringify(answer)),
    });
    for (const { retCode, message } of Object.values(retCodes)) {
      player.forget();
      answer = { RetCode: retCode, Action: 'GetProjectListResponse', Message: `${message}: said` };
      const result = await getSubject().invoke('GetProjectList', {}, { baseUrl: player.address, maxRetries: 3 });
      expect(result).toMatchObject(refusalIn(name, retCode, `${message}: said`));
      expect(player.requests).toHaveLength(1);
    }
  });
}

const requestId = '00000000-0000-4000-8000-000000000000';
