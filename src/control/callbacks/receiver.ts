import type { Delivery } from '../../store/callbacks.ts';
import type { Log } from '../log.ts';

/** Posts to one address at a time. */
const mostAtOnce = 4;

export type ReceiverParts = {
  /** What is due, those on their way among it. */
  due: (limit: number) => Promise<readonly Delivery[]>;
  log: Log;
};

/** One address with the deliveries that are on their way to it. */
export class Receiver {
  readonly #parts: ReceiverParts;
  readonly #running = new Map<number, Promise<void>>();
  #isLooking = false;
  #lookAgain = false;
  #isClosed = false;
  /** Resolves when the attempt is over, and recorded. */
  deliver: (delivery: Delivery) => Promise<void> = async () => {};

  constructor(parts: ReceiverParts) {
    this.#parts = parts;
  }

  /** Begins what is due and has room. Never rejects. */
  async look(): Promise<void> {
    this.#lookAgain = true;
    if (this.#isLooking) return;
    this.#isLooking = true;
    try {
      while (this.#lookAgain && !this.#isClosed && this.#running.size < mostAtOnce) {
        this.#lookAgain = false;
        for (const delivery of await this.#parts.due(mostAtOnce + this.#running.size)) this.#begin(delivery);
      }
    } catch (error) {
      this.#parts.log.error({ err: error }, 'callbacks could not be read; trying again');
    } finally {
      this.#isLooking = false;
    }
  }

  /** Begins no more. */
  close(): void {
    this.#isClosed = true;
  }

  async idle(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  #begin(delivery: Delivery): void {
    const { id } = delivery;
    if (this.#isClosed || this.#running.size >= mostAtOnce || this.#running.has(id)) return;
    this.#running.set(id, this.#run(delivery));
  }

  async #run(delivery: Delivery): Promise<void> {
    try {
      await this.deliver(delivery);
    } catch (error) {
      this.#running.delete(delivery.id);
      // It is still due: the next look finds it, and this one would at once.
      this.#parts.log.error({ err: error, taskId: delivery.taskId }, 'callback could not be sent; trying again');
      return;
    }
    this.#running.delete(delivery.id);
    void this.look();
  }
}
