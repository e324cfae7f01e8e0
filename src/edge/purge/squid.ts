import { joined } from '../headers.ts';
import { confirm, Findings, purge } from './confirm.ts';
import { askOne, type Ask, type Procedure, type PurgeKey, type PurgeSetting, type Said } from './procedure.ts';
import { standingOf } from './standing.ts';

/**
 * A PURGE takes the variant of its headers, and it waits for a fetch that has no headers yet, but not for one that
 * revalidates an expired object. A probe tells that one by a 504 that says HIT, and a plain HEAD joins it.
 * One variant after the other: a PURGE with another variant's headers may answer 404 for what is there.
 */
export function* squid(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const findings = new Findings(setting);
  for (const key of keys) {
    if (setting.mayProbe) yield* joinRevalidation(key, findings);
    yield* purge(key, findings);
  }
  return setting.mayProbe ? yield* confirm({ purges: keys, probes: keys, tellsAbsent: true }, findings) : findings.done('unasked');
}

function* joinRevalidation(key: PurgeKey, findings: Findings): Generator<readonly Ask[], void, readonly Said[]> {
  for (;;) {
    const said = yield* askOne({ kind: 'probe', key });
    const standing = standingOf(said);
    if (standing === 'stored') findings.noteOld(said);
    else if (standing === 'absent' && /\bHIT\b/.test(joined(said.headers, 'x-cache') ?? '')) yield* askOne({ kind: 'head', key });
    if (standing !== 'waits') return;
  }
}
