import { Gauge, type Metric } from 'prom-client';

/** What is still to be told; `oldestS`: since when the longest waits, 0 when nothing does. */
export type WaitingCallbacks = { readonly count: number; readonly oldestS: number };

export function callbackMetrics(waiting: () => Promise<WaitingCallbacks>): Metric[] {
  const gauge = (name: string, help: string, value: (waiting: WaitingCallbacks) => number) =>
    new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        this.set(value(await waiting()));
      },
    });
  return [
    gauge('forewarm_callbacks_waiting', 'Callbacks that are not delivered, and not given up', ({ count }) => count),
    gauge(
      'forewarm_callbacks_oldest_waiting_seconds',
      'How long ago the task ended that waits longest to be told',
      ({ oldestS }) => oldestS,
    ),
  ];
}
