import { Worker } from 'node:worker_threads';
import type { PauseScope } from '../tasks/pause.ts';
import type { Report, WorkItem } from '../tasks/work.ts';
import type { DomainLoad, NodeLoad } from '../tasks/load.ts';
import type { Look, LookOrder } from '../tasks/look.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import type { EngineOptions } from './options.ts';

export type WorkerHooks = {
  /** Takes a batch; the next comes only when the promise has settled, and the same again if it rejected. */
  report(batch: readonly Report[]): Promise<void>;
  /** The worker is gone though nobody stopped it, with all that it had been handed. Called once. */
  lost(error: Error): void;
};

/** A running engine in a thread of its own. */
export interface EngineWorker {
  accept(item: WorkItem): void;
  cancel(task: number): void;
  pause(scopes: readonly PauseScope[]): void;
  /** At most a second old; empty before the first. */
  loads(): ReadonlyMap<string, NodeLoad>;
  domainLoads(): ReadonlyMap<string, DomainLoad>;
  /** Rejects with the signal's reason, or when the worker is gone, stops, or goes meanwhile. */
  look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]>;
  /** Rejects when the worker does not answer within 5 seconds, or is gone. */
  ping(): Promise<void>;
  /** Running fetches may end within `graceMs`; resolves when all their reports have been taken and the thread is gone. */
  stop(graceMs: number): Promise<void>;
}

export interface EngineWorkers {
  start(hooks: WorkerHooks): EngineWorker;
  /** Tells the running worker and those that are started later. */
  reconfigure(options: EngineOptions): void;
}

/** Three times the semi-space of 64 MiB: collecting short-lived objects less often was worth 5 to 20 % of the URLs per second. */
const maxYoungGenerationSizeMb = 192;
const pingMs = 5000;
/** A worker that does not stop this long after its grace is ended by force. */
const stopSlackMs = 5000;

/** Starts engines in worker threads: one at a time, the next when one was lost. */
export function createEngineWorkers(options: EngineOptions): EngineWorkers {
  let current = options;
  let running: WorkerEngine | undefined;
  return {
    start(hooks) {
      running = new WorkerEngine(current, hooks);
      return running;
    },
    reconfigure(next) {
      current = next;
      running?.reconfigure(next);
    },
  };
}

class WorkerEngine implements EngineWorker {
  readonly #worker: Worker;
  readonly #hooks: WorkerHooks;
  readonly #pings = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  readonly #looks = new Map<number, { resolve: (looks: readonly Look[]) => void; reject: (error: Error) => void }>();
  #loads: ReadonlyMap<string, NodeLoad> = new Map();
  #domainLoads: ReadonlyMap<string, DomainLoad> = new Map();
  #lastPing = 0;
  #lastLook = 0;
  #goneBecause: Error | undefined;
  #isStopping = false;
  #onStopped: (() => void) | undefined;

  constructor(options: EngineOptions, hooks: WorkerHooks) {
    this.#hooks = hooks;
    // From the checkout this file is TypeScript and so is the worker; in the package both are JavaScript.
    const url = new URL(import.meta.url.endsWith('.ts') ? './engine.worker.ts' : './engine.worker.js', import.meta.url);
    this.#worker = new Worker(url, { workerData: options, resourceLimits: { maxYoungGenerationSizeMb }, name: 'engine' });
    this.#worker.on('message', (message: FromWorker) => this.#hear(message));
    this.#worker.on('error', (error) => this.#gone(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => this.#gone(new Error(`the engine's thread ended with code ${code}`)));
  }

  accept(item: WorkItem): void {
    this.#tell({ kind: 'accept', item });
  }

  cancel(task: number): void {
    this.#tell({ kind: 'cancel', task });
  }

  pause(scopes: readonly PauseScope[]): void {
    this.#tell({ kind: 'pause', scopes });
  }

  reconfigure(options: EngineOptions): void {
    this.#tell({ kind: 'reconfigure', options });
  }

  loads(): ReadonlyMap<string, NodeLoad> {
    return this.#loads;
  }

  domainLoads(): ReadonlyMap<string, DomainLoad> {
    return this.#domainLoads;
  }

  async look(order: LookOrder, signal?: AbortSignal): Promise<readonly Look[]> {
    signal?.throwIfAborted();
    if (this.#goneBecause !== undefined) throw this.#goneBecause;
    const id = ++this.#lastLook;
    const { promise, resolve, reject } = Promise.withResolvers<readonly Look[]>();
    const cancel = () => {
      this.#tell({ kind: 'cancelLook', id });
      reject(signal?.reason);
    };
    this.#looks.set(id, { resolve, reject });
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      this.#tell({ kind: 'look', id, order });
      return await promise;
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#looks.delete(id);
    }
  }

  async ping(): Promise<void> {
    if (this.#goneBecause !== undefined) throw this.#goneBecause;
    const id = ++this.#lastPing;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#pings.set(id, { resolve, reject });
        timer = setTimeout(() => reject(new Error(`the engine did not answer within ${pingMs} ms`)), pingMs);
        this.#tell({ kind: 'ping', id });
      });
    } finally {
      clearTimeout(timer);
      this.#pings.delete(id);
    }
  }

  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true;
    if (this.#goneBecause !== undefined) return;
    const stopped = new Promise<void>((resolve) => {
      this.#onStopped = resolve;
    });
    const timer = setTimeout(() => this.#onStopped?.(), graceMs + stopSlackMs);
    this.#tell({ kind: 'stop', graceMs });
    await stopped;
    clearTimeout(timer);
    await this.#worker.terminate();
  }

  #hear(message: FromWorker): void {
    switch (message.kind) {
      case 'reports':
        void this.#takeOver(message.batch);
        return;
      case 'loads':
        this.#loads = message.loads;
        this.#domainLoads = message.domainLoads;
        return;
      case 'looked':
        this.#looks.get(message.id)?.resolve(message.looks);
        return;
      case 'notLooked':
        this.#looks.get(message.id)?.reject(new Error(message.message));
        return;
      case 'pong':
        this.#pings.get(message.id)?.resolve();
        return;
      case 'stopped':
        this.#onStopped?.();
    }
  }

  async #takeOver(batch: readonly Report[]): Promise<void> {
    try {
      await this.#hooks.report(batch);
      this.#tell({ kind: 'taken' });
    } catch {
      this.#tell({ kind: 'refused' });
    }
  }

  #gone(error: Error): void {
    if (this.#goneBecause !== undefined) return;
    this.#goneBecause = error;
    this.#loads = new Map();
    this.#domainLoads = new Map();
    for (const { reject } of [...this.#pings.values(), ...this.#looks.values()]) reject(error);
    this.#onStopped?.();
    if (!this.#isStopping) this.#hooks.lost(error);
  }

  #tell(message: ToWorker): void {
    if (this.#goneBecause === undefined) this.#worker.postMessage(message, []);
  }
}
