import { afterAll, beforeAll, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { signed } from '../../src/api/testing/harness.ts';
import { runCli } from '../../src/cli/testing/cli.ts';

/** The audit log of a live server: what was done and refused is in it, over kill -9, and nothing secret is. */
const nodes = [{ name: 'edge', address: 'http://127.0.0.1:1' }];
const domains = [
  { name: 'a.test', nodes: ['edge'] },
  { name: 'b.test', nodes: ['edge'] },
];
const more = { masterKey: '0a'.repeat(32), limits: { requestsPerSecond: 0 } };

let forewarm: LabForewarm;
beforeAll(async () => {
  forewarm = await startForewarm({ nodes, domains, more });
});
afterAll(() => forewarm[Symbol.asyncDispose]());

const entries = async (request: Parameters<typeof forewarm.client.call<'DescribeUcdnAuditLog'>>[1] = {}) =>
  (await forewarm.client.call('DescribeUcdnAuditLog', request)).AuditList;

test('a submit is in it with its reach and task, as soon as it is answered and over kill -9', async () => {
  const UrlList = ['http://a.test/1?token=hunter2', 'http://b.test/1', 'http://b.test/2'];
  const { TaskId } = await forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList });
  await forewarm.crash();
  await forewarm.start();
  const [entry] = await entries({ ActionName: 'PrefetchNewUcdnDomainCache' });
  expect(entry).toMatchObject({
    PublicKey: forewarm.publicKey,
    Address: '127.0.0.1',
    ProjectId: 'org-main',
    Code: 0,
    TaskId,
    Domains: ['a.test', 'b.test'],
    UrlCount: 3,
    Times: 1,
  });
  expect(JSON.stringify(entry)).not.toContain('hunter2');
});

test('pauses, drains and changes of keys are in it, each once', async () => {
  await forewarm.client.call('PauseUcdnFetch', { Node: 'edge' });
  await forewarm.client.call('ResumeUcdnFetch', { Node: 'edge' });
  await forewarm.client.call('DrainUcdnNode', { Node: 'edge' });
  await forewarm.client.call('UndrainUcdnNode', { Node: 'edge' });
  await forewarm.client.call('ResyncUcdnNode', { Node: 'edge' });
  await forewarm.client.call('CreateUcdnKey', { KeyName: 'ci', DailyUrls: 5 });
  await forewarm.client.call('DeleteUcdnKey', { KeyName: 'ci' });
  const told = (await entries()).map(({ Action }) => Action);
  const expected = [
    'PauseUcdnFetch',
    'ResumeUcdnFetch',
    'DrainUcdnNode',
    'UndrainUcdnNode',
    'ResyncUcdnNode',
    'CreateUcdnKey',
    'DeleteUcdnKey',
  ];
  expect(told.slice(0, expected.length)).toEqual(expected.toReversed());
  expect(await entries({ ActionName: 'CreateUcdnKey' })).toMatchObject([{ Detail: 'made ci: {"account":"main","dailyUrls":5}' }]);
});

test('refused calls are in it, alike ones of a moment as one with their number; queries are not', async () => {
  const body = () => new URLSearchParams({ Action: 'GetProjectList', PublicKey: forewarm.publicKey, Signature: 'hunter2' });
  await Promise.all(Array.from({ length: 20 }, () => fetch(forewarm.endpoint, { method: 'POST', body: body() })));
  await forewarm.client.call('GetProjectList', {});
  const refused = await entries({ ActionName: 'GetProjectList' });
  expect(refused.every(({ Code }) => Code === 171)).toBe(true);
  expect(refused.reduce((sum, { Times }) => sum + Times, 0)).toBe(20);
  expect(refused.length).toBeLessThan(20);
  expect(JSON.stringify(refused)).not.toContain('hunter2');
});

test('a reload is in it with the places that changed, never with what stands there', async () => {
  await forewarm.configure({ nodes, domains, more: { ...more, masterKey: '0b'.repeat(32), history: { keepDays: 7 } } });
  forewarm.signal('SIGHUP');
  await expect
    .poll(() => entries({ ActionName: 'ConfigurationReload' }), { timeout: 10_000 })
    .toMatchObject([{ PublicKey: '', Address: '', Code: 0, Detail: 'masterKey changed; history.keepDays changed' }]);
});

test('pages overlap nowhere and leave nothing out', async () => {
  const all = await entries({ Limit: 1000 });
  const EndTime = Math.floor(Date.now() / 1000);
  const paged: string[] = [];
  for (let Cursor: string | undefined; Cursor !== '';) {
    const page = await forewarm.client.call('DescribeUcdnAuditLog', { EndTime, Limit: 2, ...(Cursor !== undefined && { Cursor }) });
    paged.push(...page.AuditList.map(({ Id }) => Id));
    Cursor = page.NextCursor;
  }
  expect(paged).toEqual(all.map(({ Id }) => Id));
  expect(new Set(paged).size).toBe(paged.length);
});

test('forewarm audit shows it, and writes it as JSON lines', async () => {
  const { stdout } = await runCli(['audit', '--action', 'PauseUcdnFetch'], { env: forewarm.clientEnv });
  expect(stdout).toMatch(/^TIME +KEY +ADDRESS +ACTION/);
  const lines = (await runCli(['audit', '--json', '--key', forewarm.publicKey], { env: forewarm.clientEnv })).stdout.trim().split('\n');
  const actions = lines.map((line): unknown => JSON.parse(line).Action);
  expect(actions).toContain('PauseUcdnFetch');
  expect(actions.length).toBeGreaterThan(5);
});

test('is for main keys of every project', async () => {
  const { Key, PrivateKey } = await forewarm.client.call('CreateUcdnKey', { Projects: ['org-main'] });
  const key = { publicKey: Key.PublicKey, privateKey: PrivateKey, account: 'main', projects: 'all', actions: [], allowIps: [] } as const;
  const answer = await fetch(forewarm.endpoint, {
    method: 'POST',
    body: new URLSearchParams(signed({ Action: 'DescribeUcdnAuditLog' }, key)),
  });
  expect(await answer.json()).toMatchObject({ RetCode: 299 });
});
