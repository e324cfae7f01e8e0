import type { Purged, Touch } from '../../src/store/memory.ts';
import type { NewTask } from '../../src/store/store.ts';
import type { Outcome, Reason } from '../../src/tasks/outcome.ts';
import type { PurgeMode, PurgeScope } from '../../src/tasks/purge.ts';

type Known = Omit<Touch, 'purgedAtS'> & { purged?: { atS: number; mode: PurgeMode } };
type Note = {
  number: number;
  task: NewTask;
  text: string;
  urlId: number;
  /** Of those nodes that have ended; `isOver`: all have. */
  outcomes: readonly Outcome[];
  isOver: boolean;
  /** Its domain was only taken in part. */
  isAside: boolean;
  atS: number;
};

const never: ReadonlySet<Reason | undefined> = new Set(['uncacheable', 'http_status']);
const notTheNodesFault: ReadonlySet<Reason | undefined> = new Set([...never, 'unsupported', 'cancelled', 'protocol', 'redirect']);

/** What is remembered of URLs: the rules of src/store/memory.ts, one URL at a time. */
export class ModelMemory {
  #known: Known[] = [];

  /** A line has ended on all its nodes, or one of a refresh has begun. */
  note({ number, task, text, urlId, outcomes, isOver, isAside, atS }: Note): void {
    if (task.isReplay === true) return;
    const scope = task.refresh?.type === 'dir' ? 'subtree' : 'object';
    const told = { task: number, taskId: task.taskId, project: task.project, kind: task.kind, urlId, atS };
    const isVain = isOver && outcomes.every(({ reason }) => reason === 'cancelled');
    const purged = isVain ? undefined : task.refresh && { atS, mode: task.refresh.mode };
    if (purged !== undefined && !isAside) this.#cool(text, scope, number);
    const pulls = task.refresh === undefined || task.refresh.thenPrefetch;
    const mayHold = pulls && outcomes.some(({ status, reason }) => status === 'succeeded' || !notTheNodesFault.has(reason));
    const fresh = outcomes.flatMap(({ status, freshForS }) => (status === 'succeeded' && freshForS !== undefined ? [freshForS] : []));
    const warmth = mayHold ? { warmedAtS: atS, ...(fresh.length > 0 && { freshUntilS: atS + Math.min(...fresh) }) } : {};
    if (scope === 'subtree') this.#put({ url: text, scope, ...told, ...this.#purgedOf(text, scope), ...(purged && { purged }) });
    if (scope === 'object' || pulls) {
      const before = this.#find(text, 'object');
      const saysNever = outcomes.every(({ reason }) => never.has(reason));
      const keeps = isAside || isVain || (task.refresh === undefined && !mayHold && !saysNever);
      const { warmedAtS, freshUntilS } = before ?? {};
      const kept = { ...(warmedAtS !== undefined && { warmedAtS }), ...(freshUntilS !== undefined && { freshUntilS }) };
      const now = scope === 'object' && purged !== undefined ? { purged } : this.#purgedOf(text, 'object');
      this.#put({ url: text, scope: 'object', ...told, ...(keeps ? kept : warmth), ...now });
    }
  }

  forget(beforeS: number): void {
    this.#known = this.#known.filter(({ atS }) => atS >= beforeS);
  }

  touch(url: string, scope: PurgeScope): Touch | undefined {
    const known = this.#find(url, scope);
    if (known === undefined) return undefined;
    const { purged, ...touch } = known;
    const purges = [purged, this.#find(otherScheme(url), scope)?.purged].flatMap((each) => each?.atS ?? []);
    return { ...touch, ...(purges.length > 0 && { purgedAtS: Math.max(...purges) }) };
  }

  warm(sinceS: number): { url: string; warmedAtS: number }[] {
    return this.#known.flatMap(({ url, warmedAtS, freshUntilS }) =>
      warmedAtS !== undefined && warmedAtS >= sinceS ? [{ url, warmedAtS, ...(freshUntilS !== undefined && { freshUntilS }) }] : [],
    );
  }

  purges(sinceS: number): Purged[] {
    return this.#known.flatMap(({ url, scope, purged }) =>
      purged !== undefined && purged.atS >= sinceS ? [{ url, scope, ...purged }] : [],
    );
  }

  /** Over the other scheme it may be the same object; what this very task has to say of that one counts for itself. */
  #cool(url: string, scope: PurgeScope, task: number): void {
    const other = this.#find(otherScheme(url), scope);
    if (other === undefined || other.task === task) return;
    const { warmedAtS: _warmed, freshUntilS: _fresh, ...cold } = other;
    this.#put(cold);
  }

  #purgedOf(url: string, scope: PurgeScope): Pick<Known, 'purged'> {
    const purged = this.#find(url, scope)?.purged;
    return purged === undefined ? {} : { purged };
  }

  #put(known: Known): void {
    this.#known = [...this.#known.filter(({ url, scope }) => url !== known.url || scope !== known.scope), known];
  }

  #find(url: string, scope: PurgeScope): Known | undefined {
    return this.#known.find((known) => known.url === url && known.scope === scope);
  }
}

function otherScheme(url: string): string {
  return url.startsWith('https') ? url.replace('https', 'http') : url.replace('http', 'https');
}
