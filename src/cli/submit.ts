import { randomUUID } from 'node:crypto';
import { RequestRefused } from '../client/errors.ts';
import { sleep } from '../client/sleep.ts';

export type SubmittedTask = { readonly taskId: string; readonly urlCount: number };

export type SubmitOutcome = {
  /** In the order of their URLs. */
  readonly tasks: readonly SubmittedTask[];
  /** What stopped the rest, and how many URLs that are. */
  readonly stopped?: {
    readonly error: unknown;
    readonly urlCount: number;
    /** Of the submit that was refused. */ readonly urls: readonly string[];
  };
};

/** Submits URLs as one task and gives its id. `token`: the same each time that these are tried again. */
export type Submit = (urls: readonly string[], signal: AbortSignal, token: string) => Promise<string>;

export type SubmitOptions = {
  readonly signal: AbortSignal;
  /** Submits on their way at once. */
  readonly concurrency?: number;
  /** How long a refusal that may pass (a full queue, too many requests) is borne since anything was taken last. */
  readonly patienceMs?: number;
  readonly onProgress?: (submittedUrls: number) => void;
};

/**
 * Submits each batch as a task, a few at once. The first one that is refused for good stops the rest: what is wrong
 * with it is most likely wrong with them. Never rejects, so that what was submitted is always told.
 */
export async function submitAll(submit: Submit, batches: readonly (readonly string[])[], options: SubmitOptions): Promise<SubmitOutcome> {
  const { concurrency = 4, onProgress } = options;
  const tasks: (SubmittedTask | undefined)[] = [];
  const faults: { error: unknown; urls: readonly string[] }[] = [];
  let next = 0;
  let submittedUrls = 0;
  // Of all workers together: where the server takes one submit in ten seconds, each waits for the others.
  const patience = new Patience(options.patienceMs);
  const work = async (): Promise<void> => {
    while (faults.length === 0 && next < batches.length) {
      const index = next;
      next += 1;
      const urls = batches[index] ?? [];
      try {
        const taskId = await submitPatiently(submit, urls, options.signal, patience);
        tasks[index] = { taskId, urlCount: urls.length };
        submittedUrls += urls.length;
        onProgress?.(submittedUrls);
      } catch (error) {
        faults.push({ error, urls });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, batches.length) }, work));
  const all = batches.reduce((sum, urls) => sum + urls.length, 0);
  const told = tasks.filter((task) => task !== undefined);
  const [first] = faults;
  return first === undefined ? { tasks: told } : { tasks: told, stopped: { ...first, urlCount: all - submittedUrls } };
}

async function submitPatiently(submit: Submit, urls: readonly string[], signal: AbortSignal, patience: Patience): Promise<string> {
  // A submit whose answer was lost is not made twice.
  const token = randomUUID();
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 5000)) {
    try {
      const taskId = await submit(urls, signal, token);
      patience.renew();
      return taskId;
    } catch (error) {
      const mayPass = error instanceof RequestRefused && error.isRetryable;
      if (!mayPass || !patience.lasts(waitMs)) throw error;
      await sleep(waitMs, signal);
    }
  }
}

class Patience {
  readonly #patienceMs: number;
  #sinceMs = Date.now();

  constructor(patienceMs = 60_000) {
    this.#patienceMs = patienceMs;
  }

  renew(): void {
    this.#sinceMs = Date.now();
  }

  /** Whether it lasts that much longer. */
  lasts(ms: number): boolean {
    return Date.now() - this.#sinceMs + ms <= this.#patienceMs;
  }
}
