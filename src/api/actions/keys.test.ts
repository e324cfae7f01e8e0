import { describe, expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, mainKey, subKey } from '../testing/harness.ts';

const known = { RetCode: 0, Key: { PublicKey: 'partner', State: 'active', Fixed: false } };

async function withKey(): Promise<Harness> {
  const api = await Harness.start();
  const { json } = await api.call({ Action: 'CreateUcdnKey', KeyName: 'partner', 'Urls.0': 'cdn.example.com/p/', DailyUrls: '5' });
  expect(json).toMatchObject({ ...known, PrivateKey: expect.stringMatching(/^[0-9a-f]{64}$/) });
  return api;
}

/** Keys as they are listed, by name. */
async function listed(api: Harness): Promise<Map<string, object>> {
  const { json } = await api.call({ Action: 'DescribeUcdnKey' });
  const { KeyList } = actions.DescribeUcdnKey.response.parse(json);
  return new Map(KeyList.map((key) => [key.PublicKey, key]));
}

test('Keys are listed with what they are held to, those of the configuration first, and never a private key', async () => {
  await using api = await withKey();
  const { text } = await api.call({ Action: 'DescribeUcdnKey' });
  expect(text).not.toContain('PrivateKey');
  expect(text).not.toContain(mainKey.privateKey);
  const keys = await listed(api);
  expect([...keys.keys()]).toEqual([mainKey.publicKey, subKey.publicKey, 'partner']);
  expect(keys.get('partner')).toMatchObject({ Urls: ['cdn.example.com/p/'], DailyUrls: 5, CreatedBy: mainKey.publicKey });
  expect(keys.get(subKey.publicKey)).toMatchObject({ Fixed: true, Account: 'sub', Projects: ['org-main'] });
});

test('A key is changed in what is given, and what is lifted is not restricted any more', async () => {
  await using api = await withKey();
  const change = { Action: 'UpdateUcdnKey', KeyName: 'partner' };
  expect((await api.call({ ...change, Disabled: 'true', MaxPriority: '3' })).json).toMatchObject({
    RetCode: 0,
    Key: { State: 'disabled', MaxPriority: 3, DailyUrls: 5 },
  });
  expect((await api.call({ ...change, Disabled: 'false', 'Lift.0': 'DailyUrls', 'Lift.1': 'Urls' })).json).toMatchObject({
    RetCode: 0,
    Key: { State: 'active', MaxPriority: 3, DailyUrls: 0, Urls: [] },
  });
});

test('A rotation tells the new private key and until when the former signs; a key that is deleted is gone', async () => {
  await using api = await withKey();
  const rotated = await api.call({ Action: 'RotateUcdnKey', KeyName: 'partner', GraceSeconds: '60' });
  expect(rotated.json).toMatchObject({ ...known, PrivateKey: expect.any(String), FormerUntil: expect.toSatisfy((at: number) => at > 0) });
  expect((await api.call({ Action: 'RotateUcdnKey', KeyName: 'partner', GraceSeconds: '0' })).json).toMatchObject({ FormerUntil: 0 });
  expect((await api.call({ Action: 'DeleteUcdnKey', KeyName: 'partner' })).json).toMatchObject({ RetCode: 0, KeyName: 'partner' });
  expect((await listed(api)).has('partner')).toBe(false);
});

