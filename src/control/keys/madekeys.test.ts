import { randomBytes } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import type { KeyTerms, StoredKey } from '../../store/keys.ts';
import type { Log } from '../log.ts';
import { MadeKeys, type MadeKeysOptions } from './madekeys.ts';

const masterKey = randomBytes(32).toString('base64');
const main: KeyTerms = { account: 'main' };

/** What a store would keep of keys; `isBroken`: it can't be written. */
class FakeStore {
  readonly rows = new Map<string, StoredKey>();
  isBroken = false;
  async keys(): Promise<StoredKey[]> {
    return [...this.rows.values()];
  }
  async setKey(key: StoredKey): Promise<void> {
    if (this.isBroken) throw new Error('disk full');
    this.rows.set(key.publicKey, key);
  }
  async deleteKey(publicKey: string): Promise<boolean> {
    if (this.isBroken) throw new Error('disk full');
    return this.rows.delete(publicKey);
  }
}

class Keys {
  readonly store = new FakeStore();
  readonly error = vi.fn<Log['error']>();
  nowMs = Date.UTC(2026, 10, 24);

  open(options: Partial<MadeKeysOptions> = {}): Promise<MadeKeys> {
    const log = { info() {}, warn() {}, error: this.error };
    return MadeKeys.open({ store: this.store, log, nowMs: () => this.nowMs, options: { masterKey, fixed: ['fixed'], ...options } });
  }
}

const textsOf = (keys: MadeKeys, name: string): string[] | undefined => keys.find(name)?.privateKeys.map(({ text }) => text);

