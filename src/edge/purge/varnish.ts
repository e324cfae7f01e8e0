import { confirm, Findings, purge } from './confirm.ts';
import { firstLook } from './looks.ts';
import type { Ask, Procedure, PurgeKey, PurgeSetting, Said } from './procedure.ts';
import { standingOf } from './standing.ts';

/**
 * One PURGE takes all variants, stored or on their way, except what is being fetched and has no headers yet. A
 * probe waits for those headers, so: PURGE, wait for what is on its way to each variant, PURGE again.
 */
export function* varnish(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  const [first] = keys;
  if (first === undefined) return findings.done('absent');
  if (!setting.mayProbe) {
    yield* purge(first, findings);
    return findings.done('unasked');
  }
  yield* firstLook(keys, findings);
  yield* purge(first, findings);
  if (!(yield* waitForAll(keys))) return findings.done('absent');
  yield* purge(first, findings);
  return yield* confirm({ purges: [first], probes: keys, tellsAbsent: false }, findings);
}

/** Probes until each was answered. False when all are absent. */
function* waitForAll(keys: readonly PurgeKey[]): Generator<readonly Ask[], boolean, readonly Said[]> {
  let open = keys;
  let isAnyLeft = false;
  while (open.length > 0) {
    const asked = open;
    const standings = (yield asked.map((key) => ({ kind: 'probe' as const, key }))).map(standingOf);
    isAnyLeft ||= standings.some((standing) => standing === 'stored' || standing === 'untold');
    open = asked.filter((_, index) => standings[index] === 'waits');
  }
  return isAnyLeft;
}
