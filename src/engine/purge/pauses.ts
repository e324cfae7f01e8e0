import type { PauseScope } from '../../tasks/pause.ts';

/** What is paused, for purges that fetch: they alone wait for the end of a pause. */
export class Pauses {
  #scopes: readonly PauseScope[] = [];
  readonly #waiting = new Set<() => void>();

  set(scopes: readonly PauseScope[]): void {
    this.#scopes = scopes;
    for (const look of this.#waiting) look();
  }

  /** Resolves when neither all, nor the node, nor the domain is paused; rejects with the signal's reason. */
  async over(node: string, domain: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isPaused(node, domain)) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const look = () => {
      if (!this.#isPaused(node, domain)) resolve();
    };
    const onAbort = () => reject(signal.reason);
    this.#waiting.add(look);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await promise;
    } finally {
      this.#waiting.delete(look);
      signal.removeEventListener('abort', onAbort);
    }
  }

  #isPaused(node: string, domain: string): boolean {
    return this.#scopes.some((scope) => scope.kind === 'all' || scope.name === (scope.kind === 'node' ? node : domain));
  }
}
