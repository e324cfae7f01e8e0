import type { Answer } from '../../../../src/client/index.ts';

export type QuotaDomain = Answer<'DescribeUcdnDomain'>['DomainList'][number];
export type QuotaKind = 'Prefetch' | 'RefreshFile' | 'RefreshDir';

/** What of a domain was submitted today, and how much may be; `quota` undefined: no bound. */
export function quotaOf(domain: QuotaDomain, kind: QuotaKind): { used: number; quota: number | undefined; left: number } {
  const used = { Prefetch: domain.SubmitPrefetchCount, RefreshFile: domain.SubmitRefreshFile, RefreshDir: domain.SubmitRefreshDir }[kind];
  const quota = { Prefetch: domain.PrefetchQuota, RefreshFile: domain.RefreshFileQuota, RefreshDir: domain.RefreshDirQuota }[kind];
  return quota < 0 ? { used, quota: undefined, left: Infinity } : { used, quota, left: Math.max(0, quota - used) };
}
