import type { Advanced, Ended, WorkItem } from '../tasks/work.ts';
import type { ActiveTask, Due } from './run.ts';
import type { Origin } from './throughput/throughput.ts';

/** A run that is out on one node, as one item for each domain in it. */
export type Out = { readonly due: Due; readonly node: string; readonly project: string };

/** Domains by item. */
type Entry = { readonly out: Out; readonly items: ReadonlyMap<string, string>; readonly open: Set<number> };

/** What has been handed to the queue and has not come back whole. */
export class Outstanding {
  readonly #byItem = new Map<string, Entry>();

  add(out: Out, items: readonly WorkItem[]): void {
    const entry: Entry = {
      out,
      items: new Map(items.map(({ id, domain }) => [id, domain])),
      open: new Set(items.flatMap(({ urls }) => urls.map(({ id }) => id))),
    };
    for (const id of entry.items.keys()) this.#byItem.set(id, entry);
  }

  /** What an item belongs to, while it is out. */
  find(item: string): Out | undefined {
    return this.#byItem.get(item)?.out;
  }

  /** Whose a report is; undefined for what has been ticked off, and for what went out of turn. */
  origin({ item, urlId }: Advanced | Ended): Origin | undefined {
    const entry = this.#byItem.get(item);
    const domain = entry?.items.get(item);
    if (entry === undefined || domain === undefined || entry.out.due.isEarly || !entry.open.has(urlId)) return undefined;
    return { domain, node: entry.out.node, does: entry.out.due.step.does };
  }

  /** A task of which anything is out. */
  taskNumbered(number: number): ActiveTask | undefined {
    for (const { out } of this.#byItem.values()) if (out.due.run.task.stored.task === number) return out.due.run.task;
    return undefined;
  }

  /** Ticks one URL off; returns the run once its last one has come back. What comes twice is ticked off once. */
  tick({ item, urlId }: Ended): Out | undefined {
    const entry = this.#byItem.get(item);
    if (entry === undefined || !entry.open.delete(urlId) || entry.open.size > 0) return undefined;
    for (const id of entry.items.keys()) this.#byItem.delete(id);
    return entry.out;
  }

  /** Forgets what is out of a task and returns it. */
  takeTask(number: number): Out[] {
    const taken = new Set<Out>();
    for (const [item, { out }] of this.#byItem) {
      if (out.due.run.task.stored.task !== number) continue;
      this.#byItem.delete(item);
      taken.add(out);
    }
    return [...taken];
  }

  /** Forgets all and returns it. */
  takeAll(): Out[] {
    const all = new Set([...this.#byItem.values()].map(({ out }) => out));
    this.#byItem.clear();
    return [...all];
  }
}
