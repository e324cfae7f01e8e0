import type { Callbacks, Delivery } from '../../control/callbacks/callbacks.ts';

/** Deliveries in memory, in the order in which they are listed. */
export class FakeCallbacks implements Pick<Callbacks, 'read' | 'redeliver'> {
  deliveries: Delivery[] = [];
  readonly redelivered: number[] = [];
  /** Their addresses are no longer configured. */
  readonly gone = new Set<number>();

  async read({ project, state, taskIds, ids }: Parameters<Callbacks['read']>[0], page: Parameters<Callbacks['read']>[1]) {
    const found = this.deliveries.filter(
      (one) =>
        one.project === project &&
        (state === undefined || one.state === state) &&
        taskIds?.includes(one.taskId) !== false &&
        ids?.includes(one.id) !== false,
    );
    return { total: found.length, deliveries: found.slice(page.offset, page.offset + page.limit) };
  }

  async redeliver(ids: readonly number[]): Promise<number[]> {
    const again = ids.filter((id) => !this.gone.has(id));
    this.redelivered.push(...again);
    return again;
  }
}
