import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { Harness, baseOptions, mainKey, signed } from '../testing/harness.ts';
import { readBasic } from './basic.ts';

const key = { ...mainKey, basic: true };
const options = { ...baseOptions, keys: [key], trustedProxies: ['127.0.0.1'] };
const pair = btoa(`${key.publicKey}:${key.privateKey}`);
const target = '/?Action=GetProjectList';

async function codes(api: Harness, headers: Record<string, string>[]): Promise<unknown[]> {
  const answers = await Promise.all(headers.map((more) => api.fetch(target, { headers: { Authorization: `Basic ${pair}`, ...more } })));
  return answers.map(({ json }) => json['RetCode']);
}

test('Through a trusted proxy it is accepted only if the client came to that by TLS', async () => {
  await using api = await Harness.start({ options });
  const client = { 'X-Forwarded-For': '203.0.113.9' };
  expect(await codes(api, [{}, client, { ...client, 'X-Forwarded-Proto': 'http' }, { ...client, 'X-Forwarded-Proto': 'https' }])).toEqual([
    0, 171, 171, 0,
  ]);
  const { json } = await api.fetch(target, { headers: { Authorization: `Basic ${pair}`, ...client } });
  expect(json['Message']).toMatch(/^Signature VerifyAC Error: HTTP Basic: it came unencrypted from another machine/);
});

test('What can’t be read as a pair is no key, and other schemes are no signature', async () => {
  await using api = await Harness.start({ options });
  const authorizations = ['Basic', 'Basic !', `Basic ${btoa('no-colon')}`, 'Bearer x', `basic  ${pair}`];
  expect(
    await codes(
      api,
      authorizations.map((Authorization) => ({ Authorization })),
    ),
  ).toEqual([170, 170, 172, 170, 0]);
});

test('A Signature goes before it', async () => {
  await using api = await Harness.start({ options });
  const params = new URLSearchParams({ ...signed({ Action: 'GetProjectList' }, key), Signature: 'wrong' });
  const { json } = await api.fetch(`/?${params.toString()}`, { headers: { Authorization: `Basic ${pair}` } });
  expect(json['RetCode']).toBe(171);
});

test('The password never comes into the log, nor into the audit log', async () => {
  await using api = await Harness.start({ options });
  await codes(api, [{}, { Authorization: `Basic ${btoa(`${key.privateKey}:${key.privateKey}`)}` }]);
  await api.call({ Action: 'Nothing' }, key);
  expect(JSON.stringify([api.lines.map(({ fields }) => [...fields]), api.auditLog.entries])).not.toContain(key.privateKey);
});

test('From another machine it is safe over TLS only', () => {
  const from = (socket: Socket) => readBasic({ headers: { authorization: `Basic ${pair}` }, socket }, 'unknown');
  expect(from(new TLSSocket(new Socket()))).toEqual({ publicKey: key.publicKey, privateKey: key.privateKey, cameSafely: true });
  expect(from(new Socket())?.cameSafely).toBe(false);
});
