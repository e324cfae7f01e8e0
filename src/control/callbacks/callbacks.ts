import { setTimeout as delay } from 'node:timers/promises';
import type { Attempt, Delivery, DeliveryQuery } from '../../store/callbacks.ts';
import type { Store, TaskSummary } from '../../store/store.ts';
import type { Log } from '../log.ts';
import { bodyOf, headersOf } from './message.ts';
import type { Post } from './post.ts';
import { Receiver } from './receiver.ts';
import { targetOf, type CallbackOptions } from './target.ts';
import { verdictOf } from './verdict.ts';

export type CallbackStore = Pick<
  Store,
  'setCallbackTargets' | 'openTargets' | 'dueDeliveries' | 'recordAttempt' | 'readDeliveries' | 'redeliver' | 'findTask'
>;

/** `retried`: an attempt failed, and there will be another. */
export type CallbackResult = 'delivered' | 'retried' | 'failed' | 'dropped';

export type CallbacksParts = {
  store: CallbackStore;
  post: Post;
  /** A task in the API's words. */
  describe: (task: TaskSummary) => object;
  log: Log;
  options: readonly CallbackOptions[];
  onResult?: (result: CallbackResult, count: number) => void;
  /** Milliseconds since 1970. */
  nowMs?: () => number;
  /** 0 up to 1. */
  chance?: () => number;
  /** How often it is looked what is due. Tests shorten it. */
  lookEveryMs?: number;
};

/** From the look-up of the name to the head of the answer. */
const attemptMs = 15_000;
const defaultLookEveryMs = 1000;
const firstRecordWaitMs = 100;
const longestRecordWaitMs = 5000;
/** How long posts that are on their way may take when the server stops. */
const stopGraceMs = 1000;
const noLongerConfigured = 'its address is no longer configured';

/**
 * Tells configured addresses that tasks have ended. What is to be told stands in the store, written with the task's end, and
 * stays there until it is told or given up: it is told at least once, whatever crashes, and more than once if a crash comes
 * between an answer and its record. Each address is told a few at a time, so that one that hangs holds up no other.
 */
export class Callbacks {
  readonly #parts: CallbacksParts;
  readonly #nowMs: () => number;
  readonly #timer: NodeJS.Timeout;
  readonly #stopping = new AbortController();
  /** By the target's key. */
  #receivers = new Map<string, Receiver>();
  #options: readonly CallbackOptions[];
  /** What the store goes by. */
  #applied: readonly CallbackOptions[] | undefined;

  private constructor(parts: CallbacksParts) {
    this.#parts = parts;
    this.#nowMs = parts.nowMs ?? Date.now;
    this.#options = parts.options;
    this.#timer = setInterval(() => this.look(), parts.lookEveryMs ?? defaultLookEveryMs);
    this.#timer.unref();
  }

