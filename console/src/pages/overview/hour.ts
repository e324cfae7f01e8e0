import type { Answer } from '../../../../src/client/index.ts';

type Period = Answer<'DescribeUcdnThroughput'>['SeriesList'][number]['PeriodList'][number];

/** An hour of figures as plots want them. */
export type Hour = {
  atS: readonly number[];
  /** null before the server began to count. */
  bytesPerSecond: readonly (number | null)[];
  /** Share of what nodes held already, 0 to 1; null where nothing ended well. */
  hitShare: readonly (number | null)[];
  /** Over the whole hour; undefined where nothing ended well. */
  meanHitShare: number | undefined;
  meanBytesPerSecond: number;
};

/** Of a server that has just started so much is shown, empty as most of it is: a plot of a minute would mislead. */
const leastPeriods = 20;

/**
 * The last period still goes on: it would always look like a fall, so it is left out, as is what was before the server
 * began to count.
 */
export function hourOf(periods: readonly Period[], periodSeconds: number, sinceS: number): Hour {
  const ended = periods.slice(0, -1);
  const counts = ended.findIndex(({ BeginTime }) => BeginTime + periodSeconds > sinceS);
  const begin = counts === -1 ? ended.length : counts;
  const whole = ended.slice(Math.max(0, Math.min(begin, ended.length - leastPeriods)));
  const counted = whole.filter(({ BeginTime }) => BeginTime + periodSeconds > sinceS);
  const hits = sum(counted, ({ HitCount }) => HitCount);
  const successes = sum(counted, ({ SuccessCount }) => SuccessCount);
  const bytes = sum(counted, ({ Bytes }) => Number(Bytes));
  return {
    atS: whole.map(({ BeginTime }) => BeginTime),
    bytesPerSecond: whole.map((period) => (counted.includes(period) ? Number(period.Bytes) / periodSeconds : null)),
    hitShare: whole.map(({ HitCount, SuccessCount }) => (SuccessCount === 0 ? null : HitCount / SuccessCount)),
    meanHitShare: successes === 0 ? undefined : hits / successes,
    meanBytesPerSecond: counted.length === 0 ? 0 : bytes / (counted.length * periodSeconds),
  };
}

function sum(periods: readonly Period[], value: (period: Period) => number): number {
  return periods.reduce((total, period) => total + value(period), 0);
}
