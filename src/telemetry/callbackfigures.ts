import type { Metric } from 'prom-client';
import { askedGauge, type AskedFigure } from './askedgauge.ts';

/** What an attempt to tell can come to, and what becomes of callbacks without one. */
export const callbackResults = ['delivered', 'retried', 'failed', 'dropped'] as const;

/** What is still to be told; `oldestS`: since when the longest waits, 0 when nothing does. */
export type WaitingCallbacks = { readonly count: number; readonly oldestS: number };

export function callbackMetrics(waiting: () => Promise<WaitingCallbacks>, onFault: AskedFigure['onFault']): Metric[] {
  return [
    askedGauge({
      name: 'forewarm_callbacks_waiting',
      help: 'Callbacks that are not delivered, and not given up',
      ask: async () => (await waiting()).count,
      onFault,
    }),
    askedGauge({
      name: 'forewarm_callbacks_oldest_waiting_seconds',
      help: 'How long ago the task ended that waits longest to be told',
      ask: async () => (await waiting()).oldestS,
      onFault,
    }),
  ];
}