describe('is refused, and changes nothing:', () => {
  const partner = { KeyName: 'partner' };
  test.each<[string, string, Record<string, string>, number, string]>([
    ['a key of a name that is taken', 'CreateUcdnKey', partner, 621, 'Key [partner] exists already'],
    ['a name that is none', 'CreateUcdnKey', { KeyName: 'a b' }, 230, 'Params [KeyName]'],
    [
      'a project that is not there',
      'CreateUcdnKey',
      { 'Projects.0': 'org-none' },
      230,
      'Params [Projects.0] not available: came "org-none"',
    ],
    ['a prefix that is none', 'UpdateUcdnKey', { ...partner, 'Urls.1': 'no host/' }, 230, 'Params [Urls.'],
    ['an action that can be none', 'UpdateUcdnKey', { ...partner, 'Actions.0': 'Describe?' }, 230, 'Params [Actions.0]'],
    ['a priority beyond 9', 'UpdateUcdnKey', { ...partner, MaxPriority: '10' }, 230, 'Params [MaxPriority]'],
    ['what can not be lifted', 'UpdateUcdnKey', { ...partner, 'Lift.0': 'Account' }, 230, 'Params [Lift.0]'],
    ['a change of no key', 'UpdateUcdnKey', {}, 220, 'Missing params [KeyName]'],
    ['a change of what is not there', 'UpdateUcdnKey', { KeyName: 'nobody' }, 620, 'Key [nobody] not exists'],
    [
      'a change of the configuration’s',
      'UpdateUcdnKey',
      { KeyName: subKey.publicKey, Disabled: 'true' },
      299,
      'it stands in the configuration',
    ],
    ['a rotation of what is not there', 'RotateUcdnKey', { KeyName: 'nobody' }, 620, 'Key [nobody] not exists'],
    ['a rotation of the configuration’s', 'RotateUcdnKey', { KeyName: mainKey.publicKey }, 299, 'it stands in the configuration'],
    ['a grace without end', 'RotateUcdnKey', { ...partner, GraceSeconds: '9999999' }, 230, 'Params [GraceSeconds]'],
    ['the end of what is not there', 'DeleteUcdnKey', { KeyName: 'nobody' }, 620, 'Key [nobody] not exists'],
    ['the end of the configuration’s', 'DeleteUcdnKey', { KeyName: subKey.publicKey }, 299, 'it stands in the configuration'],
  ])('%s', async (_what, Action, params, RetCode, message) => {
    await using api = await withKey();
    const before = await listed(api);
    expect((await api.call({ Action, ...params })).json).toMatchObject({ RetCode, Message: expect.stringContaining(message) });
    expect(await listed(api)).toEqual(before);
  });

  test.each(['CreateUcdnKey', 'DescribeUcdnKey', 'UpdateUcdnKey', 'RotateUcdnKey', 'DeleteUcdnKey', 'DescribeUcdnAuditLog'])(
    '%s by a key of some projects',
    async (Action) => {
      await using api = await withKey();
      const before = await listed(api);
      const params = { Action, ProjectId: 'org-main', ...(Action.endsWith('Key') && Action !== 'DescribeUcdnKey' && partner) };
      expect((await api.call(params, subKey)).json).toMatchObject({ RetCode: 299 });
      expect(await listed(api)).toEqual(before);
    },
  );
});

describe('AssumeUcdnRole', () => {
  test('lends a key pair with its token and its end', async () => {
    await using api = await Harness.start();
    const { json } = await api.call({ Action: 'AssumeUcdnRole', DurationSeconds: '900', 'Actions.0': 'Describe*' });
    expect(actions.AssumeUcdnRole.response.safeParse(json).success).toBe(true);
    expect(json).toMatchObject({ RetCode: 0, Credentials: { PublicKey: expect.stringMatching(/^temporary-/) } });
  });

  test.each<[string, Record<string, string>, string]>([
    ['too short', { DurationSeconds: '899' }, 'Params [DurationSeconds]'],
    ['too long', { DurationSeconds: '43201' }, 'Params [DurationSeconds]'],
    ['with a project that is not there', { 'Projects.0': 'org-none' }, 'Params [Projects.0]'],
    [
      'with more than a token holds',
      Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`Urls.${index}`, `host-${index}.example.com/a/long/path/`])),
      'that fit a SecurityToken',
    ],
  ])('lends nothing %s', async (_what, params, message) => {
    await using api = await Harness.start();
    const { json } = await api.call({ Action: 'AssumeUcdnRole', ...params });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(message) });
    expect(json).not.toHaveProperty('Credentials');
  });
});
