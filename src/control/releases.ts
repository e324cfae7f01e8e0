import { taskKinds, type TaskKind } from '../store/store.ts';
import { defaultPriority } from '../tasks/priority.ts';
import type { Advanced, Ended, Report } from '../tasks/work.ts';
import type { Owed } from './owed.ts';
import { Release, type ReleaseParts } from './release.ts';
import type { ActiveTask } from './run.ts';
import type { Origin } from './throughput/throughput.ts';

/** One release for each kind of task; each report belongs to at most one of them. */
export class Releases {
  readonly #byKind: Readonly<Record<TaskKind, Release>>;

  constructor(parts: Omit<ReleaseParts, 'kind'>) {
    this.#byKind = { prefetch: new Release({ ...parts, kind: 'prefetch' }), refresh: new Release({ ...parts, kind: 'refresh' }) };
  }

  resume(): Promise<unknown> {
    return this.#both((release) => release.resume());
  }
  submitted(kind: TaskKind, project: string, priority = defaultPriority): Promise<void> {
    return this.#byKind[kind].submitted(project, priority);
  }
  released(kind: TaskKind, task: number): Promise<void> {
    return this.#byKind[kind].released(task);
  }
  neverStarts(task: number): void {
    for (const kind of taskKinds) this.#byKind[kind].neverStarts(task);
  }
  cancelled(kind: TaskKind, task: number): Promise<void> {
    return this.#byKind[kind].cancelled(task);
  }
  /** See Release, for this and what follows. */
  recordable(reports: readonly Report[]): Report[] {
    return reports.flatMap((report) => {
      let kept: Report | undefined = report;
      for (const kind of taskKinds) kept &&= this.#byKind[kind].recordable(kept);
      return kept ?? [];
    });
  }
  /** What prefetches owe, and what refreshes do until nodes have forgotten. */
  owed(kind: TaskKind): Owed {
    return this.#byKind[kind].owed;
  }
  taskOf(item: string): ActiveTask | undefined {
    return this.#byKind.refresh.taskOf(item) ?? this.#byKind.prefetch.taskOf(item);
  }
  originOf(report: Advanced | Ended): Origin | undefined {
    return this.#byKind.prefetch.originOf(report) ?? this.#byKind.refresh.originOf(report);
  }
  grew(task: number, urlCount: number): void {
    for (const kind of taskKinds) this.#byKind[kind].grew(task, urlCount);
  }
  ended(reports: readonly Report[]): Promise<unknown> {
    return this.#both((release) => release.ended(reports));
  }
  lost(): Promise<unknown> {
    return this.#both((release) => release.lost());
  }
  advance(): Promise<unknown> {
    return this.#both((release) => release.advance());
  }
  stop(): Promise<unknown> {
    return this.#both((release) => release.stop());
  }

  #both(act: (release: Release) => Promise<void>): Promise<unknown> {
    return Promise.all(taskKinds.map((kind) => act(this.#byKind[kind])));
  }
}