  /** From when this resolves the store notes who is to be told: before any task can end. */
  static async start(parts: CallbacksParts): Promise<Callbacks> {
    const callbacks = new Callbacks(parts);
    try {
      await callbacks.#apply();
    } catch (error) {
      clearInterval(callbacks.#timer);
      throw error;
    }
    callbacks.look();
    return callbacks;
  }

  /** What waits for addresses that are gone is dropped, and told. While the store can't be written this is tried again. */
  reconfigure(options: readonly CallbackOptions[]): void {
    this.#options = options;
    this.look();
  }

  async #apply(): Promise<void> {
    const { store, log, onResult } = this.#parts;
    const options = this.#options;
    const targets = options.map(targetOf);
    const dropped = await store.setCallbackTargets(targets, noLongerConfigured);
    if (dropped > 0) {
      log.warn({ callbacks: dropped }, 'callbacks dropped: their addresses are no longer configured');
      onResult?.('dropped', dropped);
    }
    const before = this.#receivers;
    this.#receivers = new Map(
      targets.map(({ key }, place) => {
        const receiver = before.get(key) ?? new Receiver({ due: (limit) => store.dueDeliveries(key, this.#nowMs(), limit), log });
        const own = options[place];
        if (own !== undefined) receiver.deliver = (delivery) => this.#deliver(delivery, own);
        return [key, receiver];
      }),
    );
    this.#applied = options;
  }

  /** Something may be due. */
  look(): void {
    if (this.#applied === this.#options) {
      for (const receiver of this.#receivers.values()) void receiver.look();
      return;
    }
    this.#apply().then(
      () => this.look(),
      (error: unknown) => this.#parts.log.error({ err: error }, 'callbacks could not be reconfigured; trying again'),
    );
  }

  read(query: DeliveryQuery, page: { offset: number; limit: number }): Promise<{ total: number; deliveries: Delivery[] }> {
    return this.#parts.store.readDeliveries(query, page);
  }

  /** Tells these once more, as if for the first time. Resolves to the ids whose addresses are still configured. */
  async redeliver(ids: readonly number[]): Promise<number[]> {
    const again = await this.#parts.store.redeliver(ids, this.#nowMs());
    this.look();
    return again;
  }

  /** What waits; of the oldest, since when, in seconds. */
  async waiting(): Promise<{ count: number; oldestS: number }> {
    const open = await this.#parts.store.openTargets();
    const nowS = this.#nowMs() / 1000;
    return {
      count: open.reduce((sum, { waiting }) => sum + waiting, 0),
      oldestS: Math.max(0, ...open.map(({ oldestEndedAtS }) => nowS - oldestEndedAtS)),
    };
  }

  /** What is cut is told again by the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const receivers = [...this.#receivers.values()];
    for (const receiver of receivers) receiver.close();
    const cut = setTimeout(() => this.#stopping.abort(), stopGraceMs);
    await Promise.all(receivers.map((receiver) => receiver.idle()));
    clearTimeout(cut);
    this.#stopping.abort();
  }

  async #deliver(delivery: Delivery, { url, secret }: CallbackOptions): Promise<void> {
    const { store, post, describe, log, onResult, chance = Math.random } = this.#parts;
    const { id, taskId, project, shown } = delivery;
    const { signal } = this.#stopping;
    const task = await store.findTask(project, taskId);
    if (task === undefined) throw new Error('the task is gone');
    const startedMs = this.#nowMs();
    const body = bodyOf(delivery, describe(task));
    const answer = await post({ url, headers: headersOf(delivery, body, secret, startedMs), body, timeoutMs: attemptMs, signal });
    if (signal.aborted && answer.kind === 'failed') return;
    const nowMs = this.#nowMs();
    const attempts = delivery.attempts + 1;
    const verdict = verdictOf({ answer, attempts, firstAtMs: delivery.firstAtMs ?? startedMs, nowMs, chance: chance() });
    if (!(await this.#record({ id, atMs: startedMs, ...verdict }))) return;
    const facts = { taskId, project, url: shown, attempts, ...(verdict.error !== undefined && { reason: verdict.error }) };
    switch (verdict.next.state) {
      case 'delivered':
        log.info(facts, 'callback delivered');
        onResult?.('delivered', 1);
        break;
      case 'waiting':
        log.warn({ ...facts, retryInMs: verdict.next.nextAtMs - nowMs }, 'callback failed; trying again');
        onResult?.('retried', 1);
        break;
      case 'failed':
        log.error(facts, 'callback given up');
        onResult?.('failed', 1);
        break;
    }
  }

  /** Until the store takes it: what it does not know it would have told again at once. */
  async #record(attempt: Attempt): Promise<boolean> {
    for (let waitMs = firstRecordWaitMs; ; waitMs = Math.min(longestRecordWaitMs, waitMs * 2)) {
      try {
        return await this.#parts.store.recordAttempt(attempt);
      } catch (error) {
        this.#parts.log.error({ err: error, retryInMs: waitMs }, 'what became of a callback could not be stored; trying again');
        if (this.#stopping.signal.aborted) return false;
        await delay(waitMs, undefined, { signal: this.#stopping.signal }).catch(() => {});
      }
    }
  }
}

export type { Delivery };
