import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What one node's engine has done; the shape of control's `NodeView`, as far as metrics need it. */
type NodeFigures = {
  name: string;
  layer: string;
  load: {
    inFlight: number;
    waiting: number;
    succeeded: number;
    failed: number;
    bodyBytes: number;
    trouble?: object;
    oldestPurgeMs?: number;
  };
};

type Sources = { nodes: () => readonly NodeFigures[]; openUrls: () => Promise<number> };

export type Metrics = {
  /** The exposition format of Prometheus, version 0.0.4. */
  text(): Promise<string>;
  contentType: string;
  /** One API call that was answered. */
  observeCall(action: string, retCode: number, durationMs: number): void;
  taskEnded(status: string): void;
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

  function readFrom({ nodes, openUrls }: Sources): void {
    const perNode = { labelNames: ['node', 'layer'], registers: [] };
    const gauge = (name: string, help: string, read: (node: NodeFigures) => number) =>
      new Gauge({
        ...perNode,
        name,
        help,
        collect() {
          this.reset();
          for (const node of nodes()) this.labels(node.name, node.layer).set(read(node));
        },
      });
    const counter = (name: string, help: string, read: (node: NodeFigures) => number) =>
      new Counter({
        ...perNode,
        name,
        help,
        collect() {
          this.reset();
          for (const node of nodes()) this.labels(node.name, node.layer).inc(read(node));
        },
      });
    const open = new Gauge({
      name: 'forewarm_open_urls',
      help: 'URLs that have not ended',
      registers: [],
      async collect() {
        this.set(await openUrls());
      },
    });
    const figures = [
      open,
      gauge('forewarm_node_in_flight', 'Fetches running through a node', ({ load }) => load.inFlight),
      gauge('forewarm_node_waiting_urls', 'URLs that wait for a slot, a limit, a pause or a retry', ({ load }) => load.waiting),
      gauge('forewarm_node_in_trouble', '1 while a node can’t be reached or read', ({ load }) => (load.trouble === undefined ? 0 : 1)),
      gauge(
        'forewarm_node_oldest_purge_seconds',
        'Age of the oldest purge that a node has not confirmed; 0 when there is none',
        ({ load }) => (load.oldestPurgeMs ?? 0) / 1000,
      ),
      counter('forewarm_node_urls_succeeded_total', 'URLs that a node has, since the engine’s start', ({ load }) => load.succeeded),
      counter('forewarm_node_urls_failed_total', 'URLs that failed on a node, since the engine’s start', ({ load }) => load.failed),
      counter('forewarm_node_body_bytes_total', 'Body bytes pulled through a node, since the engine’s start', ({ load }) => load.bodyBytes),
    ];
    for (const figure of figures) registry.registerMetric(figure);
  }

  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    observeCall(action, retCode, durationMs) {
      calls.labels(action, String(retCode)).inc();
      durations.labels(action).observe(durationMs / 1000);
    },
    taskEnded: (status) => ended.labels(status).inc(),
    readFrom,
  };
}
