import { expect, test } from 'vitest';
import type { ApiOptions, KeyOptions } from './options.ts';
import { baseOptions, Harness, mainKey, signatureOf } from './testing/harness.ts';

/**
 * The order of refusals (ucdn-api.md, "RetCodes"): a request that has every fault at once is mended fault
 * by fault, and each time the next one in the list must show.
 */
test('Of all that is wrong with a request, what comes first in the contract is told', async () => {
  const nowMs = Date.UTC(2026, 10, 24);
  const key: KeyOptions = {
    ...mainKey,
    account: 'sub',
    projects: ['org-main'],
    actions: [],
    urls: ['cdn.example.com/partner/'],
    allowIps: ['192.0.2.1'],
    expiresMs: nowMs - 1,
  };
  let options: ApiOptions = { ...baseOptions, keys: [key], limits: { ...baseOptions.limits, requestsPerSecond: 1 } };
  let clockMs = nowMs;
  await using api = await Harness.start({ options, clock: () => clockMs });
  const params: Record<string, string> = { Region: 'cn-bj2', SecurityToken: 'unknown', PublicKey: 'nobody' };
  let isBroken = true;
  let signs: 'not' | 'wrongly' | 'rightly' = 'not';

  const send = async () => {
    const all = { ...params };
    if (signs === 'wrongly') all['Signature'] = '0'.repeat(40);
    if (signs === 'rightly') all['Signature'] = signatureOf(new Map(Object.entries(params)), key.privateKey);
    const body = new URLSearchParams(all).toString() + (isBroken ? '&x=%zz' : '');
    const { status, json } = await api.post(body, 'application/x-www-form-urlencoded');
    expect(status).toBe(200);
    return { RetCode: json['RetCode'], Message: json['Message'] };
  };
  const mendKey = (mended: Partial<KeyOptions>) => {
    options = { ...options, keys: options.keys.map((old) => ({ ...old, ...mended })) };
    api.api.reconfigure(options);
  };
  const expectRefusal = async (RetCode: number, Message: RegExp) => {
    expect(await send()).toEqual({ RetCode, Message: expect.stringMatching(Message) });
  };

  await expectRefusal(230, /^Params \[x\] not available: came a %/);
  isBroken = false;
  await expectRefusal(160, /^Missing Action: /);
  params['Action'] = 'NoSuchAction';
  await expectRefusal(161, /^Action \[NoSuchAction\] not exists: /);
  params['Action'] = 'PrefetchNewUcdnDomainCache';
  await expectRefusal(170, /^Missing Signature: /);
  signs = 'wrongly';
  await expectRefusal(172, /^User Not Exists: PublicKey came as "nobody"/);
  params['PublicKey'] = key.publicKey;
  await expectRefusal(174, /^Token Not Exists: /);
  delete params['SecurityToken'];
  await expectRefusal(171, /^Signature VerifyAC Error: /);
  signs = 'rightly';
  await expectRefusal(294, /^Source IP not permitted: the request came from 127\.0\.0\.1/);
  mendKey({ allowIps: [] });
  await expectRefusal(172, /^User Not Exists: this PublicKey ended at 2026-11-23T23:59:59\.999Z/);
  mendKey({ expiresMs: nowMs + 3_600_000 });
  await expectRefusal(299, /^Not permitted: this key may not call PrefetchNewUcdnDomainCache/);
  mendKey({ actions: ['Prefetch*'] });
  await expectRefusal(220, /^Missing params \[ProjectId\]: /);
  // That took the one request of this second.
  await expectRefusal(153, /^Request throttled: .* in 1 s$/);
  clockMs += 1000;
  params['ProjectId'] = 'org-nowhere';
  await expectRefusal(292, /^Project \[org-nowhere\] not exists: /);
  clockMs += 1000;
  params['ProjectId'] = 'org-other';
  await expectRefusal(299, /^Not permitted: this key may not act in the project/);
  clockMs += 1000;
  params['ProjectId'] = 'org-main';
  await expectRefusal(220, /^Missing params \[UrlList\]: /);
  clockMs += 1000;
  params['UrlList.4'] = 'ftp://other.example.com/';
  await expectRefusal(230, /^Params \[UrlList\.4\] not available: came "ftp:\/\/other\.example\.com\/"/);
  clockMs += 1000;
  params['UrlList.4'] = 'http://other.example.com/';
  await expectRefusal(299, /^Not permitted: UrlList\.4 came as "http:\/\/other\.example\.com\/"/);
  mendKey({ urls: ['other.example.com'] });
  await expectRefusal(600, /^Domain \[other\.example\.com\] not exists: UrlList\.4: other\.example\.com is no domain of project org-main/);
  mendKey({ urls: ['cdn.example.com/partner/'] });
  params['UrlList.4'] = 'http://cdn.example.com/partner/a';
  expect(await send()).toEqual({ RetCode: 0, Message: undefined });
  expect(api.control.submits).toHaveLength(1);
});
