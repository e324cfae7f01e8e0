import { confirm, Findings, purge } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import type { Procedure, PurgeKey, PurgeSetting } from './procedure.ts';

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
    const isThere = (yield* onceNothingRuns(key, new Findings({ ...setting, onOld: () => undefined }))) !== 'absent';
    if (isThere) yield* purge(key, findings);
  }
  return setting.mayProbe ? yield* confirm(keys, keys, findings) : findings.done('unasked');
}
