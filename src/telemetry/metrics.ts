import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { askedGauge, type AskedFigure } from './askedgauge.ts';
import { callbackMetrics, callbackResults, type WaitingCallbacks } from './callbackfigures.ts';
import { type DomainFigures, domainMetrics } from './domainfigures.ts';
import { type NodeFigures, nodeMetrics } from './nodefigures.ts';

type Sources = {
  /** Whether /readyz would answer 200. */
  isReady: () => Promise<boolean>;
  nodes: () => readonly NodeFigures[];
  domains: () => ReadonlyMap<string, DomainFigures>;
  openUrls: () => Promise<number>;
  callbacks: () => Promise<WaitingCallbacks>;
  /** Told of a figure that could not be read; the page goes without it. */
  onFault: AskedFigure['onFault'];
};

export type Metrics = {
  /** The exposition format of Prometheus, version 0.0.4. */
  text(): Promise<string>;
  contentType: string;
  /** One API call that was answered. */
  observeCall(action: string, retCode: number, durationMs: number): void;
  taskEnded(status: string): void;
  callbackEnded(result: string, count: number): void;
  /** From where the gauges are read when somebody asks. */
  readFrom(sources: Sources): void;
};

/** A registry of its own, so that two servers in one process don't share figures. */
export function createMetrics(version: string): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'forewarm_info', help: 'Version that runs; always 1', labelNames: ['version'], registers }).labels(version).set(1);
  const calls = new Counter({
    name: 'forewarm_api_calls_total',
    help: 'API calls answered',
    labelNames: ['action', 'ret_code'],
    registers,
  });
  const durations = new Histogram({
    name: 'forewarm_api_call_seconds',
    help: 'Time from a call’s head to its answer’s end',
    labelNames: ['action'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const ended = new Counter({ name: 'forewarm_tasks_ended_total', help: 'Tasks that ended', labelNames: ['status'], registers });

  const told = new Counter({
    name: 'forewarm_callbacks_total',
    help: 'Attempts to deliver a callback, by result: delivered, retried (it will be tried again), failed (given up), and callbacks dropped',
    labelNames: ['result'],
    registers,
  });
  for (const result of callbackResults) told.labels(result).inc(0);

  function readFrom({ isReady, nodes, domains, openUrls, callbacks, onFault }: Sources): void {
    const ready = askedGauge({
      name: 'forewarm_ready',
      help: '1 while /readyz answers 200: API, store and queue work',
      ask: async () => ((await isReady()) ? 1 : 0),
      onFault,
    });
    const open = askedGauge({ name: 'forewarm_open_urls', help: 'URLs that have not ended', ask: openUrls, onFault });
    for (const metric of [ready, open, ...nodeMetrics(nodes), ...domainMetrics(domains), ...callbackMetrics(callbacks, onFault)])
      registry.registerMetric(metric);
  }

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeCall(action, retCode, durationMs) {
      calls.labels(action, String(retCode)).inc();
      durations.labels(action).observe(durationMs / 1000);
    },
    taskEnded: (status) => ended.labels(status).inc(),
    callbackEnded: (result, count) => told.labels(result).inc(count),
    readFrom,
  };
}
