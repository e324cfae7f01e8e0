import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { MadeKey } from '../../control/keys/madekey.ts';
import { parseTargetUrl, isUrlFault } from '../../tasks/url.ts';
import type { KeyOptions } from '../options.ts';
import { type Key, readKeys } from './keys.ts';
import { isTemporary, maxTokenChars, SecurityTokens, type LentTerms } from './securitytokens.ts';

const nowMs = Date.UTC(2026, 10, 24);
const hourMs = 3_600_000;
const tokens = new SecurityTokens(randomBytes(32).toString('base64'));

function made(more: Partial<MadeKey> = {}): MadeKey {
  return {
    publicKey: 'lender',
    terms: { account: 'main' },
    isDisabled: false,
    createdAtMs: 1,
    createdBy: 'maker',
    privateKeys: [{ text: 'private-1' }],
    ...more,
  };
}

function inForce(...keys: MadeKey[]): ReadonlyMap<string, Key> {
  return readKeys([], keys);
}

function lenderOf(keys: ReadonlyMap<string, Key>): Key {
  const key = keys.get('lender');
  if (key === undefined) throw new Error('no lender');
  return key;
}

function lend(key: MadeKey, terms: LentTerms = {}, expiresMs = nowMs + hourMs) {
  const lent = tokens.lend(lenderOf(inForce(key)), terms, expiresMs);
  if (lent === undefined) throw new Error('not lent');
  return lent;
}

/** What the credentials are while these keys are in force. */
function read({ publicKey, securityToken }: ReturnType<typeof lend>, keys: ReadonlyMap<string, Key>, atMs = nowMs): Key | undefined {
  return tokens.read(publicKey, securityToken, keys, atMs);
}

function allows(key: Key | undefined, url: string): boolean | undefined {
  const target = parseTargetUrl(url);
  return isUrlFault(target) ? undefined : key?.urls?.allow(target);
}

describe('what is lent', () => {
  test('is a key pair with a name of its own, that signs until its time', () => {
    const lent = lend(made());
    expect(isTemporary(lent.publicKey)).toBe(true);
    expect(lent.securityToken).not.toContain(lent.privateKey);
    expect(Buffer.from(lent.securityToken, 'base64url').includes(lent.privateKey)).toBe(false);
    const key = read(lent, inForce(made()));
    expect(key).toMatchObject({
      publicKey: lent.publicKey,
      lastingKey: 'lender',
      privateKeys: [{ text: lent.privateKey }],
      everyProject: true,
      allowsBasic: false,
      expiresMs: nowMs + hourMs,
      maxPriority: 9,
    });
    expect(read(lent, inForce(made()), nowMs + hourMs - 1)).toBeDefined();
    expect(read(lent, inForce(made()), nowMs + hourMs)).toBeUndefined();
  });

  test('may do what its lender may and what was said, never more', () => {
    const lender = made({
      terms: {
        account: 'sub',
        projects: ['org-a', 'org-b'],
        actions: ['Describe*', 'Prefetch*'],
        urls: ['a.test/', 'b.test/'],
        allowIps: ['10.0.0.0/8'],
        maxPriority: 6,
        dailyUrls: 100,
        basic: true,
      },
    });
    const terms: LentTerms = {
      projects: ['org-b', 'org-c'],
      actions: ['Prefetch*', 'Refresh*'],
      urls: ['a.test/x/', 'c.test/'],
      allowIps: ['10.1.0.0/16', '192.0.2.1'],
      maxPriority: 8,
      dailyUrls: 500,
    };
    const key = read(lend(lender, terms), inForce(lender));
    const may = (what: 'mayActIn' | 'mayCall' | 'mayComeFrom', ...of: string[]) => of.map((one) => key?.[what](one));
    expect(key).toMatchObject({ account: 'sub', everyProject: false, maxPriority: 6, dailyUrls: 100, allowsBasic: false });
    expect(may('mayActIn', 'org-a', 'org-b', 'org-c')).toEqual([false, true, false]);
    expect(may('mayCall', 'DescribeUcdnNode', 'PrefetchNewUcdnDomainCache', 'RefreshNewUcdnDomainCache')).toEqual([false, true, false]);
    expect(may('mayComeFrom', '10.2.0.1', '10.1.0.1', '192.0.2.1')).toEqual([false, true, false]);
    expect(['http://a.test/x/1', 'http://a.test/1', 'http://c.test/'].map((url) => allows(key, url))).toEqual([true, false, false]);
    const less = read(lend(lender, { maxPriority: 2, dailyUrls: 5 }), inForce(lender));
    expect(less).toMatchObject({ maxPriority: 2, dailyUrls: 5 });
    expect(allows(less, 'http://b.test/')).toBe(true);
  });

  test('follows its lender: what is taken from that is gone here too', () => {
    const lent = lend(made());
    const held = read(lent, inForce(made({ terms: { account: 'main', actions: ['Get*'], urls: ['a.test/'], maxPriority: 1 } })));
    expect([held?.mayCall('GetProjectList'), held?.mayCall('DescribeUcdnNode'), held?.maxPriority]).toEqual([true, false, 1]);
    expect(allows(held, 'http://b.test/')).toBe(false);
  });

  test('lasts no longer than its lender, or than the private key that it was lent with', () => {
    expect(lend(made({ terms: { account: 'main', expiresMs: nowMs + 5000 } })).expiresMs).toBe(nowMs + 5000);
    const turning = made({ privateKeys: [{ text: 'private-2' }, { text: 'private-1', untilMs: nowMs + 700 }] });
    const lent = lend(turning);
    expect(lent.expiresMs).toBe(nowMs + 700);
    expect(read(lent, inForce(turning), nowMs + 699)).toBeDefined();
    expect(read(lent, inForce(turning), nowMs + 700)).toBeUndefined();
  });

  test('that would not fit a header is not lent', () => {
    const urls = Array.from({ length: 200 }, (_, index) => `host-${index}.example.com/a/long/path/`);
    expect(tokens.lend(lenderOf(inForce(made())), { urls }, nowMs + hourMs)).toBeUndefined();
    expect(lend(made(), { urls: urls.slice(0, 20) }).securityToken.length).toBeLessThanOrEqual(maxTokenChars);
  });

  test('by a key that can sign nothing is a fault of the caller', () => {
    expect(() => tokens.lend(lenderOf(inForce(made({ privateKeys: [] }))), {}, nowMs + hourMs)).toThrow(
      'a key that can sign nothing lends nothing',
    );
  });
});

