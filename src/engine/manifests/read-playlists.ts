import { setImmediate as nextRound } from 'node:timers/promises';
import { shorten } from '../shorten.ts';
import { Gathering, type MayRead } from './gathering.ts';
import { isPlaylist, namesIn, type Named } from './hls.ts';
import { defaultBounds, type FetchText, type PlaylistBounds, type PlaylistReading } from './reading.ts';
import { Variables } from './variables.ts';

/** Nested playlists asked for at once: a master playlist has dozens, and each may weigh megabytes. */
const readsAtOnce = 4;
/** Names between two turns of the event loop: some 10 ms. */
const namesPerTurn = 5_000;

export type PlaylistRules = {
  /** May a nested playlist on this host be asked for? What it names elsewhere is listed all the same. */
  mayRead: MayRead;
  /** Default: `defaultBounds`. */
  bounds?: PlaylistBounds;
};

/** A playlist that is to be read, and the variables that it may import. */
type Pending = { readonly url: string; readonly parent?: Variables };

/**
 * Reads an HLS playlist and, level by level, the playlists that it names; each once, so that circles end. A nested
 * playlist that can't be read is a fault, beside all that was found in the others. Never rejects.
 */
export async function readPlaylists(
  url: string,
  fetchText: FetchText,
  { mayRead, bounds = defaultBounds }: PlaylistRules,
): Promise<PlaylistReading> {
  const gathering = new Gathering(url, bounds, mayRead);
  let level: readonly Pending[] = [{ url }];
  for (let depth = 1; level.length > 0; depth += 1) {
    const next: Pending[] = [];
    for (let at = 0; at < level.length; at += readsAtOnce) {
      const several = level.slice(at, at + readsAtOnce);
      const fetches = several.map(async (pending) => ({ pending, fetched: checked(await fetchText(pending.url)) }));
      for (const { pending, fetched } of await Promise.all(fetches)) {
        const because = await readOne(pending, fetched, { gathering, next, depth });
        if (because !== undefined) return gathering.refused(because);
      }
    }
    level = next;
  }
  return gathering.result();
}

type Fetched = Awaited<ReturnType<FetchText>>;
type Progress = { readonly gathering: Gathering; readonly next: Pending[]; readonly depth: number };

/** Resolves to why the whole can't be followed, if so. */
async function readOne({ url, parent }: Pending, fetched: Fetched, { gathering, next, depth }: Progress): Promise<string | undefined> {
  if ('fault' in fetched) {
    gathering.fail(url, fetched.fault);
    return undefined;
  }
  const { text, finalUrl } = fetched;
  gathering.read(finalUrl, text.length);
  const variables = new Variables(finalUrl, parent);
  let last: Named | undefined;
  let namesLeft = namesPerTurn;
  for (const named of namesIn(text, variables)) {
    // Thousands of byte ranges in a row are of one file.
    if (named.uri === undefined || named.uri !== last?.uri || named.isPlaylist !== last.isPlaylist) {
      const nested = gathering.add(named, finalUrl);
      if (nested !== undefined) next.push({ url: nested, parent: variables });
      last = named;
    }
    namesLeft -= 1;
    if (namesLeft > 0) continue;
    namesLeft = namesPerTurn;
    const because = gathering.exceeded(depth + 1, next.length);
    if (because !== undefined) return because;
    await nextRound();
  }
  return gathering.exceeded(depth + 1, next.length);
}

/** An error page that came with 200 is no playlist. */
function checked(fetched: Fetched): Fetched {
  if ('fault' in fetched || isPlaylist(fetched.text)) return fetched;
  const beginning = fetched.text.trim();
  const what = beginning === '' ? 'it is empty' : `it begins with "${shorten(beginning, 60)}"`;
  return { fault: { reason: 'protocol', message: `what came is no HLS playlist (#EXTM3U in the first line): ${what}` } };
}
