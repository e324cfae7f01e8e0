import type { RecordBatch, Recorded } from '../store/store.ts';
import type { Plan } from '../tasks/plan.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';
import type { Found, Report } from '../tasks/work.ts';
import { playlistRoomUrls } from './planning.ts';
import type { ActiveTask } from './run.ts';

type Added = NonNullable<RecordBatch['added']>[number];

/** What a playlist names that does not become a line: told with the playlist's end, so that nothing is dropped silently. */
type Beyond = { foreign: number; hosts: Set<string>; leftOut: number };

const hostsShown = 3;

/** What playlists name becomes lines of their task. */
export class Growth {
  readonly #beyond = new Map<number, Beyond>();

  /** The lines by which the task of a playlist is to grow: what it names in domains of the project. */
  linesOf({ task: number, urlId, urls }: Found, task: ActiveTask): Added {
    const places = placesOf(task.stored.plan);
    const lines = urls.flatMap((text) => {
      const target = parseTargetUrl(text);
      const host = isUrlFault(target) ? 'hosts that are no names' : target.host;
      const domain = places.get(host);
      if (domain !== undefined) return { text, domain };
      const { hosts } = this.#beyondOf(urlId, { foreign: 1 });
      if (hosts.size < hostsShown) hosts.add(host);
      return [];
    });
    return { task: number, urls: lines };
  }

  /** What came of them. */
  stored({ urlId }: Found, grown: Recorded['grown']): void {
    const leftOut = grown?.[0]?.leftOut ?? 0;
    if (leftOut > 0) this.#beyondOf(urlId, { leftOut });
  }

  /** A report as it is to be recorded: the end of a playlist tells what did not become a line. */
  told(report: Report): Report {
    if (report.kind !== 'ended') return report;
    const beyond = this.#beyond.get(report.urlId);
    this.#beyond.delete(report.urlId);
    if (beyond === undefined || report.outcome.status !== 'succeeded') return report;
    const { outcome } = report;
    if (beyond.leftOut > 0) {
      const message = `the playlists of one task may name ${playlistRoomUrls} URLs in all; ${beyond.leftOut} of this one found no room and were not purged: refresh it in a task of its own`;
      return { ...report, outcome: { ...outcome, status: 'failed', reason: 'unsupported', message } };
    }
    const elsewhere = `${beyond.foreign} of the URLs that it names are of no domain of this project (${[...beyond.hosts].join(', ')}) and were left alone`;
    return { ...report, outcome: { ...outcome, message: [outcome.message, elsewhere].filter(Boolean).join('; ') } };
  }

  #beyondOf(urlId: number, more: { foreign?: number; leftOut?: number }): Beyond {
    const beyond = this.#beyond.get(urlId) ?? { foreign: 0, hosts: new Set<string>(), leftOut: 0 };
    beyond.foreign += more.foreign ?? 0;
    beyond.leftOut += more.leftOut ?? 0;
    this.#beyond.set(urlId, beyond);
    return beyond;
  }
}

/** Place of each domain for what playlists name. */
function placesOf(plan: Plan): ReadonlyMap<string, number> {
  return new Map(plan.domains.flatMap((domain, place) => (domain.playlists === true ? [] : [[domain.name, place] as const])));
}
