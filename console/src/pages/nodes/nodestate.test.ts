import { expect, test } from 'vitest';
import { reasonOf, sinceOf, stateOf, type Node } from './nodestate.ts';

const well: Node = {
  Name: 'edge',
  Layer: 'edge',
  Cache: 'nginx',
  Concurrency: 64,
  Domains: [],
  InFlight: 0,
  Waiting: 0,
  Succeeded: '0',
  Failed: '0',
  Bytes: '0',
  Paused: false,
  LedgerState: 'ready',
  LedgerSince: 1,
  LedgerOpenUrls: 0,
};

test.each<[string, Partial<Node>, ReturnType<typeof stateOf>]>([
  ['one that is well', {}, 'ready'],
  ['one that is paused', { Paused: true }, 'paused'],
  ['one that failed at last', { TroubleReason: 'connect' }, 'trouble'],
  ['one that is down', { DownReason: 'connect', TroubleReason: 'connect', Paused: true }, 'away'],
  ['one that is being warmed again', { LedgerState: 'warming', Paused: true }, 'warming'],
  ['one that is drained', { LedgerState: 'drained', DownReason: 'connect' }, 'drained'],
])('%s', (_, more, expected) => {
  expect(stateOf({ ...well, ...more })).toBe(expected);
});

test('the reason is that of the worst', () => {
  expect(reasonOf(well)).toBeUndefined();
  expect(reasonOf({ ...well, LedgerReason: 'late', DownMessage: 'refused' })).toBe('refused');
  expect(sinceOf({ ...well, DownSince: 7 })).toBe(7);
});
