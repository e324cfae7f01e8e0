import type { Queue } from '../../queue/queue.ts';
import type { DomainLoad, NodeLoad } from '../../tasks/load.ts';
import type { Look, LookOrder } from '../../tasks/look.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import type { PauseScope } from '../../tasks/pause.ts';
import type { Report, WorkItem } from '../../tasks/work.ts';

export const had: Outcome = { status: 'succeeded', httpStatus: 200, bodyBytes: 4096, attempts: 1, elapsedMs: 3 };

/** A queue whose engine is the test: it sees what goes out and says what came of it. */
export class FakeQueue implements Queue {
  /** Items handed over and not answered yet, in order. */
  items: WorkItem[] = [];
  paused: readonly PauseScope[] = [];
  #receive: (reports: readonly Report[]) => Promise<void> = async () => undefined;
  #lost: () => void = () => undefined;

  publish(item: WorkItem): void {
    this.items.push(item);
  }
  /** Tasks that were cancelled, in order; what was out of them is gone. */
  readonly cancelled: number[] = [];
  cancel(task: number): void {
    this.cancelled.push(task);
    this.items = this.items.filter((item) => item.task !== task);
  }
  pause(scopes: readonly PauseScope[]): void {
    this.paused = scopes;
  }
  onReports(receive: (reports: readonly Report[]) => Promise<void>): void {
    this.#receive = receive;
  }
  onLost(tell: () => void): void {
    this.#lost = tell;
  }
  /** What the test says of the nodes. */
  readonly nodeLoads = new Map<string, NodeLoad>();
  loadsAsked = 0;
  loads(): ReadonlyMap<string, NodeLoad> {
    this.loadsAsked += 1;
    return this.nodeLoads;
  }
  domainLoads(): ReadonlyMap<string, DomainLoad> {
    return new Map();
  }
  /** What the test makes of a look. */
  onLook: (order: LookOrder) => readonly Look[] | Promise<readonly Look[]> = () => [];
  async look(order: LookOrder): Promise<readonly Look[]> {
    return await this.onLook(order);
  }
  async ping(): Promise<void> {}
  async stop(): Promise<void> {}

  /** Forgets all that is out, as an engine's crash does. */
  lose(): WorkItem[] {
    const lost = this.items;
    this.items = [];
    this.#lost();
    return lost;
  }

  report(reports: readonly Report[]): Promise<void> {
    return this.#receive(reports);
  }

  /** Ends these items, every URL with the same outcome. */
  async end(items: readonly WorkItem[], outcome: Outcome = had): Promise<void> {
    this.items = this.items.filter((item) => !items.includes(item));
    await this.report(items.flatMap((item) => endedReports(item, outcome)));
  }
}

export function endedReports(item: WorkItem, outcome: Outcome = had): Report[] {
  return item.urls.map(({ id }) => ({ kind: 'ended', task: item.task, urlId: id, nodeIndex: item.nodeIndex, item: item.id, outcome }));
}
