import { Counter, Gauge, type Metric } from 'prom-client';

/** What one node's engine has done; the shape of control's `NodeView`, as far as metrics need it. */
export type NodeFigures = {
  name: string;
  layer: string;
  load: {
    inFlight: number;
    waiting: number;
    succeeded: number;
    failed: number;
    bodyBytes: number;
    verdicts?: Readonly<Record<string, number>>;
    trouble?: object;
    down?: object;
    oldestPurgeMs?: number;
  };
  ledger: { state: string; openUrls: number };
};

type Read = (node: NodeFigures) => number;

/** A metric for each figure, read when somebody asks. */
export function nodeMetrics(nodes: () => readonly NodeFigures[]): Metric[] {
  const perNode = { labelNames: ['node', 'layer'], registers: [] };
  const gauge = (name: string, help: string, read: Read) =>
    new Gauge({
      ...perNode,
      name,
      help,
      collect() {
        this.reset();
        for (const node of nodes()) this.labels(node.name, node.layer).set(read(node));
      },
    });
  const counter = (name: string, help: string, read: Read) =>
    new Counter({
      ...perNode,
      name,
      help,
      collect() {
        this.reset();
        for (const node of nodes()) this.labels(node.name, node.layer).inc(read(node));
      },
    });
  return [
    gauge('forewarm_node_in_flight', 'Fetches running through a node', ({ load }) => load.inFlight),
    gauge(
      'forewarm_node_waiting_urls',
      'URLs that wait for a slot, a limit, a pause, a retry, or for a node that is down',
      ({ load }) => load.waiting,
    ),
    gauge('forewarm_node_in_trouble', '1 while a node can’t be reached or read', ({ load }) => (load.trouble === undefined ? 0 : 1)),
    gauge('forewarm_node_down', '1 while a node is taken to be down: nothing but a knock is sent to it', ({ load }) =>
      load.down === undefined ? 0 : 1,
    ),
    gauge('forewarm_node_ready', '1 while /readyz/nodes/NAME answers 200: users may be sent to it', ({ ledger }) =>
      ledger.state === 'ready' ? 1 : 0,
    ),
    gauge(
      'forewarm_node_replay_open_urls',
      'URLs that a node which came back still has to forget or to get',
      ({ ledger }) => ledger.openUrls,
    ),
    gauge(
      'forewarm_node_oldest_purge_seconds',
      'Age of the oldest purge that a node has not confirmed; 0 when there is none',
      ({ load }) => (load.oldestPurgeMs ?? 0) / 1000,
    ),
    counter('forewarm_node_urls_succeeded_total', 'URLs that a node has, since the engine’s start', ({ load }) => load.succeeded),
    counter('forewarm_node_urls_failed_total', 'URLs that failed on a node, since the engine’s start', ({ load }) => load.failed),
    counter('forewarm_node_body_bytes_total', 'Body bytes pulled through a node, since the engine’s start', ({ load }) => load.bodyBytes),
    verdicts(nodes),
  ];
}

function verdicts(nodes: () => readonly NodeFigures[]): Metric {
  return new Counter({
    name: 'forewarm_node_verdicts_total',
    help: 'URLs that were judged on a node, by verdict, since the engine’s start',
    labelNames: ['node', 'layer', 'verdict'],
    registers: [],
    collect() {
      this.reset();
      for (const { name, layer, load } of nodes()) {
        for (const [verdict, count] of Object.entries(load.verdicts ?? {})) this.labels(name, layer, verdict).inc(count);
      }
    },
  });
}
