import { Findings } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import { askOne, type Procedure, type PurgeKey, type PurgeSetting } from './procedure.ts';

/**
 * For a cache without PURGE: a GET that it does not answer from its store, but stores. What runs ends first, or it
 * would store the old body over the new one. What is not stored, or has expired, is not fetched: the next request brings it anew anyway.
 */
export function* refetch(key: PurgeKey, setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  if (setting.mayProbe) {
    const found = yield* onceNothingRuns(key, findings);
    if (found === 'absent') return findings.done('absent');
  }
  const said = yield* askOne({ kind: 'refetch', key });
  return { deed: 'refetched', statuses: said.status === undefined ? [] : [said.status], after: setting.mayProbe ? 'renewed' : 'unasked' };
}
