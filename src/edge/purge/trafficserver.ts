import { confirm, Findings, purge } from './confirm.ts';
import { firstLook } from './looks.ts';
import type { Procedure, PurgeKey, PurgeSetting } from './procedure.ts';

/**
 * One PURGE takes all variants, and waits for a fetch that is storing one. It gives up after a while, with 404:
 * a late 404 is asked again.
 */
export function* trafficserver(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  const [first] = keys;
  if (first === undefined) return findings.done('absent');
  if (setting.mayProbe) yield* firstLook(keys, findings);
  yield* purge(first, findings);
  return setting.mayProbe ? yield* confirm({ purges: [first], probes: keys, tellsAbsent: true }, findings) : findings.done('unasked');
}
