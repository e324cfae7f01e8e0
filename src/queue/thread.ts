import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import type { Queue } from './queue.ts';

/** An engine in this process, in a thread of its own. */
export interface LocalEngine {
  accept(item: WorkItem): void;
  cancel(task: number): void;
  pause(scopes: readonly PauseScope[]): void;
  loads(): ReadonlyMap<string, NodeLoad>;
  domainLoads(): ReadonlyMap<string, DomainLoad>;
  /** Rejects with the signal's reason, or when the engine dies or stops meanwhile. */
  look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]>;
  ping(): Promise<void>;
  stop(graceMs: number): Promise<void>;
}

export type LocalEngineHooks = {
  /** Resolves when the batch has been taken; when it rejects, the same batch comes again. */
  report(batch: readonly Report[]): Promise<void>;
  /** The engine is gone with all that it had been handed. Called at most once. */
  lost(error: Error): void;
};

export type ThreadQueueParts = {
  /** Starts an engine, with the options of the moment. */
  workers: { start(hooks: LocalEngineHooks): LocalEngine };
  log: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  /** For tests: calls after a delay; what it returns calls that off. */
  after?: (delayMs: number, call: () => void) => () => void;
};

const firstRestartMs = 100;
const maxRestartMs = 30_000;
/** An engine that lived this long was well: the next restart is quick again. */
const wellAfterMs = 60_000;

/**
 * The queue of a server that has its engine beside it: no broker, a thread. When the engine dies, another
 * is started, more and more slowly if it keeps dying; it is told what is paused, and whoever hears
 * `onLost` hands out again what went down. What is published while no engine lives is dropped: `onLost`
 * is told after the restart, so that covers it too.
 */
export function createThreadQueue(parts: ThreadQueueParts): Queue {
  return new ThreadQueue(parts);
}

class ThreadQueue implements Queue {
  readonly #parts: ThreadQueueParts;
  readonly #after: (delayMs: number, call: () => void) => () => void;
  readonly #receiver = Promise.withResolvers<(reports: readonly Report[]) => Promise<void>>();
  #tellLost: () => void = () => undefined;
  #paused: readonly PauseScope[] = [];
  #engine: LocalEngine | undefined;
  #startedMs = 0;
  #restartMs = firstRestartMs;
  #cancelRestart: (() => void) | undefined;
  #isStopping = false;
  /** The last batch handed on: one after the other, though a dying engine and its successor might both have one. */
  #lastBatch: Promise<void> = Promise.resolve();

  constructor(parts: ThreadQueueParts) {
    this.#parts = parts;
    this.#after = parts.after ?? afterTimeout;
    this.#start();
  }

  publish(item: WorkItem): void {
    this.#engine?.accept(item);
  }

  cancel(task: number): void {
    this.#engine?.cancel(task);
  }

  pause(scopes: readonly PauseScope[]): void {
    this.#paused = scopes;
    this.#engine?.pause(scopes);
  }

  onReports(receive: (reports: readonly Report[]) => Promise<void>): void {
    this.#receiver.resolve(receive);
  }

  onLost(tell: () => void): void {
    this.#tellLost = tell;
  }

  loads(): ReadonlyMap<string, NodeLoad> {
    return this.#engine?.loads() ?? new Map();
  }

  domainLoads(): ReadonlyMap<string, DomainLoad> {
    return this.#engine?.domainLoads() ?? new Map();
  }

  async look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]> {
    return await this.#living().look(order, signal);
  }

  async ping(): Promise<void> {
    await this.#living().ping();
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    this.#cancelRestart?.();
    await this.#engine?.stop(graceMs);
    this.#engine = undefined;
  }

  #living(): LocalEngine {
    if (this.#engine !== undefined) return this.#engine;
    throw new Error(this.#isStopping ? 'the queue is stopping' : 'the engine died and is being started again');
  }

  #start(): void {
    this.#startedMs = performance.now();
    const engine = this.#parts.workers.start({
      report: (batch) => this.#handOn(batch),
      lost: (error) => this.#lost(error),
    });
    this.#engine = engine;
    if (this.#paused.length > 0) engine.pause(this.#paused);
  }

  #lost(error: Error): void {
    this.#engine = undefined;
    if (this.#isStopping) return;
    if (performance.now() - this.#startedMs >= wellAfterMs) this.#restartMs = firstRestartMs;
    const delayMs = this.#restartMs;
    this.#restartMs = Math.min(maxRestartMs, delayMs * 2);
    this.#parts.log.error({ err: error, restartMs: delayMs }, 'the engine died; it is started again and its work handed out anew');
    this.#cancelRestart = this.#after(delayMs, () => this.#restart());
  }

  #restart(): void {
    try {
      this.#start();
    } catch (error) {
      this.#lost(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    this.#tellLost();
  }

  #handOn(batch: readonly Report[]): Promise<void> {
    const taken = this.#lastBatch.then(async () => {
      const receive = await this.#receiver.promise;
      await receive(batch);
    });
    this.#lastBatch = taken.catch((error: unknown) => {
      this.#parts.log.warn({ err: error, reports: batch.length }, 'a batch of reports could not be taken; it will come again');
    });
    return taken;
  }
}

function afterTimeout(delayMs: number, call: () => void): () => void {
  const timer = setTimeout(call, delayMs);
  return () => clearTimeout(timer);
}
