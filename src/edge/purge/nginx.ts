import { joined } from '../headers.ts';
import { confirm, Findings } from './confirm.ts';
import { onceNothingRuns } from './looks.ts';
import type { Ask, Done, Procedure, PurgeKey, PurgeSetting, Said, Undone } from './procedure.ts';
import { isLate, standingOf, type Standing } from './standing.ts';
import { merged } from './together.ts';

/** One of the keys that an object may lie under, and what came of it. */
type Place = {
  readonly key: PurgeKey;
  readonly findings: Findings;
  found: Standing;
  /** What tells the object there from others. */ print?: string;
};

/**
 * nginx loses sight of a fetch when PURGE comes first: it answers 404 in the midst of a fill, and a refill
 * of an expired object goes on after a PURGE that deleted it; both store the old body afterwards. So what runs ends
 * first: with `proxy_cache_lock on` a probe waits for a fill, and with `proxy_cache_use_stale updating` it says
 * UPDATING while an expired object is fetched again.
 *
 * Two probes of one absent object hold each other up by half a second, and several of our keys may be one of nginx's:
 * so they are probed one after the other.
 */
export function* nginx(keys: readonly PurgeKey[], setting: PurgeSetting): Procedure {
  const places: Place[] = keys.map((key) => ({ key, findings: new Findings(setting), found: 'untold' }));
  if (setting.mayProbe) for (const place of places) yield* probe(place);
  yield* purgeAll(places);
  if (!setting.mayProbe) return merged(places.map(({ findings }) => findings.done('unasked')));
  const hidden = hiddenByVary(places);
  if (hidden !== undefined) return hidden;
  const ends: (Done | Undone)[] = [];
  for (const place of places) ends.push(yield* lookAt(place, places, setting));
  return merged(ends);
}

function* probe(place: Place): Generator<readonly Ask[], void, readonly Said[]> {
  const said = yield* onceNothingRuns(place.key, place.findings);
  place.found = standingOf(said);
  if (place.found === 'stored') place.print = printOf(said);
}

/** All at once; a "not there" that comes late is asked for again. */
function* purgeAll(places: readonly Place[]): Generator<readonly Ask[], void, readonly Said[]> {
  let open = places;
  for (let asked = 0; open.length > 0; asked += 1) {
    const now = open;
    const answers = yield now.map(({ key }) => ({ kind: 'purge' as const, key }));
    open = now.filter(({ findings }, index) => {
      const said = answers[index];
      if (said?.status === undefined) return true;
      findings.statuses.push(said.status);
      return !findings.hasDeleted && isLate(said, asked);
    });
  }
}

function* lookAt(place: Place, places: readonly Place[], setting: PurgeSetting): Procedure {
  const { key, findings, found, print } = place;
  if (!findings.hasDeleted) {
    if (found === 'absent') return findings.done('absent');
    // It was one object under two of our keys, and went with the other.
    const wentWith = places.some((other) => other.findings.hasDeleted && other.print === print);
    if (print !== undefined && wentWith) return { deed: 'nothing', statuses: findings.statuses, after: 'absent' };
  }
  // A look would take the lock of what is not there, and hold up a visitor who asks for it by half a second.
  if (findings.hasDeleted && setting.isProven) return findings.done('quiet');
  const end = yield* confirm({ purges: [key], probes: [key], tellsAbsent: true }, findings);
  if ('deed' in end && findings.hasDeleted && (end.after === 'absent' || end.after === 'renewed')) setting.onProven();
  return end;
}

/**
 * Where Accept-Encoding is not in the key, nginx keeps variants by Vary, under keys that are found through that of
 * the first only: without it they answer 404, and come back once anybody has fetched another.
 */
function hiddenByVary(places: readonly Place[]): Undone | undefined {
  const gone = places.filter(({ findings }) => findings.hasDeleted).map(({ print }) => print);
  const lost = places.filter(
    ({ findings, print }) => findings.hasVary && !findings.hasDeleted && print !== undefined && !gone.includes(print),
  );
  if (gone.length === 0 || lost.length === 0) return undefined;
  const message =
    'nginx keeps the variants of this object under one key, by Vary: a PURGE of the first hides the others, which come back later; ' +
    'put Accept-Encoding into proxy_cache_key as examples/edges/nginx.conf does';
  return { undone: 'unsupported', message };
}

function printOf({ headers }: Said): string {
  return ['etag', 'last-modified', 'content-encoding', 'content-length'].map((name) => joined(headers, name) ?? '').join('\n');
}
