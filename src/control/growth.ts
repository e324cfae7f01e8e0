import type { RecordBatch, Recorded, TaskKind } from '../store/store.ts';
import type { Plan } from '../tasks/plan.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';
import { prefixesOf } from '../tasks/urlprefixes.ts';
import type { Ended, Found, Report } from '../tasks/work.ts';
import { playlistRoomUrls } from './planning.ts';
import type { ActiveTask } from './run.ts';

type Added = NonNullable<RecordBatch['added']>[number];

/** What a playlist names that does not become a line: told with the playlist's end, so that nothing is dropped silently. */
type Beyond = {
  /** Of which reading: what another item has found of it before was found in vain. */
  readonly item: string;
  readonly kind: TaskKind;
  foreign: number;
  readonly hosts: Set<string>;
  /** Outside of what the key may submit. */
  outside: number;
  /** Without room. */
  leftOut: number;
  /** It was found by an item that nobody waits for any more: its end does not count either. */
  isLost: boolean;
};

const hostsShown = 3;

/** Of so many playlists: what is reported of one ends with its end, unless its task is cancelled or the engine's thread dies. */
const remembered = 10_000;

/** What playlists and manifests name becomes lines of their task. */
export class Growth {
  /** By the playlist's id. */
  readonly #beyond = new Map<number, Beyond>();

  /** The lines by which the task of a playlist is to grow: what it names in domains of the project. */
  linesOf(found: Found, { stored: { plan, kind } }: ActiveTask): Added {
    const places = placesOf(plan);
    const prefixes = prefixesOf(plan.manifests?.within);
    const lines = found.urls.flatMap((text) => {
      const target = parseTargetUrl(text);
      const host = isUrlFault(target) ? 'hosts that are no names' : target.host;
      const domain = places.get(host);
      if (domain === undefined) {
        const beyond = this.#beyondOf(found, kind);
        beyond.foreign += 1;
        if (beyond.hosts.size < hostsShown) beyond.hosts.add(host);
        return [];
      }
      if (isUrlFault(target) || prefixes?.allow(target) !== false) return { text, domain };
      this.#beyondOf(found, kind).outside += 1;
      return [];
    });
    return { task: found.task, urls: lines };
  }

  /** What came of them. */
  stored(found: Found, { stored: { kind } }: ActiveTask, grown: Recorded['grown']): void {
    const leftOut = grown?.[0]?.leftOut ?? 0;
    if (leftOut > 0) this.#beyondOf(found, kind).leftOut += leftOut;
  }

  /** It was found by an item that is no longer out: the playlist is read again, or its task was cancelled. */
  lost(found: Found): void {
    this.#beyondOf(found, 'prefetch').isLost = true;
  }

  /** A report as it is to be recorded: the end of a playlist tells what did not become a line. Undefined: it does not count. */
  told(report: Report): Report | undefined {
    if (report.kind !== 'ended') return report;
    const beyond = this.#beyond.get(report.urlId);
    if (beyond?.item !== report.item) return report;
    this.#beyond.delete(report.urlId);
    if (beyond.isLost) return undefined;
    return { ...report, outcome: withBeyond(report.outcome, beyond) };
  }

  #beyondOf({ urlId, item }: Found, kind: TaskKind): Beyond {
    const known = this.#beyond.get(urlId);
    if (known?.item === item) return known;
    const beyond = { item, kind, foreign: 0, hosts: new Set<string>(), outside: 0, leftOut: 0, isLost: false };
    this.#beyond.set(urlId, beyond);
    const [oldest] = this.#beyond.keys();
    if (this.#beyond.size > remembered && oldest !== undefined) this.#beyond.delete(oldest);
    return beyond;
  }
}

function withBeyond(outcome: Ended['outcome'], { kind, foreign, hosts, outside, leftOut }: Beyond): Ended['outcome'] {
  const isRefresh = kind === 'refresh';
  const clauses = [
    foreign === 0
      ? undefined
      : `${foreign} of the URLs that it names are of no domain of this project${isRefresh ? '' : ' that may be prefetched'} (${[...hosts].join(', ')}) and were left alone`,
    outside === 0 ? undefined : `${outside} are beyond what the key may submit, and were left out`,
    leftOut === 0
      ? undefined
      : `the playlists of one task may name ${playlistRoomUrls} URLs in all; ${leftOut} of this one found no room and were not ${isRefresh ? 'purged: refresh' : 'warmed: prefetch'} it in a task of its own`,
  ];
  const message = [outcome.message, ...clauses].filter((clause) => clause !== undefined && clause !== '').join('; ');
  const told = message === '' ? outcome : { ...outcome, message };
  return leftOut > 0 && outcome.status === 'succeeded' ? { ...told, status: 'failed', reason: 'unsupported' } : told;
}

/** Place of each domain for what playlists name. */
function placesOf(plan: Plan): ReadonlyMap<string, number> {
  return new Map(plan.domains.flatMap((domain, place) => (domain.playlists === true ? [] : [[domain.name, place] as const])));
}
