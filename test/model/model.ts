import type { CountedKind, LimitExceeded, SubmitLimits } from '../../src/store/limits.ts';
import type {
  NewTask,
  Recorded,
  RecordBatch,
  RepeatGuard,
  Submitted,
  TaskKind,
  TaskQuery,
  TaskWithUrls,
  UrlRow,
} from '../../src/store/store.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import type { RefreshOrder } from '../../src/tasks/purge.ts';
import type { Status } from '../../src/tasks/status.ts';
import type { VerdictCounts } from '../../src/tasks/verdict.ts';

import { ModelMemory } from './memory.ts';

type Line = {
  text: string;
  domain: number;
  leader: number;
  begun: boolean;
  progress: number;
  outcomes: Map<number, Outcome>;
  finishedAtS: number;
};
type ModelTask = { number: number; firstId: number; task: NewTask; lines: Line[]; isHeld: boolean };
type Ended = Recorded['endedTasks'];

/**
 * A store that could not be simpler: lists that are searched from end to end, statuses worked out anew at every
 * question from what was reported. It shares no code with the real one.
 */
export class ModelStore {
  tasks: ModelTask[] = [];
  readonly memory = new ModelMemory();
  /** Swept ones too: what they ended stays ended. */
  #refreshes: ModelTask[] = [];
  #guards: { fingerprint: string; body: string | undefined; task: ModelTask; atMs: number }[] = [];
  /** Tasks stored with an interval. */
  #timed: NewTask[] = [];
  #counted: { day: string; domain: string; kind: CountedKind; urls: number }[] = [];
  #nextTask = 1;
  #nextId = 1;

