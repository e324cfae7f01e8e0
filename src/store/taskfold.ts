import type { Outcome } from '../tasks/outcome.ts';
import type { Plan } from '../tasks/plan.ts';
import { isEnded, type StatusCounts } from '../tasks/status.ts';
import type { VerdictCounts } from '../tasks/verdict.ts';
import { type UrlState, withOutcome, withProgress, withRest, withStart } from '../tasks/urlstate.ts';

/** A line that is fetched, as it stands in its row. */
export type FetchedUrl = {
  readonly domain: number;
  readonly text: string;
  /** How many other lines of the task share its fate. */
  readonly repeats: number;
  readonly state: UrlState;
};

/** A task's counters before the batch. */
export type Counts = {
  readonly counts: Readonly<StatusCounts>;
  readonly verdicts: Readonly<VerdictCounts>;
  /** Of nodes that have ended. */
  readonly bodyBytes: number;
  /** Percents of all lines, repetitions included. */
  readonly progressSum: number;
};

/**
 * Folds a batch's reports on one task into its URLs and counters, without a database: rows come from
 * `readUrl`, each at most once, and go back by `changed`. A repetition is fetched by nobody, so
 * `readUrl` answers undefined for it as for an id that is not there.
 */
export class TaskFold {
  /** New states by URL id. */
  readonly changed = new Map<number, FetchedUrl>();
  /** Those of them that were waiting until now. */
  readonly begun = new Set<number>();
  /** By line, repetitions included. */
  readonly counts: StatusCounts;
  /** By URL and node, repetitions not included. */
  readonly verdicts: VerdictCounts;
  bodyBytes: number;
  progressSum: number;
  /** Something has begun, or ended by itself. */
  isMoving = false;
  readonly plan: Plan;
  readonly #readUrl: (urlId: number) => FetchedUrl | undefined;
  readonly #nowS: number;
  readonly #read = new Map<number, FetchedUrl | undefined>();

  constructor(plan: Plan, before: Counts, readUrl: (urlId: number) => FetchedUrl | undefined, nowS: number) {
    this.plan = plan;
    this.counts = { ...before.counts };
    this.verdicts = { ...before.verdicts };
    this.bodyBytes = before.bodyBytes;
    this.progressSum = before.progressSum;
    this.#readUrl = readUrl;
    this.#nowS = nowS;
  }

  /** A node began. Returns false for a report that is stale: the node is through already, or not of this URL. */
  begin(urlId: number, nodeIndex: number): boolean {
    const url = this.#url(urlId);
    if (url === undefined || isEnded(url.state.status)) return false;
    const slot = this.#slot(url, nodeIndex);
    if (slot < 0 || url.state.outcomes[slot] !== undefined) return false;
    this.#change(urlId, url, withStart(url.state));
    this.isMoving = true;
    return true;
  }

  /** Bodies flow: `liveShare` as withProgress has it. NaN, which no column would take, counts as nothing. */
  raise(urlId: number, liveShare: number): void {
    const url = this.#url(urlId);
    if (url !== undefined && liveShare > 0) this.#change(urlId, url, withProgress(url.state, this.#nodeCount(url), liveShare));
  }

  /** A node ended. Returns true when that is news. */
  end(urlId: number, nodeIndex: number, outcome: Outcome): boolean {
    const url = this.#url(urlId);
    if (url === undefined) return false;
    const state = withOutcome(url.state, this.#slot(url, nodeIndex), this.#nodeCount(url), outcome, this.#nowS);
    if (state === undefined) return false;
    if (outcome.verdict !== undefined) this.verdicts[outcome.verdict] += 1;
    this.bodyBytes += wholeBytes(outcome.bodyBytes);
    this.isMoving = true;
    return this.#change(urlId, url, state);
  }

  /** All its nodes end that have not. */
  endRest(urlId: number, outcome: Outcome): void {
    const url = this.#url(urlId);
    if (url !== undefined) this.#change(urlId, url, withRest(url.state, this.#nodeCount(url), outcome, this.#nowS));
  }

  #url(urlId: number): FetchedUrl | undefined {
    if (!this.#read.has(urlId)) this.#read.set(urlId, this.#readUrl(urlId));
    return this.#read.get(urlId);
  }

  #nodeCount(url: FetchedUrl): number {
    return this.plan.domains[url.domain]?.nodes.length ?? 0;
  }

  #slot(url: FetchedUrl, nodeIndex: number): number {
    return this.plan.domains[url.domain]?.nodes.indexOf(nodeIndex) ?? -1;
  }

  #change(urlId: number, url: FetchedUrl, state: UrlState | undefined): boolean {
    if (state === undefined) return false;
    const lines = 1 + url.repeats;
    if (url.state.status === 'waiting') this.begun.add(urlId);
    this.counts[url.state.status] -= lines;
    this.counts[state.status] += lines;
    this.progressSum += (state.progress - url.state.progress) * lines;
    const changed = { ...url, state };
    this.#read.set(urlId, changed);
    this.changed.set(urlId, changed);
    return true;
  }
}

/** A fault elsewhere must not keep an outcome from being stored: no column takes NaN. */
function wholeBytes(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}
