import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AuditEntry } from '../../store/audit.ts';
import { AuditTrail } from './audittrail.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class DiskStore {
  readonly batches: AuditEntry[][] = [];
  isFull = false;
  swept: number[] = [];

  async addAudit(entries: readonly AuditEntry[]): Promise<void> {
    if (this.isFull) throw new Error('the disk is full');
    this.batches.push([...entries]);
  }
  async readAudit() {
    return { entries: [] };
  }
  async sweepAudit(beforeMs: number): Promise<number> {
    this.swept.push(beforeMs);
    return 0;
  }
}

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: 1,
  key: 'ci',
  address: '127.0.0.1',
  action: 'PauseUcdnFetch',
  project: 'org-main',
  retCode: 0,
  ...more,
});

function scene() {
  const store = new DiskStore();
  const errors: { fields: object; message: string }[] = [];
  const log = { info() {}, warn() {}, error: (fields: object, message: string) => void errors.push({ fields, message }) };
  const trail = new AuditTrail({ store, log, keepDays: 2, nowMs: () => 200 * 86_400_000 });
  return { store, errors, trail };
}

test('What is written is stored when the promise resolves; what comes at once shares a transaction', async () => {
  const { store, trail } = scene();
  await Promise.all([trail.write(entry({ atMs: 1 })), trail.write(entry({ atMs: 2 }))]);
  expect(store.batches.flat().map(({ atMs }) => atMs)).toEqual([1, 2]);
  expect(store.batches.length).toBe(1);
  await trail.stop();
});

test('What is gathered is stored within a second, alike ones as one that counts them', async () => {
  const { store, trail } = scene();
  const refused = entry({ retCode: 171 });
  for (const one of [refused, refused, entry({ retCode: 299 }), refused]) trail.gather(one);
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.batches).toEqual([[{ ...refused, times: 3 }, entry({ retCode: 299 })]]);
  trail.gather(refused);
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.batches[1]).toEqual([refused]);
  await trail.stop();
});

test('A full disk loses nothing: it is said once, tried again, and stored in the order of its coming', async () => {
  const { store, errors, trail } = scene();
  store.isFull = true;
  await trail.write(entry({ atMs: 1 }));
  await trail.write(entry({ atMs: 2 }));
  trail.gather(entry({ atMs: 3, retCode: 171 }));
  await vi.advanceTimersByTimeAsync(5000);
  expect(errors.length).toBe(1);
  store.isFull = false;
  await vi.advanceTimersByTimeAsync(1000);
  expect(store.batches.flat().map(({ atMs }) => atMs)).toEqual([1, 2, 3]);
  await trail.stop();
});

test('What can wait no longer, at the end or beyond what memory may hold, stands in the log as a whole', async () => {
  const { store, errors, trail } = scene();
  store.isFull = true;
  await trail.write(entry({ atMs: 0 }));
  for (let atMs = 1; atMs <= 10_000; atMs += 1) trail.gather(entry({ atMs, address: `10.0.${atMs >> 8}.${atMs & 255}` }));
  const inLog = () => errors.filter(({ fields }) => 'audit' in fields);
  expect(inLog()).toMatchObject([{ fields: { audit: { atMs: 10_000 } } }]);
  await trail.stop();
  expect(inLog().length).toBe(10_001);
});

test('What is older than keepDays is swept', async () => {
  const { store, trail } = scene();
  trail.reconfigure({ keepDays: 5 });
  await trail.sweep();
  expect(store.swept).toEqual([198 * 86_400_000, 195 * 86_400_000]);
  await trail.stop();
});
