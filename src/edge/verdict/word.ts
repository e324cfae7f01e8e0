import { joined, type EdgeHeaders } from '../headers.ts';

/**
 * What a cache says of its own part, in common words. `miss`: it asked further, and says no more. `stored` and
 * `not-stored`: it asked further, and says whether it kept what came. `stale`: from an expired copy.
 * `bypass`: it was told not to look. `joined`: from a fetch of somebody else's that still runs.
 */
export type Word = {
  readonly is: 'hit' | 'stale' | 'miss' | 'stored' | 'not-stored' | 'bypass' | 'joined';
  /** As it wrote it, `Header: value`. */
  readonly said: string;
};

/** The last member of a list of words: caches behind have spoken before. */
export function lastWord(headers: EdgeHeaders, name: string): string | undefined {
  const last = joined(headers, name)?.slice(-maxLength).split(',').at(-1)?.trim();
  return last === '' ? undefined : last;
}

const maxLength = 200;