describe('a key that is made', () => {
  test('is there with its terms and its private key, which the store keeps sealed only, and after a start', async () => {
    const own = new Keys();
    const keys = await own.open();
    const terms: KeyTerms = {
      account: 'sub',
      projects: ['org-a'],
      actions: ['Describe*'],
      expiresMs: own.nowMs + 5,
      comment: 'for a partner',
    };
    const { key, privateKey } = await keys.create(terms, 'maker', 'partner');
    const known = {
      publicKey: 'partner',
      terms,
      isDisabled: false,
      createdAtMs: own.nowMs,
      createdBy: 'maker',
      privateKeys: [{ text: privateKey }],
    };
    expect(key).toEqual(known);
    expect(privateKey).toMatch(/^[0-9a-f]{64}$/);
    const [row] = own.store.rows.values();
    expect(Buffer.from(row?.sealed ?? []).includes(privateKey)).toBe(false);
    expect(JSON.stringify({ ...row, sealed: '' })).not.toContain(privateKey);
    expect((await own.open()).all()).toEqual([known]);
  });

  test('has a random name unless it is given one, and a private key like no other', async () => {
    const keys = await new Keys().open();
    const made = [await keys.create(main, 'maker'), await keys.create(main, 'maker')];
    expect(new Set(made.flatMap(({ key, privateKey }) => [key.publicKey, privateKey])).size).toBe(4);
    expect(made[0]?.key.publicKey).toMatch(/^[0-9a-f]{32}$/);
  });

  test.each([
    ['that is taken', 'taken'],
    ['of the configuration', 'fixed'],
  ])('has no name %s, and nothing is stored', async (_what, name) => {
    const own = new Keys();
    const keys = await own.open();
    await keys.create(main, 'maker', 'taken');
    await expect(keys.create(main, 'maker', name)).rejects.toMatchObject({ kind: 'key_taken', subject: name });
    expect(own.store.rows.size).toBe(1);
  });

  test('of two at once with one name is one', async () => {
    const keys = await new Keys().open();
    const both = await Promise.allSettled([keys.create(main, 'maker', 'one'), keys.create(main, 'maker', 'one')]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });

  test('that can’t be stored is none; the next one is', async () => {
    const own = new Keys();
    const keys = await own.open();
    own.store.isBroken = true;
    await expect(keys.create(main, 'maker', 'one')).rejects.toThrow('disk full');
    expect(keys.all()).toEqual([]);
    own.store.isBroken = false;
    await keys.create(main, 'maker', 'one');
    expect(keys.find('one')).toBeDefined();
  });
});

describe('a change', () => {
  test('of terms or of being disabled leaves the other, and the private key, as they were; whoever listens is told', async () => {
    const own = new Keys();
    const keys = await own.open();
    const changed = vi.fn<() => void>();
    const { privateKey } = await keys.create(main, 'maker', 'one');
    keys.onChanged(changed);
    expect(await keys.update('one', () => ({ isDisabled: true }))).toMatchObject({ terms: main, isDisabled: true });
    const terms: KeyTerms = { account: 'main', actions: ['Get*'] };
    expect(await keys.update('one', () => ({ terms }))).toMatchObject({ terms, isDisabled: true, privateKeys: [{ text: privateKey }] });
    await keys.delete('one');
    expect(changed).toHaveBeenCalledTimes(3);
    expect((await own.open()).all()).toEqual([]);
  });

  test('sees what the one before has made, even if both were asked for at once', async () => {
    const keys = await new Keys().open();
    await keys.create({ ...main, dailyUrls: 1 }, 'maker', 'one');
    const oneMore = () => keys.update('one', ({ terms }) => ({ terms: { ...terms, dailyUrls: (terms.dailyUrls ?? 0) + 1 } }));
    await Promise.all([oneMore(), oneMore(), oneMore()]);
    expect(keys.find('one')?.terms.dailyUrls).toBe(4);
  });

  test('of what is not there, or stands in the configuration, is refused', async () => {
    const own = new Keys();
    const keys = await own.open();
    const all = (name: string) => [keys.update(name, () => ({})), keys.rotate(name, 0), keys.delete(name)];
    for (const refused of all('nobody')) await expect(refused).rejects.toMatchObject({ kind: 'key_unknown', subject: 'nobody' });
    const [update, rotate, remove] = all('fixed');
    for (const refused of [update, rotate, remove]) await expect(refused).rejects.toMatchObject({ kind: 'key_fixed', subject: 'fixed' });
  });

  test('a made key that the configuration took over is deleted, and else left alone', async () => {
    const own = new Keys();
    await (await own.open()).create(main, 'maker', 'later');
    const keys = await own.open({ fixed: ['later'] });
    expect(keys.isFixed('later')).toBe(true);
    await expect(keys.update('later', () => ({ isDisabled: true }))).rejects.toMatchObject({ kind: 'key_fixed' });
    await keys.delete('later');
    expect(own.store.rows.size).toBe(0);
  });

  test('that can’t be stored changes nothing', async () => {
    const own = new Keys();
    const keys = await own.open();
    const { privateKey } = await keys.create(main, 'maker', 'one');
    own.store.isBroken = true;
    await expect(keys.update('one', () => ({ isDisabled: true }))).rejects.toThrow('disk full');
    await expect(keys.rotate('one', 0)).rejects.toThrow('disk full');
    await expect(keys.delete('one')).rejects.toThrow('disk full');
    expect(keys.find('one')).toMatchObject({ isDisabled: false, privateKeys: [{ text: privateKey }] });
  });
});

describe('a rotation', () => {
  test('lets the former private key sign on for its grace, the one before that no more', async () => {
    const own = new Keys();
    const keys = await own.open();
    const first = await keys.create(main, 'maker', 'one');
    const second = await keys.rotate('one', 1000);
    const untilMs = own.nowMs + 1000;
    const both = [{ text: second.privateKey }, { text: first.privateKey, untilMs }];
    expect(second).toMatchObject({ formerUntilMs: untilMs, key: { privateKeys: both } });
    expect((await own.open()).find('one')?.privateKeys).toEqual(both);
    own.nowMs += 10;
    const third = await keys.rotate('one', 500);
    expect(third.key.privateKeys).toEqual([{ text: third.privateKey }, { text: second.privateKey, untilMs: own.nowMs + 500 }]);
  });

  test('without a grace ends the former at once', async () => {
    const own = new Keys();
    const keys = await own.open();
    await keys.create(main, 'maker', 'one');
    await keys.rotate('one', 1000);
    const { privateKey, formerUntilMs } = await keys.rotate('one', 0);
    expect([textsOf(keys, 'one'), formerUntilMs]).toEqual([[privateKey], undefined]);
    expect([...own.store.rows.values()][0]?.former).toBeUndefined();
  });
});

describe('the master key', () => {
  test('is needed to make and to rotate; without it all keys are there, none can sign, and the log names them', async () => {
    const own = new Keys();
    await (await own.open()).create(main, 'maker', 'one');
    const keys = await MadeKeys.open({ store: own.store, log: { info() {}, warn() {}, error: own.error }, options: { fixed: [] } });
    expect(keys.all()).toMatchObject([{ publicKey: 'one', privateKeys: [] }]);
    expect(own.error).toHaveBeenCalledExactlyOnceWith({ keys: ['one'] }, expect.stringContaining('the configuration has no masterKey'));
    await expect(keys.create(main, 'maker')).rejects.toMatchObject({
      kind: 'master_key_missing',
      message: expect.stringContaining('forewarm init'),
    });
    await expect(keys.rotate('one', 0)).rejects.toMatchObject({ kind: 'master_key_missing' });
    await keys.update('one', () => ({ isDisabled: true }));
    await keys.delete('one');
    expect(keys.all()).toEqual([]);
  });

  test('that is another reads nothing; putting it back does; a rotation makes the key sign anew, its former one gone', async () => {
    const own = new Keys();
    const keys = await own.open();
    const { privateKey } = await keys.create(main, 'maker', 'one');
    await keys.create(main, 'maker', 'two');
    const other = randomBytes(32).toString('hex');
    keys.reconfigure({ masterKey: other, fixed: [] });
    expect(own.error).toHaveBeenCalledExactlyOnceWith(
      { keys: ['one', 'two'] },
      expect.stringContaining('not the one they were encrypted with'),
    );
    expect([textsOf(keys, 'one'), textsOf(keys, 'two')]).toEqual([[], []]);
    const rotated = await keys.rotate('two', 60_000);
    expect([textsOf(keys, 'two'), rotated.formerUntilMs]).toEqual([[rotated.privateKey], undefined]);
    keys.reconfigure({ masterKey, fixed: [] });
    expect([textsOf(keys, 'one'), textsOf(keys, 'two')]).toEqual([[privateKey], []]);
  });

  test('stays unread over a reload that changes something else, and the log is not told again', async () => {
    const own = new Keys();
    await (await own.open()).create(main, 'maker', 'one');
    const other = randomBytes(32).toString('hex');
    const keys = await own.open({ masterKey: other });
    expect(own.error).toHaveBeenCalledOnce();
    keys.reconfigure({ masterKey: other, fixed: ['else'] });
    expect(own.error).toHaveBeenCalledOnce();
    expect(keys.isFixed('else')).toBe(true);
  });
});
