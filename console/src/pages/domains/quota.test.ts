import { expect, test } from 'vitest';
import { quotaOf, type QuotaDomain } from './quota.ts';

const domain: QuotaDomain = {
  Domain: 'cdn.test',
  DomainId: 'cdn',
  PrefetchEnable: true,
  Nodes: [],
  Paused: false,
  InFlight: 0,
  Concurrency: 0,
  SubmitPrefetchCount: 3,
  SubmitRefreshFile: 12,
  SubmitRefreshDir: 1,
  PrefetchQuota: 5,
  RefreshFileQuota: 10,
  RefreshDirQuota: -1,
};

test.each([
  ['Prefetch', { used: 3, quota: 5, left: 2 }],
  // Lowered by a reload after it was used.
  ['RefreshFile', { used: 12, quota: 10, left: 0 }],
  ['RefreshDir', { used: 1, quota: undefined, left: Infinity }],
] as const)('%s', (kind, expected) => {
  expect(quotaOf(domain, kind)).toEqual(expected);
});