describe('what was lent ends', () => {
  const lent = lend(made());

  test.each<[string, MadeKey[]]>([
    ['is disabled', [made({ isDisabled: true })]],
    ['is deleted', []],
    ['has ended', [made({ terms: { account: 'main', expiresMs: nowMs } })]],
    ['was rotated without a grace', [made({ privateKeys: [{ text: 'private-2' }] })]],
    ['can not be read by the server', [made({ privateKeys: [] })]],
  ])('when its lender %s', (_how, keys) => {
    expect(read(lent, inForce(...keys))).toBeUndefined();
  });

  test('with the grace of a rotation, not before', () => {
    const rotated = inForce(made({ privateKeys: [{ text: 'private-2' }, { text: 'private-1', untilMs: nowMs + 1000 }] }));
    expect(read(lent, rotated, nowMs + 999)).toBeDefined();
    expect(read(lent, rotated, nowMs + 1000)).toBeUndefined();
  });

  test('when the configuration takes over the name of its lender: that is another key', () => {
    const fixed: KeyOptions = {
      publicKey: 'lender',
      privateKey: 'its-own',
      account: 'main',
      projects: 'all',
      actions: ['*'],
      allowIps: [],
    };
    const both = readKeys([fixed], [made()]);
    expect(both.get('lender')?.privateKeys).toEqual([{ text: 'its-own' }]);
    expect(read(lent, both)).toBeUndefined();
    expect(read(lent, readKeys([], [made()]))).toBeDefined();
  });
});

describe('a token is none', () => {
  const lent = lend(made());
  const keys = inForce(made());

  test('under another master key, for another name, changed, cut, empty or too long', () => {
    const other = new SecurityTokens(randomBytes(32).toString('base64'));
    expect(other.read(lent.publicKey, lent.securityToken, keys, nowMs)).toBeUndefined();
    expect(tokens.read(lend(made()).publicKey, lent.securityToken, keys, nowMs)).toBeUndefined();
    const changed = Buffer.from(lent.securityToken, 'base64url');
    changed[20] = (changed[20] ?? 0) ^ 1;
    const strange = [changed.toString('base64url'), lent.securityToken.slice(0, -4), '', 'x'.repeat(maxTokenChars + 1), '%%%'];
    for (const token of strange) expect(tokens.read(lent.publicKey, token, keys, nowMs)).toBeUndefined();
  });
});
