import { useEffect, useRef, useState } from 'react';
import { checkCoverage, type TaskCoverage } from '../../../../src/client/index.ts';
import { useSession } from '../../session/session.tsx';

export type CoverageState =
  | { is: 'idle' }
  | { is: 'asking'; asked: number; total: number }
  | { is: 'known'; coverage: TaskCoverage; atMs: number }
  | { is: 'failed'; error: Error };

/** So many of those that are missing are kept to be shown. */
const maxMissing = 200;

/** Asks the nodes of a task again what they have of its URLs, once somebody wants to know. */
export function useCoverage(taskId: string): { state: CoverageState; ask(): void; stop(): void } {
  const { client } = useSession();
  const [state, setState] = useState<CoverageState>({ is: 'idle' });
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);
  const ask = async () => {
    const controller = new AbortController();
    stop.current = controller;
    const { signal } = controller;
    const set = (next: CoverageState) => !signal.aborted && setState(next);
    set({ is: 'asking', asked: 0, total: 0 });
    try {
      const coverage = await checkCoverage(client, taskId, {
        maxMissing,
        signal,
        onProgress: (asked, total) => set({ is: 'asking', asked, total }),
      });
      set({ is: 'known', coverage, atMs: Date.now() });
    } catch (error) {
      set({ is: 'failed', error: error instanceof Error ? error : new Error(String(error)) });
    }
  };
  return {
    state,
    ask: () => void ask(),
    stop() {
      stop.current?.abort();
      setState({ is: 'idle' });
    },
  };
}
