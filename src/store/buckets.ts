/**
 * Counting without scanning. Every task is counted, by project, kind and status, in one bucket of each level;
 * a bucket of level n spans 64^n seconds. A window is then a sum over at most 126 buckets a level, and
 * the task at a deep offset is found by descending from wide buckets to the second that holds it.
 *
 * Powers of 64 rather than minutes, hours and days: no calendar, one rule for all levels. The widest spans
 * 194 days, so there are 256 of them up to the year 2106, where seconds leave 32 bits.
 */
const fanOut = 64;
export const bucketWidthsS: readonly number[] = [1, 64, 4_096, 262_144, 16_777_216];
const topLevel = bucketWidthsS.length - 1;

/** Buckets of one level whose start lies in `fromS` … `untilS` (exclusive). */
export type BucketRange = { readonly level: number; readonly fromS: number; readonly untilS: number };

export type BucketKey = { readonly level: number; readonly startS: number };

/** The bucket of each level that a second falls in, narrowest first. */
export function bucketsOf(second: number): BucketKey[] {
  return bucketWidthsS.map((widthS, level) => ({ level, startS: second - (second % widthS) }));
}

/** Ranges that cover a window, both ends inclusive, once and exactly; newest first. */
export function coverWindow(beginS: number, endS: number): BucketRange[] {
  const newer: BucketRange[] = [];
  const older: BucketRange[] = [];
  let fromS = Math.max(0, Math.ceil(beginS));
  let untilS = Math.floor(endS) + 1;
  for (let level = 0; level < topLevel && fromS < untilS; level += 1) {
    const widthS = (bucketWidthsS[level] ?? 1) * fanOut;
    const innerFromS = Math.min(Math.ceil(fromS / widthS) * widthS, untilS);
    const innerUntilS = Math.max(Math.floor(untilS / widthS) * widthS, innerFromS);
    if (innerUntilS < untilS) newer.push({ level, fromS: innerUntilS, untilS });
    if (fromS < innerFromS) older.push({ level, fromS, untilS: innerFromS });
    fromS = innerFromS;
    untilS = innerUntilS;
  }
  const middle = fromS < untilS ? [{ level: topLevel, fromS, untilS }] : [];
  return [...newer, ...middle, ...older.toReversed()];
}

/** The buckets one level below that make up a bucket; undefined for a second. */
export function within(bucket: BucketKey): BucketRange | undefined {
  if (bucket.level === 0) return undefined;
  return { level: bucket.level - 1, fromS: bucket.startS, untilS: bucket.startS + (bucketWidthsS[bucket.level] ?? 1) };
}
