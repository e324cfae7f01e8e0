import { describe, expect, test, vi } from 'vitest';
import { ApiError } from '../../wire/apierror.ts';
import type { JsonValue } from '../../wire/json.ts';
import type { KeyOptions } from '../options.ts';
import { mainKey, signed, subKey } from '../testing/harness.ts';
import { Access, type Caller } from './access.ts';
import { readKeys } from './keys.ts';
import { decoyPrivateKey, type VerifySignature, verifySignature } from './signature.ts';

const call = (params: Record<string, JsonValue>, more: Partial<Caller> = {}): Caller => ({
  action: 'GetProjectList',
  params: new Map(Object.entries(params)),
  address: '203.0.113.9',
  nowMs: 1_000_000,
  ...more,
});

const access = (keys: KeyOptions[] = [mainKey], requestsPerSecond = 0) => new Access({ keys: readKeys(keys) }, requestsPerSecond);

function refusal(run: () => unknown): ApiError {
  try {
    run();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('An unknown key is treated as a known one', () => {
  test('Its signature is reckoned and compared too, with a private key that nobody has', () => {
    const verify = vi.fn<VerifySignature>(verifySignature);
    const guarded = new Access({ keys: readKeys([mainKey]) }, 0, verify);
    const params = signed({ Action: 'GetProjectList' }, { ...mainKey, publicKey: 'nobody' });
    expect(refusal(() => guarded.admit(call(params))).retCode).toBe(172);
    expect(verify.mock.calls.map(([given, , privateKey]) => [given, privateKey])).toEqual([[params['Signature'], decoyPrivateKey]]);
  });

  test('A known one is compared exactly once as well, right or wrong', () => {
    const verify = vi.fn<VerifySignature>(verifySignature);
    const guarded = new Access({ keys: readKeys([mainKey]) }, 0, verify);
    const params = signed({ Action: 'GetProjectList' });
    guarded.admit(call(params));
    expect(refusal(() => guarded.admit(call({ ...params, Signature: 'x' }))).retCode).toBe(171);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  test('So is a request without a PublicKey', () => {
    const verify = vi.fn<VerifySignature>(verifySignature);
    const { retCode, message } = refusal(() => new Access({ keys: readKeys([mainKey]) }, 0, verify).admit(call({ Signature: 'x' })));
    expect([retCode, message]).toEqual([172, expect.stringMatching(/^User Not Exists: PublicKey came as an empty value/)]);
    expect(verify).toHaveBeenCalledTimes(1);
  });
});

describe('A signature', () => {
  test('is wrong in another case, cut, lengthened, of another key or of other parameters', () => {
    const params = signed({ Action: 'GetProjectList', Limit: '1' });
    const signature = String(params['Signature']);
    const others = [signature.toUpperCase(), signature.slice(1), `${signature}0`, signed(params, subKey)['Signature'] ?? ''];
    for (const other of others) expect(refusal(() => access().admit(call({ ...params, Signature: other }))).retCode).toBe(171);
    expect(refusal(() => access().admit(call({ ...params, Limit: '2' }))).retCode).toBe(171);
    expect(access().admit(call(params)).publicKey).toBe(mainKey.publicKey);
  });

  test.each([undefined, null, ''])('that is %j is missing', (Signature) => {
    const params: Record<string, JsonValue> = { PublicKey: mainKey.publicKey, ...(Signature !== undefined && { Signature }) };
    expect(refusal(() => access().admit(call(params))).retCode).toBe(170);
  });

  test('covers an empty SecurityToken, which otherwise means nothing', () => {
    expect(access().admit(call(signed({ SecurityToken: '' }))).publicKey).toBe(mainKey.publicKey);
  });

  test('does not come into play where a SecurityToken is not known', () => {
    const { retCode, message } = refusal(() => access().admit(call({ ...signed({ SecurityToken: 'some_stoken' }), Signature: 'wrong' })));
    expect(retCode).toBe(174);
    expect(message).toMatch(/^Token Not Exists/);
    expect(message).not.toContain('some_stoken');
  });
});

describe('Where a key may be used from', () => {
  const office: KeyOptions = { ...mainKey, allowIps: ['198.51.100.0/24', '2001:db8::/32'] };
  const from = (key: KeyOptions, keys: KeyOptions[], address: string) => () => access(keys).admit(call(signed({}, key), { address }));

  test('is its allow-list', () => {
    for (const address of ['198.51.100.7', '::ffff:198.51.100.7', '2001:db8::5']) expect(from(office, [office], address)).not.toThrow();
    for (const address of ['198.51.101.7', '2001:db9::5', 'unknown']) {
      const { retCode, message } = refusal(from(office, [office], address));
      expect([retCode, message]).toEqual([
        294,
        `Source IP not permitted: the request came from ${address}; accepted are the addresses of the key's allow-list`,
      ]);
    }
  });

  test('is anywhere with an empty list', () => {
    expect(from(mainKey, [mainKey], '203.0.113.9')).not.toThrow();
  });

  test('is, for a sub-account without a list of its own, where the main account may be used from', () => {
    expect(refusal(from(subKey, [office, subKey], '203.0.113.9')).retCode).toBe(294);
    expect(from(subKey, [office, subKey], '198.51.100.7')).not.toThrow();
    expect(from(subKey, [office, { ...mainKey, publicKey: 'second', allowIps: ['203.0.113.0/24'] }, subKey], '203.0.113.9')).not.toThrow();
    expect(from(subKey, [office, { ...mainKey, publicKey: 'second' }, subKey], '192.0.2.1')).not.toThrow();
  });

  test('is, for a sub-account with a list of its own, that list', () => {
    const partner = { ...subKey, allowIps: ['203.0.113.0/24'] };
    expect(from(partner, [office, partner], '203.0.113.9')).not.toThrow();
    expect(refusal(from(partner, [office, partner], '198.51.100.7')).retCode).toBe(294);
  });
});

describe('A key', () => {
  test('ends at its very millisecond', () => {
    const key = { ...mainKey, expiresMs: 1_000_000 };
    expect(access([key]).admit(call(signed({}, key), { nowMs: 999_999 })).publicKey).toBe(key.publicKey);
    const { retCode, message } = refusal(() => access([key]).admit(call(signed({}, key))));
    expect([retCode, message]).toEqual([172, 'User Not Exists: this PublicKey ended at 1970-01-01T00:16:40.000Z']);
  });

  test('calls only what its patterns name', () => {
    const key = { ...mainKey, actions: ['Describe*', 'GetProjectList'] };
    expect(access([key]).admit(call(signed({}, key))).publicKey).toBe(key.publicKey);
    const { retCode, message } = refusal(() => access([key]).admit(call(signed({}, key), { action: 'PauseUcdnFetch' })));
    expect([retCode, message]).toEqual([299, 'Not permitted: this key may not call PauseUcdnFetch']);
  });

  test('that sends too often is told how long to wait', () => {
    const throttled = access([mainKey], 1);
    throttled.admit(call(signed({})));
    const { retCode, message } = refusal(() => throttled.admit(call(signed({}))));
    expect([retCode, message]).toEqual([153, 'Request throttled: this key sends too often; the next request is accepted in 1 s']);
    expect(throttled.admit(call(signed({}), { nowMs: 1_001_000 })).publicKey).toBe(mainKey.publicKey);
  });

  test('whose lists can’t be read is named', () => {
    expect(() => readKeys([{ ...mainKey, allowIps: ['10.0.0.0/99'] }])).toThrow('key "main-public": "10.0.0.0/99" is neither');
    expect(() => readKeys([{ ...mainKey, urls: ['/x'] }])).toThrow('key "main-public": "/x" is no domain');
  });
});
