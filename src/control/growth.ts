import type { RecordBatch } from '../store/store.ts';
import type { Plan } from '../tasks/plan.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';
import type { Found, Report } from '../tasks/work.ts';
import { playlistRoomUrls } from './planning.ts';
import type { ActiveTask } from './run.ts';

type Lines = NonNullable<RecordBatch['added']>[number]['urls'];

/** What a playlist names that can't be purged with it: told with the playlist's end, so that nothing is dropped silently. */
type Beyond = { foreign: number; hosts: Set<string>; isTooMuch: boolean };

/** What playlists name becomes lines of their task. */
export class Growth {
  readonly #beyond = new Map<number, Beyond>();

  /**
   * Takes what was found out of a batch: `added` is for the store, `reports` is what remains, in which a playlist that
   * names what we may not purge has failed. `taskOf` gives the task of an item that is out.
   */
  take(reports: readonly Report[], taskOf: (item: string) => ActiveTask | undefined): Pick<RecordBatch, 'added'> & { reports: Report[] } {
    const added: { task: number; urls: Lines }[] = [];
    const rest: Report[] = [];
    for (const report of reports) {
      if (report.kind === 'found') {
        const task = taskOf(report.item);
        const urls = task === undefined ? [] : this.#linesOf(report, task);
        if (urls.length > 0) added.push({ task: report.task, urls });
      } else {
        rest.push(this.#withBeyond(report));
      }
    }
    return { reports: rest, ...(added.length > 0 && { added }) };
  }

  #linesOf({ urlId, urls }: Found, { stored }: ActiveTask): Lines {
    const beyond = this.#beyond.get(urlId) ?? { foreign: 0, hosts: new Set<string>(), isTooMuch: false };
    const places = placesOf(stored.plan);
    const lines = urls.flatMap((text) => {
      const target = parseTargetUrl(text);
      const domain = isUrlFault(target) ? undefined : places.get(target.host);
      if (domain !== undefined) return { text, domain };
      beyond.foreign += 1;
      if (beyond.hosts.size < 3) beyond.hosts.add(isUrlFault(target) ? 'no URL that can be purged' : target.host);
      return [];
    });
    if (stored.urlCount + lines.length > playlistRoomUrls) beyond.isTooMuch = true;
    if (beyond.foreign > 0 || beyond.isTooMuch) this.#beyond.set(urlId, beyond);
    return beyond.isTooMuch ? [] : lines;
  }

  #withBeyond(report: Report): Report {
    if (report.kind !== 'ended') return report;
    const beyond = this.#beyond.get(report.urlId);
    if (beyond === undefined) return report;
    this.#beyond.delete(report.urlId);
    if (report.outcome.status !== 'succeeded') return report;
    const message = beyond.isTooMuch
      ? `the playlists of one task may name ${playlistRoomUrls} URLs in all; these name more: refresh them in tasks of their own`
      : `the playlist was purged, but ${beyond.foreign} of the URLs that it names are of no domain of this project (${[...beyond.hosts].join(', ')})`;
    return { ...report, outcome: { ...report.outcome, status: 'failed', reason: 'unsupported', message } };
  }
}

/** Place of each domain for what playlists name. */
function placesOf(plan: Plan): ReadonlyMap<string, number> {
  return new Map(plan.domains.flatMap((domain, place) => (domain.playlists === true ? [] : [[domain.name, place] as const])));
}
