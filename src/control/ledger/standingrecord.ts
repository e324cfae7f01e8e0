import type { NodeRecord } from '../../store/memory.ts';
import type { Store } from '../../store/store.ts';

/** What is known of a node, in memory at once and in the store by `save`. */
export class StandingRecord {
  readonly #store: Pick<Store, 'setNodeRecord'>;
  #record: NodeRecord;
  #isSaved: boolean;
  #changes = 0;

  constructor(store: Pick<Store, 'setNodeRecord'>, record: NodeRecord, isSaved: boolean) {
    this.#store = store;
    this.#record = record;
    this.#isSaved = isSaved;
  }

  get now(): NodeRecord {
    return this.#record;
  }

  /** How often the state was entered: what began at another number has been overtaken. */
  get epoch(): number {
    return this.#changes;
  }

  note(change: Partial<Pick<NodeRecord, 'syncedAtS' | 'drained'>>): void {
    this.#record = { ...this.#record, ...change };
    this.#isSaved = false;
  }

  enter(state: NodeRecord['state'], sinceMs: number, replay: readonly number[]): void {
    this.#record = { ...this.#record, state, sinceMs, replay };
    this.#isSaved = false;
    this.#changes += 1;
  }

  async save(): Promise<void> {
    if (this.#isSaved) return;
    const record = this.#record;
    await this.#store.setNodeRecord(record);
    // What changed meanwhile is saved by the next.
    if (this.#record === record) this.#isSaved = true;
  }
}
