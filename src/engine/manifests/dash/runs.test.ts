import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipped, type Run, type TickWindow } from './runs.ts';

const ticks = fc.bigInt({ min: -300n, max: 300n });
const bound = fc.option(ticks, { nil: undefined });
const run = fc.record({
  number: fc.bigInt({ min: 0n, max: 50n }),
  time: ticks,
  duration: fc.bigInt({ min: 1n, max: 40n }),
  count: fc.bigInt({ min: 1n, max: 40n }),
});

function segments({ number, time, duration, count = 0n }: Run): { number: bigint; time: bigint }[] {
  return Array.from({ length: Number(count) }, (_, at) => ({ number: number + BigInt(at), time: time + BigInt(at) * duration }));
}

function isWithin(time: bigint, duration: bigint, { after, before, endsBy }: TickWindow): boolean {
  const isOut =
    (after !== undefined && time + duration <= after) ||
    (before !== undefined && time >= before) ||
    (endsBy !== undefined && time + duration > endsBy);
  return !isOut;
}

test('a run that is cut holds just the segments that are within', () => {
  fc.assert(
    fc.property(run, fc.record({ after: bound, before: bound, endsBy: bound }), (given, window) => {
      const cut = clipped(given, window);
      expect(cut === undefined ? [] : segments(cut)).toEqual(segments(given).filter(({ time }) => isWithin(time, given.duration, window)));
    }),
    { numRuns: 1000 },
  );
});

test('a run without end that is cut is one of enough segments that is cut', () => {
  fc.assert(
    fc.property(run, ticks, bound, (given, endsBy, after) => {
      const window = { after, before: undefined, endsBy };
      expect(clipped({ ...given, count: undefined }, window)).toEqual(clipped({ ...given, count: 10_000n }, window));
    }),
  );
});
