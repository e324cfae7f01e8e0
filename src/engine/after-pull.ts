import type { ManifestOrder } from '../tasks/manifest.ts';
import type { Outcome } from '../tasks/outcome.ts';
import type { PullItem, Report, WorkItem, WorkUrl } from '../tasks/work.ts';
import type { WayToNode } from './manifests/fetch-text.ts';
import { foundReports, type PlaylistReader } from './manifests/playlist-reader.ts';
import type { ManifestReading } from './manifests/reading.ts';
import { sentenceOf } from './manifests/sentence.ts';
import { subjectOf } from './subject.ts';

/** So many URLs are remembered as read. Should one be forgotten, it is read again, and what it names is in its task already. */
const remembered = 100_000;

/** A pull of a URL that may be a manifest. */
export type ManifestPull = { item: PullItem & { readonly manifests: ManifestOrder }; source: WorkUrl; outcome: Outcome; wayTo: WayToNode };

/** Manifests are read when they have been pulled, by the first node of all that has them. */
export class AfterPulls {
  readonly #playlists: PlaylistReader;
  readonly #report: (report: Report) => void;
  /** Ids of URLs that are being read, or have been. */
  readonly #taken = new Set<number>();

  constructor(playlists: PlaylistReader, report: (report: Report) => void) {
    this.#playlists = playlists;
    this.#report = report;
  }

  /** Whether this node is to read it; then no other is. What could not be had is left to the next. */
  takes(item: WorkItem, { id }: WorkUrl, outcome: Outcome): item is ManifestPull['item'] {
    if (item.kind !== 'pull' || item.manifests === undefined || !isHad(outcome) || this.#taken.has(id)) return false;
    this.#taken.add(id);
    const [oldest] = this.#taken;
    if (this.#taken.size > remembered && oldest !== undefined) this.#taken.delete(oldest);
    return true;
  }

  /** Reads it and reports what it names; resolves to how its pull ends. Rejects with ReadingDropped, and with nothing else. */
  async read({ item, source, outcome, wayTo }: ManifestPull): Promise<Outcome> {
    const reading = await this.#playlists.readForPrefetch(item, source, wayTo, item.manifests);
    for (const found of foundReports(subjectOf(item, source), reading)) this.#report(found);
    if (reading.fault?.reason === 'removed') this.#taken.delete(source.id);
    return withReading(outcome, reading);
  }
}

/** It came whole, whether or not the cache has it now: what it names is wanted all the same. */
export function isHad({ status, reason }: Outcome): boolean {
  return status === 'succeeded' || reason === 'unverified' || reason === 'uncacheable';
}

/** The pull's own end comes first: a manifest that no cache may store has failed so, whatever it names. */
function withReading(outcome: Outcome, reading: ManifestReading): Outcome {
  const { fault, isNone } = reading;
  const told = isNone === true ? ['no manifest: warmed alone'] : [...(fault === undefined ? [] : [fault.message]), sentenceOf(reading)];
  const message = [...(outcome.message === undefined ? [] : [outcome.message]), ...told].join('; ');
  if (fault === undefined || outcome.status !== 'succeeded') return { ...outcome, message };
  return { ...outcome, ...fault, status: fault.reason === 'removed' ? 'unknown' : 'failed', message };
}
