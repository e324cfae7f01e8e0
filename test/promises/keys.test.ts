import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { createClient, RequestRefused, type Client } from '../../src/client/index.ts';
import { signed } from '../../src/api/testing/harness.ts';

/** Keys on a live server: made, held to what they are, rotated, lent, gone, and their secrets nowhere. */
const nodes = [{ name: 'edge', address: 'http://127.0.0.1:1' }];
const domains = [{ name: 'a.test', nodes: ['edge'] }];
const masterKey = randomBytes(32).toString('base64');
const more = { masterKey, limits: { requestsPerSecond: 0 }, log: { level: 'trace' } };

let forewarm: LabForewarm;
beforeAll(async () => {
  forewarm = await startForewarm({ nodes, domains, more });
});
afterAll(() => forewarm[Symbol.asyncDispose]());

type Pair = { publicKey: string; privateKey: string };
const clientOf = (pair: Pair): Client => createClient({ endpoint: forewarm.endpoint, ...pair });

async function make(restrictions: Parameters<typeof forewarm.client.call<'CreateUcdnKey'>>[1] = {}): Promise<Pair> {
  const { Key, PrivateKey } = await forewarm.client.call('CreateUcdnKey', restrictions);
  return { publicKey: Key.PublicKey, privateKey: PrivateKey };
}

/** The RetCode of a call: 0 when it was accepted. */
async function codeOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    if (error instanceof RequestRefused) return error.retCode;
    throw error;
  }
}

const look = (client: Client) => codeOf(client.call('DescribeUcdnNode', {}));
let last = 0;
const urls = (count: number, path = '') => Array.from({ length: count }, () => `http://a.test/${path}${(last += 1)}`);
const submit = (client: Client, UrlList: string[]) => codeOf(client.call('PrefetchNewUcdnDomainCache', { UrlList }));

/** Sends parameters as they are, with what stands for a signature, as curl would. */
async function send(params: Record<string, string>, headers: Record<string, string> = {}): Promise<{ RetCode: number; Message?: string }> {
  const answer: { RetCode: number; Message?: string } = JSON.parse(
    await (await fetch(forewarm.endpoint, { method: 'POST', body: new URLSearchParams(params), headers })).text(),
  );
  return answer;
}
const basic = ({ publicKey, privateKey }: Pair) => ({ Authorization: `Basic ${btoa(`${publicKey}:${privateKey}`)}` });

