import { joined } from '../headers.ts';
import { nginx } from './nginx.ts';
import type { Done, Procedure, PurgeKey, PurgeSetting, Undone } from './procedure.ts';
import { merged, together } from './together.ts';

/** Slices at once; also how many in a row must be absent to end the search. */
const windowSlices = 64;
/** 100 GB in slices of 1 MiB: a bound for what a strange Content-Range could ask for. */
const maxSlices = 100_000;

/**
 * nginx with `slice`: each slice is an object of its own, with a fill of its own. How many there are is told by the
 * Content-Range of any that is stored; past that, and where none tells, the search ends after 64 in a row that are
 * not there.
 */
export function* nginxSlices(keys: readonly PurgeKey[], sizeBytes: number, setting: PurgeSetting): Procedure {
  const ends: (Done | Undone)[] = [];
  for (const key of keys) ends.push(yield* slicesOf(key, sizeBytes, setting));
  return merged(ends);
}

function* slicesOf(key: PurgeKey, sizeBytes: number, setting: PurgeSetting): Procedure {
  let count = 0;
  const watching: PurgeSetting = {
    ...setting,
    onOld(headers) {
      count = Math.max(count, sliceCount(joined(headers, 'content-range'), sizeBytes));
      setting.onOld(headers);
    },
  };
  const all: (Done | Undone)[] = [];
  for (let first = 0; first < maxSlices; first += windowSlices) {
    const slices = Array.from({ length: windowSlices }, (_, index) => nginx([{ ...key, slice: first + index }], watching));
    const ends = yield* together(slices);
    all.push(...ends);
    const wasAny = ends.some((end) => 'undone' in end || end.deed !== 'nothing');
    if (!wasAny && first + windowSlices >= count) break;
  }
  return merged(all);
}

function sliceCount(contentRange: string | undefined, sizeBytes: number): number {
  const total = /^bytes [\d-]+\/(\d{1,15})$/.exec(contentRange ?? '')?.[1];
  return total === undefined ? 0 : Math.ceil(Number(total) / sizeBytes);
}
