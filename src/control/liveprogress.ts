import type { RecordBatch } from '../store/store.ts';
import type { Report } from '../tasks/work.ts';

type LiveUrl = { readonly task: number; readonly shares: Map<number, number> };

/**
 * How far the bodies that flow right now have come. Only what is in flight stands here: a few thousand
 * entries at most, whatever the tasks' size.
 */
export class LiveProgress {
  readonly #urls = new Map<number, LiveUrl>();

  /** Takes a batch in and returns what has moved, as the store wants it. */
  take(reports: readonly Report[]): RecordBatch['live'] {
    const moved = new Set<number>();
    for (const report of reports) {
      if (report.kind === 'ended') this.#forget(report.urlId, report.nodeIndex);
      if (report.kind !== 'advanced' || report.expectedBytes === undefined || report.expectedBytes === 0) continue;
      const url = this.#urls.get(report.urlId) ?? { task: report.task, shares: new Map<number, number>() };
      url.shares.set(report.nodeIndex, Math.min(1, report.receivedBytes / report.expectedBytes));
      this.#urls.set(report.urlId, url);
      moved.add(report.urlId);
    }
    return [...moved].flatMap((urlId) => {
      const url = this.#urls.get(urlId);
      if (url === undefined) return [];
      return { task: url.task, urlId, share: [...url.shares.values()].reduce((sum, share) => sum + share, 0) };
    });
  }

  /** Nobody reports on a task any more. */
  drop(task: number): void {
    for (const [urlId, url] of this.#urls) if (url.task === task) this.#urls.delete(urlId);
  }

  /** Forgets all: the engine that reported it is gone. */
  clear(): void {
    this.#urls.clear();
  }

  #forget(urlId: number, nodeIndex: number): void {
    const url = this.#urls.get(urlId);
    if (url === undefined) return;
    url.shares.delete(nodeIndex);
    if (url.shares.size === 0) this.#urls.delete(urlId);
  }
}