describe('a made key', () => {
  test('signs from the moment of its answer, over kill -9, until it is deleted', async () => {
    const pair = await make({ KeyName: 'lasting' });
    expect(await look(clientOf(pair))).toBe(0);
    await forewarm.crash();
    await forewarm.start();
    expect(await look(clientOf(pair))).toBe(0);
    await forewarm.client.call('DeleteUcdnKey', { KeyName: 'lasting' });
    expect(await look(clientOf(pair))).toBe(172);
    expect(await codeOf(forewarm.client.call('DeleteUcdnKey', { KeyName: 'lasting' }))).toBe(620);
  });

  test('is refused while it is disabled', async () => {
    const pair = await make({ KeyName: 'switched' });
    await forewarm.client.call('UpdateUcdnKey', { KeyName: 'switched', Disabled: true });
    expect(await look(clientOf(pair))).toBe(172);
    await forewarm.client.call('UpdateUcdnKey', { KeyName: 'switched', Disabled: false });
    expect(await look(clientOf(pair))).toBe(0);
  });

  test('is held to actions, URLs, addresses, a time and a number of URLs a day', async () => {
    const held = clientOf(await make({ KeyName: 'held', Actions: ['Prefetch*'], Urls: ['a.test/partner/'], DailyUrls: 3 }));
    expect(await look(held)).toBe(299);
    expect(await submit(held, urls(1))).toBe(299);
    expect(await submit(held, urls(2, 'partner/'))).toBe(0);
    expect(await submit(held, urls(2, 'partner/'))).toBe(623);
    expect(await submit(held, urls(1, 'partner/'))).toBe(0);
    expect(await submit(held, urls(1, 'partner/'))).toBe(623);
    await forewarm.client.call('UpdateUcdnKey', { KeyName: 'held', Lift: ['DailyUrls', 'Urls'] });
    expect(await submit(held, urls(9))).toBe(0);
    expect(await look(clientOf(await make({ AllowIps: ['192.0.2.0/24'] })))).toBe(294);
    expect(await look(clientOf(await make({ ExpireTime: 1_000_000_000 })))).toBe(172);
  });

  test('signs with two private keys after a rotation, and with the new one alone without a grace', async () => {
    const before = await make({ KeyName: 'turning' });
    const rotated = await forewarm.client.call('RotateUcdnKey', { KeyName: 'turning', GraceSeconds: 3600 });
    const after = { publicKey: 'turning', privateKey: rotated.PrivateKey };
    expect([await look(clientOf(before)), await look(clientOf(after))]).toEqual([0, 0]);
    const { PrivateKey } = await forewarm.client.call('RotateUcdnKey', { KeyName: 'turning', GraceSeconds: 0 });
    expect([await look(clientOf(before)), await look(clientOf(after))]).toEqual([171, 171]);
    expect(await look(clientOf({ publicKey: 'turning', privateKey: PrivateKey }))).toBe(0);
  });

  test('may manage keys only if it is a main key of every project without bounds', async () => {
    const manages = async (client: Client) => [
      await codeOf(client.call('CreateUcdnKey', {})),
      await codeOf(client.call('DescribeUcdnKey', {})),
      await codeOf(client.call('DescribeUcdnAuditLog', {})),
    ];
    expect(await manages(clientOf(await make()))).toEqual([0, 0, 0]);
    expect(await manages(clientOf(await make({ Projects: ['org-main'] })))).toEqual([299, 299, 299]);
    expect(await manages(clientOf(await make({ Urls: ['a.test'] })))).toEqual([299, 299, 299]);
    const sub = createClient({ endpoint: forewarm.endpoint, projectId: 'org-main', ...(await make({ Account: 'sub' })) });
    expect(await manages(sub)).toEqual([299, 299, 299]);
  });

  test('has a name of its own, and restrictions that can be read', async () => {
    const refused = (request: object) => forewarm.client.call('CreateUcdnKey', request).catch((error: unknown) => error);
    expect(await refused({ KeyName: forewarm.publicKey })).toMatchObject({ retCode: 621 });
    await make({ KeyName: 'once' });
    expect(await refused({ KeyName: 'once' })).toMatchObject({ retCode: 621 });
    expect(await refused({ KeyName: 'not a name' })).toMatchObject({ retCode: 230, message: expect.stringContaining('KeyName') });
    expect(await refused({ AllowIps: ['10.0.0.0/8', '10.0.0.0/99'] })).toMatchObject({ message: expect.stringContaining('AllowIps.1') });
    expect(await refused({ Projects: ['org-none'] })).toMatchObject({ retCode: 230, message: expect.stringContaining('"org-none"') });
    expect(await refused({ Actions: ['a b'] })).toMatchObject({ retCode: 230, message: expect.stringContaining('Actions.0') });
    expect(await codeOf(forewarm.client.call('UpdateUcdnKey', { KeyName: forewarm.publicKey, Disabled: true }))).toBe(299);
  });
});

