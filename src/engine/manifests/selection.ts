/**
 * What of a manifest is to be warmed.
 *
 * `firstSeconds` (more than 0): of each rendition only what plays within so many seconds from where a player starts.
 * That is the beginning, or of a live one the place where somebody who tunes in now begins, since nobody asks for the rest.
 * What is not cut into segments is taken whole.
 *
 * `maxBitrate` (bit/s): only renditions up to this. Where all of a kind are above, the lowest, or nothing would play.
 */
export type Selection = { readonly firstSeconds?: number; readonly maxBitrate?: number };

export type BitrateChoice = {
  /** By place; one whose bitrate is not told is taken. */
  readonly taken: readonly boolean[];
  /** Given when all are above the limit: the bitrate that was taken in spite of it. */
  readonly lowest?: number;
};

/** Chooses among renditions that stand for each other, by their bitrates in bit/s. */
export function withinBitrate(bitrates: readonly (number | undefined)[], maxBitrate = Infinity): BitrateChoice {
  const taken = bitrates.map((bitrate) => bitrate === undefined || bitrate <= maxBitrate);
  if (bitrates.length === 0 || taken.includes(true)) return { taken };
  const lowest = bitrates.reduce<number>((least, bitrate = Infinity) => Math.min(least, bitrate), Infinity);
  return { taken: bitrates.map((bitrate) => bitrate === lowest), lowest };
}

/** For people: `all video renditions are above 500000 bit/s, and the lowest was taken (800000 bit/s)`. */
export function lowestTaken(what: string, maxBitrate: number | undefined, lowest: number): string {
  return `all ${what} are above ${maxBitrate} bit/s, and the lowest was taken (${lowest} bit/s)`;
}

export const aboveBitrate = (maxBitrate: number | undefined): string => `renditions above ${maxBitrate} bit/s`;
export const afterTheFirst = (what: string, firstSeconds: number | undefined): string => `${what} after the first ${firstSeconds} s`;
export const beforeTheStart = (what: string): string => `${what} before the place where a player starts`;
