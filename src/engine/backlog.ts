import type { Clock } from './clock.ts';
import { DueHeap } from './heap.ts';
import type { NodeState } from './node.ts';
import type { Pull } from './pull.ts';

type Resting = { readonly dueMs: number; readonly pull: Pull; readonly node: NodeState };

/** Pulls in backoff: they hold no slot, only a place here. One timer for all of them. */
export class Backlog {
  readonly #clock: Clock;
  readonly #onDue: (pull: Pull, node: NodeState) => void;
  readonly #heap = new DueHeap<Resting>();
  #timer: { atMs: number; cancel: () => void } | undefined;

  constructor(clock: Clock, onDue: (pull: Pull, node: NodeState) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  add(pull: Pull, node: NodeState, delayMs: number): void {
    node.resting += 1;
    this.#heap.push({ dueMs: this.#clock.nowMs() + delayMs, pull, node });
    this.#arm();
  }

  /** Takes out all that rest for a node that is no more. */
  remove(node: NodeState): Pull[] {
    node.resting = 0;
    return this.#heap.extract((resting) => resting.node === node).map(({ pull }) => pull);
  }

  /** Forgets what rests of a task. */
  drop(task: number): void {
    for (const { node } of this.#heap.extract(({ pull }) => pull.run.item.task === task)) node.resting -= 1;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #arm(): void {
    const first = this.#heap.peek();
    if (first === undefined) return;
    if (this.#timer !== undefined) {
      if (this.#timer.atMs <= first.dueMs) return;
      this.#timer.cancel();
    }
    const cancel = this.#clock.after(Math.max(1, first.dueMs - this.#clock.nowMs()), () => this.#serve());
    this.#timer = { atMs: first.dueMs, cancel };
  }

  #serve(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.nowMs();
    for (let first = this.#heap.peek(); first !== undefined && first.dueMs <= nowMs; first = this.#heap.peek()) {
      this.#heap.pop();
      first.node.resting -= 1;
      this.#onDue(first.pull, first.node);
    }
    this.#arm();
  }
}
