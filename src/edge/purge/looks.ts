import { joined } from '../headers.ts';
import type { Findings } from './confirm.ts';
import { askOne, type Ask, type PurgeKey, type Said } from './procedure.ts';
import { isLate, standingOf } from './standing.ts';

/** A first look is for the validators that are there; it must not wait for a fetch. */
const firstLookMs = 250;
const firstRestMs = 20;
const maxRestMs = 250;

/** Notes which objects are there before anything is done. */
export function* firstLook(keys: readonly PurgeKey[], findings: Findings): Generator<readonly Ask[], void, readonly Said[]> {
  const looks = yield keys.map((key) => ({ kind: 'probe' as const, key, patienceMs: firstLookMs }));
  for (const look of looks) if (standingOf(look) === 'stored') findings.noteOld(look);
}

/** Probes until the node has an answer that no fetch under way can change any more, and returns that. */
export function* onceNothingRuns(key: PurgeKey, findings: Findings): Generator<readonly Ask[], Said, readonly Said[]> {
  let restMs = firstRestMs;
  let late = 0;
  for (;;) {
    const said = yield* askOne({ kind: 'probe', key });
    const standing = standingOf(said);
    if (isUpdating(said)) {
      findings.noteOld(said);
      yield* askOne({ kind: 'rest', ms: restMs });
      restMs = Math.min(maxRestMs, restMs * 1.5);
    } else if (standing === 'absent' && isLate(said, late)) {
      // A lock's timeout is over, and the fill that held the lock may still run.
      late += 1;
    } else if (standing !== 'waits') {
      if (standing === 'stored') findings.noteOld(said);
      return said;
    }
  }
}

function isUpdating({ headers }: Said): boolean {
  return joined(headers, 'x-cache-status')?.trim().toUpperCase() === 'UPDATING';
}
