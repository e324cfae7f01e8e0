import { describe, expect, test } from 'vitest';
import { reasons, type Outcome, type Reason } from '../tasks/outcome.ts';
import type { RefreshOrder } from '../tasks/purge.ts';
import { touchedBy } from './touched.ts';

const nothing = { bodyBytes: 0, attempts: 1, elapsedMs: 1 };
const had = (freshForS?: number): Outcome => ({ status: 'succeeded', ...nothing, ...(freshForS !== undefined && { freshForS }) });
const lacked = (reason: Reason): Outcome => ({ status: 'failed', reason, ...nothing });
const warmthOf = (order: RefreshOrder | undefined, ...outcomes: Outcome[]): string[] =>
  touchedBy(order, outcomes, 1000).map(({ warmth }) => warmth);

describe('a prefetch', () => {
  test('makes warm what a node has, until the first copy is stale', () => {
    expect(touchedBy(undefined, [had(60), had(30), { ...lacked('timeout'), freshForS: 1 }], 1000)).toEqual([
      { scope: 'object', warmth: 'warm', freshUntilS: 1030 },
    ]);
    expect(touchedBy(undefined, [had()], 1000)).toEqual([{ scope: 'object', warmth: 'warm' }]);
  });

  test('makes cold only what can’t be warm on any node; what else went wrong leaves it as it was', () => {
    const alone = Object.groupBy(reasons, (reason) => warmthOf(undefined, lacked(reason)).join());
    expect(alone['cold']).toEqual(['http_status', 'uncacheable']);
    expect(alone['kept']).toEqual(['protocol', 'redirect', 'unsupported', 'cancelled']);
    expect(warmthOf(undefined, lacked('http_status'), lacked('uncacheable'))).toEqual(['cold']);
    expect(warmthOf(undefined, lacked('http_status'), lacked('cancelled'))).toEqual(['kept']);
    expect(warmthOf(undefined, lacked('http_status'), lacked('connect'))).toEqual(['warm']);
  });
});

describe('a refresh', () => {
  const files: RefreshOrder = { type: 'file', mode: 'delete', thenPrefetch: false };

  test('makes cold what it purged, whatever nodes say of it', () => {
    for (const outcome of [had(), lacked('connect'), lacked('unsupported')]) {
      expect(touchedBy(files, [outcome], 1000)).toEqual([{ scope: 'object', warmth: 'cold', purge: 'delete' }]);
    }
  });

  test('that warms again is a purge and a prefetch', () => {
    const order: RefreshOrder = { ...files, type: 'm3u8', mode: 'expire', thenPrefetch: true };
    expect(touchedBy(order, [had(60)], 1000)).toEqual([{ scope: 'object', warmth: 'warm', freshUntilS: 1060, purge: 'expire' }]);
    expect(warmthOf(order, lacked('unsupported'))).toEqual(['cold']);
  });

  test('that was cancelled on every node purged nothing; on some, it did', () => {
    expect(touchedBy({ ...files, thenPrefetch: true }, [lacked('cancelled')], 1000)).toEqual([{ scope: 'object', warmth: 'kept' }]);
    expect(touchedBy({ ...files, type: 'dir' }, [lacked('cancelled')], 1000)).toEqual([{ scope: 'subtree', warmth: 'kept' }]);
    expect(touchedBy(files, [lacked('cancelled'), had()], 1000)).toEqual([{ scope: 'object', warmth: 'cold', purge: 'delete' }]);
  });

  test('of a directory purges all in it; what it warms is the object of that URL', () => {
    const order: RefreshOrder = { type: 'dir', mode: 'delete', thenPrefetch: true };
    expect(touchedBy(order, [had(60)], 1000)).toEqual([
      { scope: 'subtree', warmth: 'kept', purge: 'delete' },
      { scope: 'object', warmth: 'warm', freshUntilS: 1060 },
    ]);
    expect(touchedBy({ ...order, thenPrefetch: false }, [had()], 1000)).toEqual([{ scope: 'subtree', warmth: 'kept', purge: 'delete' }]);
  });
});

test('what was for a part of the nodes only changes nothing of what all should hold; its purge counts', () => {
  const purged: RefreshOrder = { type: 'file', mode: 'delete', thenPrefetch: false };
  expect(touchedBy(undefined, [had(60)], 1000, true)).toEqual([{ scope: 'object', warmth: 'kept' }]);
  expect(touchedBy(undefined, [lacked('http_status')], 1000, true)).toEqual([{ scope: 'object', warmth: 'kept' }]);
  expect(touchedBy(purged, [had()], 1000, true)).toEqual([{ scope: 'object', warmth: 'kept', purge: 'delete' }]);
  expect(touchedBy({ ...purged, thenPrefetch: true }, [had(60)], 1000, true)).toEqual([
    { scope: 'object', warmth: 'kept', purge: 'delete' },
  ]);
});