  submit(task: NewTask, repeat: RepeatGuard | undefined, limits: SubmitLimits): Submitted | LimitExceeded {
    const guarding = this.#guards.findLast(({ fingerprint }) => fingerprint === repeat?.fingerprint);
    if (
      repeat !== undefined &&
      guarding !== undefined &&
      task.createdAtMs - guarding.atMs <= repeat.windowMs &&
      this.tasks.includes(guarding.task)
    ) {
      const earlier = { taskId: guarding.task.task.taskId, task: guarding.task.number, repeated: true };
      if (repeat.body !== undefined) return guarding.body === repeat.body ? earlier : { ...earlier, differs: true };
      const isAsWanted = repeat.onlyWhile === undefined || this.statusOf(guarding.task) === repeat.onlyWhile;
      if (isAsWanted && !(guarding.task.task.kind === 'prefetch' && this.#wasRefreshedSince(guarding.task))) return earlier;
    }
    const exceeded = this.#exceeded(task, limits);
    if (exceeded !== undefined) return exceeded;
    if (limits.intervalMs !== undefined && limits.intervalMs > 0) this.#timed.push(task);
    for (const { domain, kind, urls } of limits.daily?.takes ?? [])
      this.#counted.push({ day: limits.daily?.day ?? '', domain, kind, urls });
    const lines: Line[] = [];
    for (const [place, { text, domain, sameAs }] of task.urls.entries()) {
      const leader = sameAs === undefined ? place : (lines[sameAs]?.leader ?? place);
      lines.push({ text, domain, leader, begun: false, progress: 0, outcomes: new Map(), finishedAtS: 0 });
    }
    const stored = { number: this.#nextTask, firstId: this.#nextId, task, lines, isHeld: task.after !== undefined };
    this.#nextTask += 1;
    this.#nextId += lines.length + (task.roomForUrls ?? 0);
    this.tasks.push(stored);
    if (task.kind === 'refresh') this.#refreshes.push(stored);
    if (repeat !== undefined)
      this.#guards.push({ fingerprint: repeat.fingerprint, body: repeat.body, task: stored, atMs: task.createdAtMs });
    const before = this.tasks.find(({ number }) => number === task.after?.task);
    const { endedTasks } = this.#settleFollowers(before === undefined ? [] : [before], Math.floor(task.createdAtMs / 1000));
    return { taskId: task.taskId, task: stored.number, repeated: false, ...(endedTasks.length > 0 && { endedTasks }) };
  }

  #exceeded(task: NewTask, { intervalMs = 0, openUrls = Infinity, daily }: SubmitLimits): LimitExceeded | undefined {
    const before = this.#timed.findLast(({ submittedBy }) => submittedBy === task.submittedBy)?.createdAtMs ?? -Infinity;
    const sinceMs = task.createdAtMs - before;
    if (sinceMs >= 0 && sinceMs < intervalMs) return { exceeded: 'interval', waitMs: intervalMs - sinceMs };
    if (this.openUrls() + task.urls.length > openUrls) return { exceeded: 'open_urls', openUrls: this.openUrls() };
    const [first, ...others] = (daily?.takes ?? []).flatMap(({ limit, ...take }) => {
      const counted = this.dayCount(daily?.day ?? '', take.domain, take.kind);
      return limit !== undefined && counted + take.urls > limit ? [{ ...take, limit, counted }] : [];
    });
    return first === undefined ? undefined : { exceeded: 'daily', takes: [first, ...others] };
  }

  dayCount(day: string, domain: string, kind: CountedKind): number {
    const same = this.#counted.filter((one) => one.day === day && one.domain === domain && one.kind === kind);
    return same.reduce((sum, { urls }) => sum + urls, 0);
  }

  /** A day is over everywhere twelve hours after it is in Greenwich. */
  forgetDays(beforeS: number): void {
    this.#counted = this.#counted.filter(({ day }) => Date.parse(day) / 1000 + 36 * 3600 > beforeS);
  }

  record({ reports, live, nowMs, added = [] }: RecordBatch): Recorded {
    const grown = this.#grow(added);
    const before = new Map(this.tasks.map((task) => [task, this.statusOf(task)]));
    const ended: Recorded['ended'][number][] = [];
    const waited = new Set(this.tasks.flatMap(({ lines }) => lines.filter(({ begun }) => !begun)));
    const touched = new Map<ModelTask, Set<Line>>(this.#namedIn([...reports, ...live]).map((task) => [task, new Set()]));
    let stale = 0;
    for (const { task: number, urlId, share } of live) {
      const found = this.#line(number, urlId);
      if (found === undefined || hasEnded(this.lineStatus(found.task, found.line))) continue;
      const { line, nodes } = found;
      const through = [...line.outcomes.values()].filter(({ status }) => status === 'succeeded').length;
      const percent = Math.min(99, Math.floor((100 * (through + share)) / nodes.length));
      if (percent > line.progress) {
        line.progress = percent;
        line.begun = true;
        if (found.task.task.refresh !== undefined && waited.has(line)) touched.get(found.task)?.add(line);
      }
    }
    for (const report of reports) {
      const found = this.#line(report.task, report.urlId);
      const isStale =
        found === undefined ||
        hasEnded(this.lineStatus(found.task, found.line)) ||
        !found.nodes.includes(report.nodeIndex) ||
        found.line.outcomes.has(report.nodeIndex);
      if (isStale) {
        stale += 1;
        continue;
      }
      const { task, line, nodes } = found;
      line.begun = true;
      if (task.task.refresh !== undefined && waited.has(line)) touched.get(task)?.add(line);
      if (report.kind !== 'ended') continue;
      line.outcomes.set(report.nodeIndex, report.outcome);
      const through = [...line.outcomes.values()].filter(({ status }) => status === 'succeeded').length;
      line.progress = through === nodes.length ? 100 : Math.max(line.progress, Math.min(99, Math.floor((100 * through) / nodes.length)));
      if (hasEnded(this.lineStatus(task, line))) {
        line.finishedAtS = Math.floor(nowMs / 1000);
        touched.get(task)?.add(line);
      }
      ended.push({ task: report.task, urlId: report.urlId, nodeIndex: report.nodeIndex });
    }
    this.#remember(touched, Math.floor(nowMs / 1000));
    const ends = [...before].filter(([task, status]) => !hasEnded(status) && hasEnded(this.statusOf(task))).map(([task]) => task);
    const { endedTasks, released } = this.#settleFollowers(ends, Math.floor(nowMs / 1000));
    return {
      ended,
      endedTasks: [...this.#told(ends), ...endedTasks],
      stale,
      ...(released.length > 0 && { released }),
      ...(grown.length > 0 && { grown }),
    };
  }

  cancel(number: number, outcome: Outcome, nowMs: number): Pick<Recorded, 'endedTasks'> {
    const nowS = Math.floor(nowMs / 1000);
    const task = this.tasks.find((stored) => stored.number === number);
    if (task === undefined || hasEnded(this.statusOf(task))) return { endedTasks: [] };
    this.#endRest(task, outcome, nowS);
    const { endedTasks } = this.#settleFollowers([task], nowS);
    return { endedTasks: [...this.#told([task]), ...endedTasks] };
  }

  #endRest(task: ModelTask, outcome: Outcome, nowS: number): void {
    task.isHeld = false;
    const open = task.lines.filter((line, place) => line.leader === place && !hasEnded(this.lineStatus(task, line)));
    for (const line of open) {
      for (const node of task.task.plan.domains[line.domain]?.nodes ?? []) {
        if (!line.outcomes.has(node)) line.outcomes.set(node, outcome);
      }
      line.finishedAtS = nowS;
    }
    this.#remember(new Map([[task, new Set(open)]]), nowS);
  }

  /** Of those that have ended among these: what starts after them starts, or ends as well, and what starts after that. */
  #settleFollowers(before: readonly ModelTask[], nowS: number): { endedTasks: Ended; released: NonNullable<Recorded['released']> } {
    const ends: ModelTask[] = [];
    const released: { task: number; project: string; kind: TaskKind }[] = [];
    const open = before.filter((task) => hasEnded(this.statusOf(task)));
    for (const first of open) {
      for (const follower of this.tasks.filter(({ isHeld, task }) => isHeld && task.after?.task === first.number)) {
        follower.isHeld = false;
        const wasOpen = !hasEnded(this.statusOf(follower));
        if (this.statusOf(first) === 'succeeded') {
          released.push({ task: follower.number, project: follower.task.project, kind: follower.task.kind });
          continue;
        }
        const how = this.statusOf(first) === 'unknown' ? 'with outcomes that can not be known' : 'in failure';
        const message = `it was to start after task ${first.task.taskId}, which ended ${how}`;
        this.#endRest(follower, { status: 'failed', reason: 'cancelled', message, bodyBytes: 0, attempts: 0, elapsedMs: 0 }, nowS);
        if (!wasOpen) continue;
        ends.push(follower);
        open.push(follower);
      }
    }
    return { endedTasks: this.#told(ends), released };
  }

  #told(ends: readonly ModelTask[]): Ended {
    return ends.map((stored) => ({
      task: stored.number,
      taskId: stored.task.taskId,
      project: stored.task.project,
      status: this.statusOf(stored),
    }));
  }

  /** In the order in which a batch speaks of them first. */
  #namedIn(said: readonly { task: number }[]): ModelTask[] {
    return [...new Set(said.map(({ task }) => task))].flatMap((number) => this.tasks.filter((stored) => stored.number === number));
  }

  #remember(touched: ReadonlyMap<ModelTask, ReadonlySet<Line>>, atS: number): void {
    for (const [{ number, firstId, task }, lines] of touched) {
      for (const { text, leader, domain, outcomes } of lines) {
        const { nodes, isAside = false } = task.plan.domains[domain] ?? { nodes: [] };
        const isOver = nodes.every((node) => outcomes.has(node));
        this.memory.note({ number, task, text, urlId: firstId + leader, outcomes: [...outcomes.values()], isOver, isAside, atS });
      }
    }
  }

  verdictsOf(taskId: string): VerdictCounts {
    const counts = { 'hit-proven': 0, 'stored-likely': 0, uncacheable: 0, unknown: 0 };
    const stored = this.tasks.find(({ task }) => task.taskId === taskId);
    for (const { outcomes } of stored?.lines ?? []) {
      for (const { verdict } of outcomes.values()) if (verdict !== undefined) counts[verdict] += 1;
    }
    return counts;
  }

  #grow(added: NonNullable<RecordBatch['added']>): NonNullable<Recorded['grown']> {
    const growing = this.tasks.filter((task) => !hasEnded(this.statusOf(task)));
    return growing.flatMap((stored) => {
      const before = stored.lines.length;
      const left = new Set<string>();
      for (const { text, domain } of added.flatMap(({ task, urls }) => (task === stored.number ? urls : []))) {
        if (stored.lines.some((line) => line.text === text)) continue;
        if (stored.lines.length < stored.task.urls.length + (stored.task.roomForUrls ?? 0)) {
          stored.lines.push({ text, domain, leader: stored.lines.length, begun: false, progress: 0, outcomes: new Map(), finishedAtS: 0 });
        } else left.add(text);
      }
      const hasChanged = stored.lines.length > before || left.size > 0;
      return hasChanged ? [{ task: stored.number, urlCount: stored.lines.length, leftOut: left.size }] : [];
    });
  }

  /** Of tasks that may go, which is all that is promised, these did. */
  forget(taskIds: ReadonlySet<string>): void {
    this.tasks = this.tasks.filter(({ task }) => !taskIds.has(task.taskId));
  }

  mayBeSwept(beforeS: number): ModelTask[] {
    return this.tasks.filter((task) => hasEnded(this.statusOf(task)) && secondOf(task) < beforeS);
  }

  read({ project, kind, status, window, taskIds }: TaskQuery): TaskWithUrls[] {
    return this.tasks
      .filter((stored) => stored.task.project === project && (kind === undefined || stored.task.kind === kind))
      .filter((stored) => status === undefined || this.statusOf(stored) === status)
      .filter((stored) => window === undefined || (secondOf(stored) >= window.beginS && secondOf(stored) <= window.endS))
      .filter((stored) => taskIds === undefined || taskIds.includes(stored.task.taskId))
      .toSorted((a, b) => secondOf(b) - secondOf(a) || (a.task.taskId < b.task.taskId ? 1 : -1))
      .map((stored) => this.#answer(stored));
  }

  unfinished(project: string, kind: TaskKind, after: number): { task: number; refresh: RefreshOrder | undefined; isHeld: boolean }[] {
    return this.tasks
      .filter(({ number, task }) => number > after && task.project === project && task.kind === kind)
      .filter((stored) => !hasEnded(this.statusOf(stored)))
      .map(({ number, task, isHeld }) => ({ task: number, refresh: task.refresh, isHeld }));
  }

  /** The number of the task that a URL's id lies in, or 0. */
  ownerOf(urlId: number): number {
    return this.tasks.find(({ firstId, lines }) => urlId >= firstId && urlId < firstId + lines.length)?.number ?? 0;
  }

  openUrls(): number {
    return this.tasks.flatMap((task) => task.lines.filter((line) => !hasEnded(this.lineStatus(task, line)))).length;
  }

  statusOf(task: ModelTask): Status {
    return ofParts(task.lines.map((line) => this.lineStatus(task, line)));
  }

  lineStatus(task: ModelTask, { leader }: Line): Status {
    const line = task.lines[leader];
    const nodes = task.task.plan.domains[line?.domain ?? 0]?.nodes ?? [];
    const idle = line?.begun === true ? 'running' : 'waiting';
    return ofParts(nodes.map((node) => line?.outcomes.get(node)?.status ?? idle));
  }

  #wasRefreshedSince({ number, task }: ModelTask): boolean {
    const domains = new Set(task.plan.domains.map(({ name }) => name));
    return this.#refreshes.some((refresh) => refresh.number > number && refresh.task.plan.domains.some(({ name }) => domains.has(name)));
  }

  #answer(stored: ModelTask): TaskWithUrls {
    const { taskId, kind, refresh } = stored.task;
    const urls = stored.lines.map((line) => this.#row(stored, line));
    const answer = { taskId, kind, createdAtS: secondOf(stored), status: this.statusOf(stored), urls };
    return refresh === undefined ? answer : { ...answer, refresh };
  }

  #row(task: ModelTask, line: Line): UrlRow {
    const leader = task.lines[line.leader] ?? line;
    return [line.text, this.lineStatus(task, line), leader.progress, leader.finishedAtS];
  }

  #line(number: number, urlId: number): { task: ModelTask; line: Line; nodes: readonly number[] } | undefined {
    const task = this.tasks.find((stored) => stored.number === number);
    const place = urlId - (task?.firstId ?? 0);
    const line = task?.lines[place];
    if (task === undefined || line === undefined || line.leader !== place) return undefined;
    return { task, line, nodes: task.task.plan.domains[line.domain]?.nodes ?? [] };
  }
}

/** ucdn-api.md, "Describe, settled", word for word. */
function ofParts(parts: readonly Status[]): Status {
  if (parts.length > 0 && parts.every((part) => part === 'waiting')) return 'waiting';
  if (!parts.every(hasEnded)) return 'running';
  if (parts.every((part) => part === 'succeeded')) return 'succeeded';
  return parts.includes('failed') ? 'failed' : 'unknown';
}

function hasEnded(status: Status): boolean {
  return status !== 'waiting' && status !== 'running';
}

function secondOf({ task }: ModelTask): number {
  return Math.floor(task.createdAtMs / 1000);
}
