const firstWaitMs = 600_000;
const longestWaitMs = 86_400_000;

type Refill = { readonly atMs: number; readonly waitMs: number; wasTold: boolean };

/** How often a node that is found empty may be filled again: a cache that is too small loses what it is given at once. */
export class Refills {
  readonly #lastOf = new Map<string, Refill>();

  /** Whether it may now; if so, it is taken to be. Each that follows soon makes the next wait twice as long. */
  take(node: string, nowMs: number): boolean {
    const last = this.#lastOf.get(node);
    if (last !== undefined && nowMs < last.atMs + last.waitMs) return false;
    const isSoon = last !== undefined && nowMs < last.atMs + 2 * last.waitMs;
    this.#lastOf.set(node, { atMs: nowMs, waitMs: isSoon ? Math.min(longestWaitMs, last.waitMs * 2) : firstWaitMs, wasTold: false });
    return true;
  }

  /** How long until the next, the first time that it is asked after each; otherwise undefined. */
  untoldWaitMs(node: string, nowMs: number): number | undefined {
    const last = this.#lastOf.get(node);
    if (last === undefined || last.wasTold) return undefined;
    last.wasTold = true;
    return last.atMs + last.waitMs - nowMs;
  }
}