describe('a lent key', () => {
  /** Signs with the token among the parameters, as SDKs do. */
  const call = ({ PublicKey, PrivateKey, SecurityToken }: Record<string, unknown>, Action = 'DescribeUcdnNode') =>
    send(
      signed(
        { Action, SecurityToken: String(SecurityToken) },
        { publicKey: String(PublicKey), privateKey: String(PrivateKey), account: 'main', projects: 'all', actions: [], allowIps: [] },
      ),
    );
  const lend = async (pair: Pair, request: object = {}) => (await clientOf(pair).call('AssumeUcdnRole', request)).Credentials;

  test('does what its lender may, less what was said, and lends nothing on', async () => {
    const lent = await lend(await make({ Actions: ['Describe*', 'AssumeUcdnRole'] }), {
      Actions: ['DescribeUcdnNode', 'CreateUcdnKey', 'AssumeUcdnRole'],
    });
    expect(await call(lent)).toMatchObject({ RetCode: 0 });
    for (const action of ['DescribeUcdnPause', 'CreateUcdnKey', 'AssumeUcdnRole'])
      expect(await call(lent, action)).toMatchObject({ RetCode: 299 });
  });

  test('is what the client signs with when it has the token', async () => {
    const { PublicKey: publicKey, PrivateKey: privateKey, SecurityToken: securityToken } = await lend(forewarm);
    expect(await look(createClient({ endpoint: forewarm.endpoint, publicKey, privateKey, securityToken }))).toBe(0);
  });

  test('is no key with a wrong signature, another token or none', async () => {
    const [lent, other] = [await lend(forewarm), await lend(forewarm)];
    expect(await call({ ...lent, PrivateKey: 'x' })).toMatchObject({ RetCode: 171 });
    expect(await call({ ...lent, SecurityToken: other.SecurityToken })).toMatchObject({ RetCode: 174 });
    expect(await call({ ...lent, SecurityToken: '' })).toMatchObject({ RetCode: 172 });
  });

  test('ends when its lender is disabled, rotated without a grace, or deleted', async () => {
    const pair = await make({ KeyName: 'lender' });
    const lent = await lend(pair);
    const disable = (Disabled: boolean) => forewarm.client.call('UpdateUcdnKey', { KeyName: 'lender', Disabled });
    await disable(true);
    expect(await call(lent)).toMatchObject({ RetCode: 174 });
    await disable(false);
    expect(await call(lent)).toMatchObject({ RetCode: 0 });
    const { PrivateKey } = await forewarm.client.call('RotateUcdnKey', { KeyName: 'lender', GraceSeconds: 0 });
    expect(await call(lent)).toMatchObject({ RetCode: 174 });
    const again = await lend({ publicKey: 'lender', privateKey: PrivateKey });
    await forewarm.client.call('DeleteUcdnKey', { KeyName: 'lender' });
    expect(await call(again)).toMatchObject({ RetCode: 174 });
  });
});

describe('HTTP Basic', () => {
  const look = { Action: 'DescribeUcdnNode' };

  test('stands for a signature with a key that allows it, from this machine', async () => {
    const pair = await make({ KeyName: 'curl', Basic: true });
    expect(await send(look, basic(pair))).toMatchObject({ RetCode: 0 });
    expect(await send(look, basic({ ...pair, privateKey: 'wrong' }))).toMatchObject({ RetCode: 171 });
    expect(await send({ ...look, PublicKey: 'other' }, basic(pair))).toMatchObject({ RetCode: 171 });
    expect(await send(look, basic({ publicKey: 'nobody', privateKey: 'x' }))).toMatchObject({ RetCode: 172 });
    expect(await send(look)).toMatchObject({ RetCode: 170 });
  });

  test('is refused with the reason where the key does not allow it', async () => {
    const answer = await send(look, basic(await make({ KeyName: 'signer' })));
    expect(answer).toMatchObject({ RetCode: 171, Message: expect.stringContaining('basic: true') });
  });

  test('tells two keys that send the same apart', async () => {
    const params = { Action: 'PrefetchNewUcdnDomainCache', 'UrlList.0': 'http://a.test/same' };
    const [one, other] = [await make({ Basic: true }), await make({ Basic: true })];
    const [first, again, second] = [await send(params, basic(one)), await send(params, basic(one)), await send(params, basic(other))];
    expect(first).toMatchObject({ RetCode: 0 });
    expect(again).toEqual(first);
    expect(second).toMatchObject({ RetCode: 0 });
    expect(second).not.toEqual(first);
  });
});

/** Every answer that it gave, as it was sent. */
class Heard {
  readonly texts: string[] = [];
  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await fetch(input, init);
    this.texts.push(await response.clone().text());
    return response;
  };
}

