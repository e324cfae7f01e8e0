/**
 * So many are remembered: what comes late of a task comes within seconds of its cancelling, and should it be forgotten
 * before, its reports are stale to whoever cancelled it.
 */
const remembered = 10_000;

/** Numbers of tasks that nobody waits for any more. A number is never used again, and a cancelled task never goes on. */
export class Cancelled {
  readonly #tasks = new Set<number>();

  add(task: number): void {
    this.#tasks.add(task);
    const [oldest] = this.#tasks;
    if (this.#tasks.size > remembered && oldest !== undefined) this.#tasks.delete(oldest);
  }

  has({ task }: { readonly task: number }): boolean {
    return this.#tasks.has(task);
  }
}
