import type { Answer } from '../../../../src/client/index.ts';

/** Bytes per second of the last whole period, by name of node or domain. */
export function latestRates(answer: Answer<'DescribeUcdnThroughput'> | undefined): ReadonlyMap<string, number> {
  const rates = new Map<string, number>();
  for (const { Name, PeriodList } of answer?.SeriesList ?? []) {
    const last = PeriodList.at(-2);
    if (answer !== undefined && last !== undefined) rates.set(Name, Number(last.Bytes) / answer.PeriodSeconds);
  }
  return rates;
}
