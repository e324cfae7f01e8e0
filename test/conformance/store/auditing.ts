import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../../../src/store/audit.ts';
import type { StoredKey } from '../../../src/store/keys.ts';
import { emptyStore, lines, type NewPlace, newTask, noonMs } from './given.ts';

const key: StoredKey = {
  publicKey: 'ci',
  terms: { account: 'sub', projects: ['org-main'], dailyUrls: 5, comment: 'pipeline' },
  isDisabled: false,
  createdAtMs: noonMs,
  createdBy: 'ann',
  sealed: Buffer.from('sealed'),
};

function entry(atMs: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return { atMs, key: 'ci', address: '127.0.0.1', action: 'PauseUcdnFetch', project: 'org-main', retCode: 0, ...more };
}

const always = { beginMs: 0, endMs: noonMs * 2, limit: 100 };

export function auditingPromises(newPlace: NewPlace): void {
  describe('keys', () => {
    test('last over restarts as they were set last, the oldest first, until they are deleted', async () => {
      await using place = await newPlace();
      const before = await place.open();
      const rotated: StoredKey = {
        ...key,
        isDisabled: true,
        sealed: Buffer.from('new'),
        former: { sealed: Buffer.from('old'), untilMs: 7 },
      };
      const older: StoredKey = { ...key, publicKey: 'zoe', createdAtMs: 1 };
      for (const one of [key, older, rotated]) await before.setKey(one);
      await before.close();
      const after = await place.open();
      const plain = (keys: StoredKey[]) =>
        keys.map(({ sealed, former, ...rest }) => [
          rest,
          String(Buffer.from(sealed)),
          former && String(Buffer.from(former.sealed)),
          former?.untilMs,
        ]);
      expect(plain(await after.keys())).toEqual(plain([older, rotated]));
      expect([await after.deleteKey('ci'), await after.deleteKey('ci')]).toEqual([true, false]);
      expect((await after.keys()).map(({ publicKey }) => publicKey)).toEqual(['zoe']);
      await after.close();
    });
  });

  describe('a key that is held to a number of URLs a day', () => {
    test('gets that many, by lines, on each day, and one that is held to none is not counted', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const submit = (urls: number, day: string, limit = 5) =>
        store.submit(newTask({ urls: lines(urls) }), undefined, { keyDay: { day, key: 'ci', limit } });
      expect(await submit(3, '2026-01-01')).toMatchObject({ repeated: false });
      expect(await submit(3, '2026-01-01')).toEqual({ exceeded: 'key_day', limit: 5, counted: 3 });
      await store.submit(newTask({ urls: lines(9) }), undefined, {});
      expect(await submit(2, '2026-01-01')).toMatchObject({ repeated: false });
      expect(await submit(5, '2026-01-02')).toMatchObject({ repeated: false });
    });
  });

  describe('the audit log', () => {
    test('is read newest first, by time, key and action, page by page', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.addAudit([entry(3), entry(1), entry(2, { key: 'ann' }), entry(2, { action: 'DrainUcdnNode', detail: 'why', times: 4 })]);
      const times = async (query: object) => (await store.readAudit({ ...always, ...query })).entries.map(({ atMs }) => atMs);
      expect(await times({})).toEqual([3, 2, 2, 1]);
      expect(await times({ beginMs: 2, endMs: 2 })).toEqual([2, 2]);
      expect(await times({ key: 'ann' })).toEqual([2]);
      const drained = await store.readAudit({ ...always, action: 'DrainUcdnNode' });
      expect(drained).toEqual({ entries: [{ ...entry(2, { action: 'DrainUcdnNode', detail: 'why', times: 4 }), id: expect.any(Number) }] });
      const first = await store.readAudit({ ...always, limit: 2 });
      const rest = await store.readAudit({ ...always, limit: 2, ...(first.next !== undefined && { after: first.next }) });
      expect([...first.entries, ...rest.entries].map(({ atMs }) => atMs)).toEqual([3, 2, 2, 1]);
      expect(rest.next).toBeUndefined();
    });

    test('has the entry of a task that is stored, with its TaskId, and none of one that is not', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      const audit = entry(noonMs, { action: 'PrefetchNewUcdnDomainCache', domains: ['cdn.example.com'], urlCount: 1 });
      const repeat = { fingerprint: 'f', windowMs: 1000 };
      const { taskId } = await store.submit(newTask({ audit }), repeat);
      await store.submit(newTask({ audit }), repeat);
      await store.submit(newTask({ audit }), undefined, { openUrls: 1 });
      expect((await store.readAudit(always)).entries).toMatchObject([{ ...audit, taskId }]);
    });

    test('is swept by time, some at once', async () => {
      await using given = await emptyStore(newPlace);
      const { store } = given;
      await store.addAudit([entry(1), entry(2), entry(3)]);
      expect([await store.sweepAudit(3, 1), await store.sweepAudit(3, 5), await store.sweepAudit(3, 5)]).toEqual([1, 1, 0]);
      expect((await store.readAudit(always)).entries.map(({ atMs }) => atMs)).toEqual([3]);
    });
  });
}
