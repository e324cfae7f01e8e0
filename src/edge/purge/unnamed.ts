import { confirm, Findings, purge } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import type { Procedure, PurgeKey, PurgeSetting } from './procedure.ts';
import { standingOf } from './standing.ts';

/** A cache that we don't know: what all four need, one variant after the other. */
export function* unnamed(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  for (const key of keys) {
    if (!setting.mayProbe) {
      yield* purge(key, findings);
      continue;
    }
    yield* onceNothingRuns(key, findings);
    yield* purge(key, findings);
    const left = yield* onceNothingRuns(key, new Findings({ ...setting, onOld: () => undefined }));
    if (standingOf(left) !== 'absent') yield* purge(key, findings);
  }
  return setting.mayProbe ? yield* confirm({ purges: keys, probes: keys, tellsAbsent: false }, findings) : findings.done('unasked');
}
