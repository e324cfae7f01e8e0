import { Findings } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import { askOne, type Done, type Procedure, type PurgeKey, type PurgeSetting } from './procedure.ts';
import { standingOf } from './standing.ts';
import { merged } from './together.ts';

/**
 * For a cache without PURGE: GETs that it does not answer from its store, but stores. What runs ends first, or it
 * would store the old body over the new one. What is not stored, or has expired, is not fetched: the next request
 * brings it anew anyway.
 */
export function* refetch(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  const ends: Done[] = [];
  for (const key of keys) {
    if (setting.mayProbe && standingOf(yield* onceNothingRuns(key, findings)) === 'absent') {
      ends.push({ deed: 'nothing', statuses: [], after: 'absent' });
      continue;
    }
    const { status } = yield* askOne({ kind: 'refetch', key });
    ends.push({ deed: 'refetched', statuses: status === undefined ? [] : [status], after: setting.mayProbe ? 'renewed' : 'unasked' });
  }
  return merged(ends);
}
