import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { ServerUnreachable } from '../../../src/client/index.ts';

/** Since when the server can't be reached, by the queries that are shown; undefined while it can. ms since 1970. */
export function useUnreachableSince(): number | undefined {
  const cache = useQueryClient().getQueryCache();
  return useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => {
      let failedAtMs: number | undefined;
      let readAtMs = 0;
      for (const { state, isActive } of cache.getAll().map((query) => ({ state: query.state, isActive: query.isActive() }))) {
        if (!isActive) continue;
        readAtMs = Math.max(readAtMs, state.dataUpdatedAt);
        if (state.error instanceof ServerUnreachable) failedAtMs = Math.max(failedAtMs ?? 0, state.errorUpdatedAt);
      }
      return failedAtMs !== undefined && failedAtMs > readAtMs ? readAtMs || failedAtMs : undefined;
    },
  );
}
