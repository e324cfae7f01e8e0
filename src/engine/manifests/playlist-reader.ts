import type { ManifestOrder } from '../../tasks/manifest.ts';
import { prefixesOf } from '../../tasks/urlprefixes.ts';
import type { Found, PullItem, PurgeItem, WorkItem, WorkUrl } from '../../tasks/work.ts';
import { Turns } from '../look/turns.ts';
import { TextFetcher, type TextFetcherParts, type WayToNode } from './fetch-text.ts';
import { shorten } from '../shorten.ts';
import { Gathering } from './gathering.ts';
import { readManifests } from './read-manifests.ts';
import type { ManifestReading, ReadingRules } from './reading.ts';

/** URLs in one report: half a megabyte or so. */
const foundAtOnce = 5_000;
/** Of one domain: its manifests are asked for beside its rate, and each reading may hold megabytes. */
const readingsAtOnce = 4;

/** A reading was called off: its task was cancelled, or the engine stops. */
export class ReadingDropped extends Error {
  constructor() {
    super('the reading of a manifest was called off');
    this.name = 'ReadingDropped';
  }
}

/** Reads manifests through nodes: playlists that are refreshed (`PurgeItem.readsPlaylist`), and manifests of prefetches. */
export class PlaylistReader {
  readonly #fetcher: TextFetcher;
  readonly #wallMs: () => number;
  readonly #running = new Set<{ readonly task: number; readonly controller: AbortController }>();
  /** By domain. */
  readonly #turns = new Map<string, Turns>();
  #isStopped = false;

  constructor(parts: TextFetcherParts) {
    this.#fetcher = new TextFetcher(parts);
    this.#wallMs = () => parts.clock.wallMs();
  }

  /** To be called once the URL's own purge is confirmed. Rejects with ReadingDropped, and with nothing else. */
  read(item: PurgeItem, source: WorkUrl, wayTo: WayToNode): Promise<ManifestReading> {
    return this.#during(item, (signal) => this.#read(item, source, wayTo, { purpose: { kind: 'refresh' }, signal }));
  }

  /**
   * What an HLS playlist or a DASH manifest names and a prefetch wants of it; or that it is no manifest, where nothing calls it
   * one. Rejects with ReadingDropped, and with nothing else.
   */
  readForPrefetch(item: PullItem, source: WorkUrl, wayTo: WayToNode, { within, ...selection }: ManifestOrder): Promise<ManifestReading> {
    const prefixes = prefixesOf(within);
    const rules: Omit<ReadingRules, 'mayRead' | 'signal'> = {
      purpose: { kind: 'prefetch', selection, wallMs: this.#wallMs },
      ...(prefixes !== undefined && { isAllowed: (target) => prefixes.allow(target) }),
    };
    return this.#during(item, (signal) =>
      this.#turnsOf(item.domain).run(() => this.#read(item, source, wayTo, { ...rules, signal }), signal),
    );
  }

  /** Calls off what is read for a task. */
  cancel(task: number): void {
    for (const reading of this.#running) if (reading.task === task) reading.controller.abort(new ReadingDropped());
  }

  /** Calls off all that runs, and whatever would begin. */
  stop(): void {
    this.#isStopped = true;
    for (const { controller } of this.#running) controller.abort(new ReadingDropped());
    this.#fetcher.stop();
  }

  async #during<T>({ task }: WorkItem, read: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (this.#isStopped) throw new ReadingDropped();
    const reading = { task, controller: new AbortController() };
    this.#running.add(reading);
    try {
      return await read(reading.controller.signal);
    } finally {
      this.#running.delete(reading);
    }
  }

  /**
   * Nested manifests are asked for on the item's domain only: a node serves domains of several projects, and none may
   * read another's.
   */
  #read(
    item: WorkItem,
    source: WorkUrl,
    wayTo: WayToNode,
    rules: Omit<ReadingRules, 'mayRead' | 'signal'> & { signal: AbortSignal },
  ): Promise<ManifestReading> {
    const mayRead = (host: string): boolean => host === item.domain;
    const isPrefetch = rules.purpose.kind === 'prefetch';
    const fetchText = (url: string) => {
      // What a manifest names as one is to be one.
      const mayBeNone = isPrefetch && url === source.url;
      return this.#fetcher.fetch({ id: source.id, url }, { item, wayTo, mayRead, mayBeNone, signal: rules.signal });
    };
    return safely(source.url, { ...rules, mayRead }, () => readManifests(source.url, fetchText, { ...rules, mayRead }));
  }

  #turnsOf(domain: string): Turns {
    let turns = this.#turns.get(domain);
    if (turns === undefined) {
      turns = new Turns(readingsAtOnce);
      this.#turns.set(domain, turns);
    }
    return turns;
  }
}

/** A fault of ours fails the URL, which would wait for ever otherwise. */
async function safely(url: string, rules: ReadingRules, read: () => Promise<ManifestReading>): Promise<ManifestReading> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadingDropped) throw error;
    const reading = new Gathering(url, rules);
    reading.fail(url, { reason: 'internal', message: shorten(error instanceof Error ? `${error.name}: ${error.message}` : String(error)) });
    return reading.result();
  }
}

/** What was found, to be reported before the URL's end; none when nothing was. */
export function foundReports(subject: Omit<Found, 'kind' | 'urls'>, { urls }: ManifestReading): Found[] {
  const reports: Found[] = [];
  for (let at = 0; at < urls.length; at += foundAtOnce) {
    reports.push({ kind: 'found', ...subject, urls: urls.slice(at, at + foundAtOnce) });
  }
  return reports;
}
