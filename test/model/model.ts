import type { NewTask, Recorded, RecordBatch, RepeatGuard, Submitted, TaskQuery, TaskWithUrls, UrlRow } from '../../src/store/store.ts';
import type { Outcome } from '../../src/tasks/outcome.ts';
import type { Status } from '../../src/tasks/status.ts';

type Line = {
  text: string;
  domain: number;
  leader: number;
  begun: boolean;
  progress: number;
  outcomes: Map<number, Outcome>;
  finishedAtS: number;
};
type ModelTask = { number: number; firstId: number; task: NewTask; lines: Line[] };

/**
 * A store that could not be simpler: lists that are searched from end to end, statuses worked out anew at every
 * question from what was reported. It shares no code with the real one.
 */
export class ModelStore {
  tasks: ModelTask[] = [];
  #guards: { fingerprint: string; task: ModelTask; atMs: number }[] = [];
  #nextTask = 1;
  #nextId = 1;

  submit(task: NewTask, repeat: RepeatGuard | undefined): Submitted {
    const guarding = this.#guards.findLast(({ fingerprint }) => fingerprint === repeat?.fingerprint);
    if (
      repeat !== undefined &&
      guarding !== undefined &&
      task.createdAtMs - guarding.atMs <= repeat.windowMs &&
      this.tasks.includes(guarding.task)
    ) {
      return { taskId: guarding.task.task.taskId, task: guarding.task.number, repeated: true };
    }
    const lines: Line[] = [];
    for (const [place, { text, domain, sameAs }] of task.urls.entries()) {
      const leader = sameAs === undefined ? place : (lines[sameAs]?.leader ?? place);
      lines.push({ text, domain, leader, begun: false, progress: 0, outcomes: new Map(), finishedAtS: 0 });
    }
    const stored = { number: this.#nextTask, firstId: this.#nextId, task, lines };
    this.#nextTask += 1;
    this.#nextId += lines.length;
    this.tasks.push(stored);
    if (repeat !== undefined) this.#guards.push({ fingerprint: repeat.fingerprint, task: stored, atMs: task.createdAtMs });
    return { taskId: task.taskId, task: stored.number, repeated: false };
  }

  record({ reports, live, nowMs }: RecordBatch): Recorded {
    const before = new Map(this.tasks.map((task) => [task, this.statusOf(task)]));
    const ended: Recorded['ended'][number][] = [];
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
      if (report.kind !== 'ended') continue;
      line.outcomes.set(report.nodeIndex, report.outcome);
      const through = [...line.outcomes.values()].filter(({ status }) => status === 'succeeded').length;
      line.progress = through === nodes.length ? 100 : Math.max(line.progress, Math.min(99, Math.floor((100 * through) / nodes.length)));
      if (hasEnded(this.lineStatus(task, line))) line.finishedAtS = Math.floor(nowMs / 1000);
      ended.push({ task: report.task, urlId: report.urlId, nodeIndex: report.nodeIndex });
    }
    const endedTasks = [...before]
      .filter(([task, status]) => !hasEnded(status) && hasEnded(this.statusOf(task)))
      .map(([task]) => ({ task: task.number, taskId: task.task.taskId, project: task.task.project, status: this.statusOf(task) }));
    return { ended, endedTasks, stale };
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
      .filter((stored) => stored.task.project === project && stored.task.kind === kind)
      .filter((stored) => status === undefined || this.statusOf(stored) === status)
      .filter((stored) => window === undefined || (secondOf(stored) >= window.beginS && secondOf(stored) <= window.endS))
      .filter((stored) => taskIds === undefined || taskIds.includes(stored.task.taskId))
      .toSorted((a, b) => secondOf(b) - secondOf(a) || (a.task.taskId < b.task.taskId ? 1 : -1))
      .map((stored) => ({
        taskId: stored.task.taskId,
        kind,
        createdAtS: secondOf(stored),
        status: this.statusOf(stored),
        urls: stored.lines.map((line) => this.#row(stored, line)),
      }));
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
