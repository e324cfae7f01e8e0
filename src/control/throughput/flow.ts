import type { Advanced, Ended } from '../../tasks/work.ts';

type Body = { readonly task: number; receivedBytes: number; expectedBytes: number | undefined };

/** What flows of a task at this moment. */
export type Flowing = {
  receivedBytes: number;
  /** Of those bodies whose length is known. */
  expectedBytes: number;
};

/** The bodies under way, so that bytes are counted when they come and not when their URL ends. */
export class Flow {
  readonly #bodies = new Map<string, Body>();

  /** How many bytes came since the last report on this URL and node. */
  advanced(report: Advanced): number {
    const { task, urlId, nodeIndex, receivedBytes, expectedBytes } = report;
    const key = `${urlId} ${nodeIndex}`;
    const before = this.#bodies.get(key)?.receivedBytes ?? 0;
    this.#bodies.set(key, { task, receivedBytes, expectedBytes });
    return since(before, receivedBytes);
  }

  ended({ urlId, nodeIndex, outcome }: Ended): number {
    // NaN, which an answer can't tell, counts as nothing.
    const bytes = outcome.bodyBytes || 0;
    // Small bodies end before anything is told of them: most never stand here.
    if (this.#bodies.size === 0) return bytes;
    const key = `${urlId} ${nodeIndex}`;
    const before = this.#bodies.get(key)?.receivedBytes ?? 0;
    this.#bodies.delete(key);
    return Math.max(0, bytes - before);
  }

  of(task: number): Flowing {
    let receivedBytes = 0;
    let expectedBytes = 0;
    for (const body of this.#bodies.values()) {
      if (body.task !== task) continue;
      receivedBytes += body.receivedBytes;
      expectedBytes += body.expectedBytes ?? 0;
    }
    return { receivedBytes, expectedBytes };
  }

  drop(task: number): void {
    for (const [key, body] of this.#bodies) if (body.task === task) this.#bodies.delete(key);
  }

  clear(): void {
    this.#bodies.clear();
  }
}

/** An attempt that begins anew begins at nothing. */
function since(before: number, receivedBytes: number): number {
  return receivedBytes >= before ? receivedBytes - before : receivedBytes;
}
