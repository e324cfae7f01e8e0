import { setImmediate as nextRound } from 'node:timers/promises';
import { readDash } from './dash/dash.ts';
import type { Findings } from './finding.ts';
import { formatOf, seen } from './format.ts';
import { Gathering } from './gathering.ts';
import { isPlaylist, namesIn } from './hls/names.ts';
import { playedIn } from './hls/prefetch.ts';
import { HlsScope } from './hls/scope.ts';
import type { FetchedText, FetchText, ManifestReading, NoManifest, Purpose, ReadingRules } from './reading.ts';

/** Nested manifests asked for at once: a master playlist has dozens, and each may weigh megabytes. */
const readsAtOnce = 4;
/** Findings between two turns of the event loop: some 10 ms. */
const findingsPerTurn = 5_000;

/** A manifest that is to be read, and what the one that named it hands down. */
type Pending = { readonly url: string; readonly parent?: HlsScope };

/**
 * Reads a manifest and, level by level, the manifests that it names; each once, so that circles end. A nested
 * one that can't be read is a fault, beside all that was found in the others. Rejects with nothing but the signal's reason.
 */
export async function readManifests(url: string, fetchText: FetchText, rules: ReadingRules): Promise<ManifestReading> {
  const gathering = new Gathering(url, rules);
  let level: readonly Pending[] = [{ url }];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: Pending[] = [];
    for (let at = 0; at < level.length; at += readsAtOnce) {
      const several = level.slice(at, at + readsAtOnce);
      const fetches = several.map(async (pending) => ({ pending, fetched: await fetchText(pending.url) }));
      for (const { pending, fetched } of await Promise.all(fetches)) {
        if ('isNone' in fetched) return gathering.none();
        const because = await readOne(pending, fetched, { gathering, next, depth, rules });
        if (because !== undefined) return gathering.refused(because);
      }
    }
    level = next;
  }
  return gathering.result();
}

type Fetched = Exclude<Awaited<ReturnType<FetchText>>, NoManifest>;
type Progress = { readonly gathering: Gathering; readonly next: Pending[]; readonly depth: number; readonly rules: ReadingRules };

/** Resolves to why the whole can't be followed, if so. */
async function readOne({ url, parent }: Pending, fetched: Fetched, progress: Progress): Promise<string | undefined> {
  const { gathering, next, depth, rules } = progress;
  if ('fault' in fetched) {
    gathering.fail(url, fetched.fault);
    return undefined;
  }
  const scope = new HlsScope(fetched.finalUrl, parent);
  const findings = findingsIn(fetched, scope, rules.purpose);
  if ('unknown' in findings) {
    gathering.fail(url, { reason: 'protocol', message: findings.unknown });
    return undefined;
  }
  gathering.read(fetched.finalUrl, fetched.text.length);
  const from = { url, finalUrl: fetched.finalUrl };
  let last: string | undefined;
  let leftInTurn = findingsPerTurn;
  for (const finding of findings.found) {
    // Thousands of byte ranges in a row are of one file.
    const isRepeated = finding.kind === 'name' && !finding.isManifest && finding.base === undefined && finding.uri === last;
    if (!isRepeated || last === undefined) {
      const nested = gathering.take(finding, from);
      if (nested !== undefined) next.push({ url: nested, parent: scope });
    }
    if (finding.kind === 'name') last = finding.isManifest || finding.base !== undefined ? undefined : finding.uri;
    leftInTurn = finding.kind === 'pause' ? 0 : leftInTurn - 1;
    if (leftInTurn > 0 && finding.kind !== 'announced') continue;
    const because = gathering.exceeded(depth + 1, next.length);
    if (because !== undefined) return because;
    if (leftInTurn > 0) continue;
    leftInTurn = findingsPerTurn;
    await nextRound();
    rules.signal?.throwIfAborted();
  }
  return gathering.exceeded(depth + 1, next.length);
}

/** By format; an error page that came with 200 is no manifest. */
function findingsIn(fetched: FetchedText, scope: HlsScope, purpose: Purpose): { readonly found: Findings } | { readonly unknown: string } {
  const { text, finalUrl: url, contentType } = fetched;
  if (purpose.kind === 'refresh')
    return isPlaylist(text)
      ? { found: namesIn(text, scope.variables) }
      : { unknown: `what came is no HLS playlist (#EXTM3U in the first line): ${seen(text)}` };
  const known = formatOf(text, { url, contentType });
  if ('unknown' in known) return known;
  const { selection } = purpose;
  if (known.format === 'hls') return { found: playedIn(text, scope, selection) };
  return { found: readDash(text, { url, selection, wallMs: purpose.wallMs() }) };
}
