import { confirm, Findings, purge } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import type { Procedure, PurgeKey, PurgeSetting } from './procedure.ts';
import { merged, together } from './together.ts';

/** All variants of a URL: under keys of their own, if Accept-Encoding is in the key, else under one key, by Vary. */
export function* nginx(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const each = keys.map((key) => ({ key, findings: new Findings(setting) }));
  const ends = yield* together(each.map(({ key, findings }) => one(key, findings, setting)));
  const hasLost = each.some(({ findings }) => findings.hasSeen && findings.hasVary && !findings.hasDeleted);
  if (hasLost && each.some(({ findings }) => findings.hasDeleted)) {
    const message =
      'nginx keeps the variants of this object under one key, by Vary: a PURGE of the first hides the others, which come back later; ' +
      'put Accept-Encoding into proxy_cache_key as examples/edges/nginx.conf does';
    return { undone: 'unsupported', message };
  }
  return merged(ends);
}

/**
 * nginx loses sight of a fetch when PURGE comes first: it answers 404 in the midst of a fill, and a refill
 * of an expired object goes on after a PURGE that deleted it; both store the old body afterwards. So what runs ends
 * first: with `proxy_cache_lock on` a probe waits for a fill, and with `proxy_cache_use_stale updating` it says
 * UPDATING while an expired object is fetched again.
 */
function* one(key: PurgeKey, findings: Findings, setting: PurgeSetting): Procedure {
  if (!setting.mayProbe) {
    yield* purge(key, findings);
    return findings.done('unasked');
  }
  const found = yield* onceNothingRuns(key, findings);
  yield* purge(key, findings);
  if (found === 'absent' && !findings.hasDeleted) return findings.done('absent');
  // A look would take the lock of what is not there, and hold up a visitor who asks for it by half a second.
  if (findings.hasDeleted && setting.isProven) return findings.done('quiet');
  const end = yield* confirm([key], [key], findings);
  if ('deed' in end && findings.hasDeleted && (end.after === 'absent' || end.after === 'renewed')) setting.onProven();
  return end;
}
