import { expect, test } from 'vitest';
import { withinBitrate } from './selection.ts';

test.each([
  ['all, without a limit', [3, 1, undefined], undefined, [true, true, true], undefined],
  ['those at the limit and below', [3, 2, 1], 2, [false, true, true], undefined],
  ['those that tell no bitrate', [3, undefined], 2, [false, true], undefined],
  ['the lowest, where all are above, with all of its bitrate', [9, 5, 5], 2, [false, true, true], 5],
  ['none of none', [], 2, [], undefined],
])('up to a bitrate are %s', (_what, bitrates, maxBitrate, taken, lowest) => {
  expect(withinBitrate(bitrates, maxBitrate)).toEqual({ taken, ...(lowest !== undefined && { lowest }) });
});
