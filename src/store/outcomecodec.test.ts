import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reasons, type Outcome } from '../tasks/outcome.ts';
import { verdicts } from '../tasks/verdict.ts';
import { StoreFault } from './fault.ts';
import { packOutcomes, unpackOutcomes } from './outcomecodec.ts';

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('X-Cache: HIT', 'X-Cache: MISS', ''));
const size = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }));
const outcome: fc.Arbitrary<Outcome> = fc.record(
  {
    status: fc.constantFrom('succeeded', 'failed', 'unknown'),
    reason: fc.constantFrom(...reasons),
    message: text,
    httpStatus: fc.integer({ min: 100, max: 599 }),
    bodyBytes: size,
    attempts: fc.nat(5),
    elapsedMs: size,
    cacheStatus: text,
    verdict: fc.constantFrom(...verdicts),
    freshForS: size,
  },
  { requiredKeys: ['status', 'bodyBytes', 'attempts', 'elapsedMs'] },
);

const hit: Outcome = {
  status: 'succeeded',
  httpStatus: 200,
  bodyBytes: 4096,
  attempts: 1,
  elapsedMs: 3,
  cacheStatus: 'X-Cache: HIT',
  verdict: 'hit-proven',
  freshForS: 86_400,
};

describe('packed outcomes', () => {
  test('come back as they were, holes too', () => {
    fc.assert(
      fc.property(fc.array(fc.option(outcome, { nil: undefined }), { maxLength: 12 }), (outcomes) => {
        const back = unpackOutcomes(packOutcomes(outcomes) ?? null);
        expect(outcomes.map((_, slot) => back[slot])).toEqual(outcomes);
        expect(back.length).toBeLessThanOrEqual(outcomes.length);
      }),
    );
  });

  test('are nothing at all while no node has ended', () => {
    expect(packOutcomes([])).toBeUndefined();
    expect(packOutcomes([undefined, undefined])).toBeUndefined();
    expect(unpackOutcomes(null)).toEqual([]);
  });

  test('say once what many nodes say: forty of them stay at 12 bytes each', () => {
    expect(packOutcomes(Array.from({ length: 40 }, () => hit))?.length).toBeLessThan(40 * 12);
    expect(packOutcomes([hit])?.length).toBe(24);
  });

  const failed: Outcome = {
    status: 'failed',
    reason: 'truncated',
    message: 'é',
    bodyBytes: 300,
    attempts: 3,
    elapsedMs: 7,
    cacheStatus: 'é',
    verdict: 'uncacheable',
  };

  test('are read for ever as version 3 wrote them', () => {
    const stored = ['03', '00', '9a07', '06', '04c3a9', '01', '03', '03', 'ac02', '07', '15', 'c801', '01', '00', '05'].join('');
    const kept: Outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 0, attempts: 1, elapsedMs: 5, verdict: 'hit-proven' };
    expect(Buffer.from(packOutcomes([undefined, failed, kept]) ?? []).toString('hex')).toBe(stored);
    expect(unpackOutcomes(Buffer.from(stored, 'hex'))).toEqual([undefined, failed, kept]);
    const fresh = ['03', '25', 'c801', '8827', '00', '05'].join('');
    expect(unpackOutcomes(Buffer.from(fresh, 'hex'))).toEqual([
      { status: 'succeeded', httpStatus: 200, bodyBytes: 0, attempts: 1, elapsedMs: 5, freshForS: 5000 },
    ]);
  });

  test('are read for ever as version 2 wrote them, when no freshness was known', () => {
    const stored = ['02', '00', 'ee', '06', '04c3a9', '01', '03', '03', 'ac02', '07'].join('');
    expect(unpackOutcomes(Buffer.from(stored, 'hex'))).toEqual([undefined, failed]);
  });

  test('are read for ever as version 1 wrote them, when there were no verdicts', () => {
    const stored = ['01', '00', '6e', '06', '04c3a9', '01', '03', 'ac02', '07'].join('');
    const { verdict: _, ...unjudged } = failed;
    expect(unpackOutcomes(Buffer.from(stored, 'hex'))).toEqual([undefined, unjudged]);
    expect(() => unpackOutcomes(Buffer.from('018101', 'hex'))).toThrow('an outcome that begins with 129');
  });

  test('take clocks with fractions and numbers that are none', () => {
    const odd = { ...hit, elapsedMs: 2.6, bodyBytes: Number.NaN, attempts: -1 };
    expect(unpackOutcomes(packOutcomes([odd]) ?? null)).toEqual([{ ...hit, elapsedMs: 3, bodyBytes: 0, attempts: 0 }]);
  });

  test('of a later version, or damaged, are told as such and never read as something else', () => {
    expect(() => unpackOutcomes(Uint8Array.of(4, 1))).toThrow('version 4; this forewarm reads up to version 3');
    expect(() => unpackOutcomes(Buffer.from('0341', 'hex'))).toThrow('an outcome that begins with 65');
    expect(() => unpackOutcomes(Buffer.from('03818080808020', 'hex'))).toThrow('an outcome that begins with 1099511627777');
    const packed = packOutcomes([hit]) ?? new Uint8Array();
    expect(() => unpackOutcomes(packed.subarray(0, -1))).toThrow('ends in the middle');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(thrownBy(() => unpackOutcomes(bytes)) ?? new StoreFault('corrupt', 'none')).toBeInstanceOf(StoreFault);
      }),
    );
  });
});

function thrownBy(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