test('no private key, token or master key stands in the log, in any answer but the first or anywhere in the database', async () => {
  const heard = new Heard();
  // So that it shows if the log that is looked at does not reach back as far.
  await send({ Action: 'secretiveBegins' });
  const asked = (pair: Pair & { securityToken?: string }) => createClient({ endpoint: forewarm.endpoint, ...pair, fetch: heard.fetch });
  const main = asked({ publicKey: forewarm.publicKey, privateKey: forewarm.privateKey });
  const made = await main.call('CreateUcdnKey', { KeyName: 'secretive', Basic: true });
  const pair = { publicKey: 'secretive', privateKey: made.PrivateKey };
  const rotated = await main.call('RotateUcdnKey', { KeyName: 'secretive' });
  const again = await main.call('RotateUcdnKey', { KeyName: 'secretive', GraceSeconds: 1 });
  const { Credentials: lent } = await asked({ ...pair, privateKey: again.PrivateKey }).call('AssumeUcdnRole', { Urls: ['a.test/'] });
  const fromLent = { publicKey: lent.PublicKey, privateKey: lent.PrivateKey, securityToken: lent.SecurityToken };
  const secrets = [made.PrivateKey, rotated.PrivateKey, again.PrivateKey, lent.PrivateKey, lent.SecurityToken];

  // All that is told of keys, and refusals of whatever was sent in the wrong place.
  for (const client of [main, asked(fromLent)]) {
    await codeOf(client.call('PrefetchNewUcdnDomainCache', { UrlList: urls(1), Comment: 'from secretive' }));
    await codeOf(client.call('DescribeUcdnKey', {}));
    await codeOf(client.call('DescribeUcdnAuditLog', {}));
  }
  await codeOf(main.call('UpdateUcdnKey', { KeyName: 'secretive', Comment: 'looked at' }));
  for (const secret of secrets) {
    for (const mixedUp of [
      { Action: 'DescribeUcdnNode', PublicKey: secret, Signature: 'x' },
      { Action: 'DescribeUcdnNode', PublicKey: 'secretive', Signature: secret, SecurityToken: secret },
      { Action: 'Nothing', PrivateKey: secret },
    ])
      heard.texts.push(JSON.stringify(await send(mixedUp)));
    for (const mixedUp of [basic({ ...pair, privateKey: secret }), basic({ publicKey: secret, privateKey: 'secretive' })])
      heard.texts.push(JSON.stringify(await send({ Action: 'DescribeUcdnNode' }, mixedUp)));
  }
  await codeOf(main.call('DeleteUcdnKey', { KeyName: 'secretive' }));
  await codeOf(asked(fromLent).call('DescribeUcdnNode', {}));
  for (const secret of secrets) expect(heard.texts.filter((text) => text.includes(secret))).toHaveLength(1);

  const folder = dirname(forewarm.storeFile);
  const filesNow = () => readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const before = filesNow();
  const log = Buffer.from(forewarm.log());
  await forewarm.stop();
  const places = [...before, ...filesNow(), log];
  // What is no secret is found there: the WAL, the database once it is closed and the log are really looked at.
  expect(places.filter((place) => place.includes('secretive')).length).toBeGreaterThanOrEqual(3);
  expect(log.includes('secretiveBegins')).toBe(true);
  const forms = [...secrets, masterKey, forewarm.privateKey].flatMap((secret) => [
    Buffer.from(secret),
    Buffer.from(btoa(secret)),
    Buffer.from(secret, 'hex'),
    Buffer.from(secret, 'base64'),
  ]);
  // What is no hex decodes to next to nothing.
  const found = forms.filter((form) => form.length > 8 && places.some((place) => place.includes(form)));
  expect(found).toEqual([]);
  await forewarm.start();
});

test('with another master key the rest works, and the log says which keys are concerned', async () => {
  const pair = await make({ KeyName: 'stranded' });
  await forewarm.stop();
  await forewarm.configure({ nodes, domains, more: { ...more, masterKey: randomBytes(32).toString('hex') } });
  await forewarm.start();
  expect(await look(forewarm.client)).toBe(0);
  expect(await look(clientOf(pair))).toBe(172);
  expect(forewarm.log()).toMatch(/private keys of \d+ made keys can't be read, since masterKey is not the one/);
  expect(forewarm.log()).toContain('"stranded"');
  const { KeyList } = await forewarm.client.call('DescribeUcdnKey', {});
  expect(KeyList.find(({ PublicKey }) => PublicKey === 'stranded')).toMatchObject({ State: 'unreadable' });
  const { PrivateKey } = await forewarm.client.call('RotateUcdnKey', { KeyName: 'stranded' });
  expect(await look(clientOf({ publicKey: 'stranded', privateKey: PrivateKey }))).toBe(0);
});

test('without a master key none is made or lent, and it is said how to get one', async () => {
  await forewarm.stop();
  await forewarm.configure({ nodes, domains, more: { limits: more.limits } });
  await forewarm.start();
  const refused: unknown = await forewarm.client.call('CreateUcdnKey', {}).catch((error: unknown) => error);
  expect(refused).toMatchObject({ retCode: 622, message: expect.stringContaining('forewarm init') });
  expect(await codeOf(forewarm.client.call('AssumeUcdnRole', {}))).toBe(622);
});
