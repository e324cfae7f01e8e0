import type { Answer } from '../../../../src/client/index.ts';

type Period = Answer<'DescribeUcdnThroughput'>['SeriesList'][number]['PeriodList'][number];

export type DomainHour = {
  bytes: number;
  failures: number;
  /** 0 to 1; undefined where nothing ended well. */
  hitShare: number | undefined;
};

export function hourOf(periods: readonly Period[]): DomainHour {
  let bytes = 0;
  let failures = 0;
  let hits = 0;
  let successes = 0;
  for (const period of periods) {
    bytes += Number(period.Bytes);
    failures += period.FailureCount + period.PurgeFailureCount;
    hits += period.HitCount;
    successes += period.SuccessCount;
  }
  return { bytes, failures, hitShare: successes === 0 ? undefined : hits / successes };
}
