import type { Outcome } from '../../tasks/outcome.ts';
import type { PullItem, Report } from '../../tasks/work.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { EngineDomain, EngineNode, EngineOptions } from '../options.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeTransport } from './fake-transport.ts';

export function node(name: string, more: Partial<EngineNode> = {}): EngineNode {
  const address = `http://${name}.test:80`;
  return {
    name,
    layer: 'edge',
    addresses: { http: address },
    sharedSchemes: false,
    concurrency: 8,
    headers: {},
    tls: { verify: true },
    cache: 'auto',
    onlyIfCached: false,
    pull: 'body',
    ...more,
  };
}

/** Its responses are not judged, unless it says so. */
export function domain(
  name: string,
  nodes: readonly string[],
  rate: Partial<EngineDomain['rate']> = {},
  verify: EngineDomain['verify'] = 'off',
): EngineDomain {
  return { name, nodes, verify, rate: { concurrency: 64, ...rate } };
}

export function options(nodes: readonly EngineNode[], domains: readonly EngineDomain[], more: Partial<EngineOptions> = {}): EngineOptions {
  return {
    nodes,
    domains,
    retry: { attempts: 3, backoffMs: 500, maxBackoffMs: 30_000 },
    timeouts: { connectMs: 5000, headersMs: 30_000, idleMs: 30_000, urlMs: 3_600_000 },
    nodeDownMs: 600_000,
    userAgent: 'forewarm/test',
    ...more,
  };
}

let lastItem = 0;
let lastUrl = 0;

/** A work item for `count` URLs (`http://DOMAIN/1` …), or for those given. */
export function item(nodeName: string, domainName: string, urls: number | readonly string[], more: Partial<PullItem> = {}): PullItem {
  const texts = typeof urls === 'number' ? Array.from({ length: urls }, (_, index) => `http://${domainName}/${index + 1}`) : urls;
  return {
    kind: 'pull',
    id: `item-${++lastItem}`,
    task: 1,
    lane: 'org-main',
    node: nodeName,
    nodeIndex: 0,
    domain: domainName,
    variants: [{}],
    urls: texts.map((url) => ({ id: ++lastUrl, url })),
    ...more,
  };
}

/** An engine whose time and network are the test's. */
export class Scene {
  readonly clock = new FakeClock();
  readonly transports = new Map<string, FakeTransport>();
  readonly batches: (readonly Report[])[] = [];
  readonly engine: Engine;
  /** How often the engine said that nodes went down or came back. */
  loadChanges = 0;
  /** What `random` answers. */
  random = 0.5;
  /** Called with each batch; the engine waits for what it returns. */
  onBatch: (batch: readonly Report[]) => void | Promise<void> = () => undefined;
  /** Called with each new transport and its node's address. */
  onTransport: (transport: FakeTransport, address: string) => void;

  constructor(engineOptions: EngineOptions, onTransport: (transport: FakeTransport, address: string) => void = () => undefined) {
    this.onTransport = onTransport;
    this.engine = createEngine(engineOptions, {
      report: (batch) => {
        this.batches.push(batch);
        return this.onBatch(batch);
      },
      loadsChanged: () => void (this.loadChanges += 1),
      clock: this.clock,
      random: () => this.random,
      transport: ({ addresses }) => {
        const transport = new FakeTransport();
        const address = addresses.http ?? addresses.https ?? '';
        this.transports.set(address, transport);
        this.onTransport(transport, address);
        return transport;
      },
    });
  }

  /** The transport in use for a node made by `node(name)`. */
  at(name: string): FakeTransport {
    const transport = this.transports.get(`http://${name}.test:80`);
    if (transport === undefined) throw new Error(`no transport to ${name}`);
    return transport;
  }

  get reports(): Report[] {
    return this.batches.flat();
  }

  get outcomes(): Outcome[] {
    return this.reports.flatMap((report) => (report.kind === 'ended' ? [report.outcome] : []));
  }

  /** Lets the engine do what it can without time passing. */
  async settle(): Promise<void> {
    await settle();
  }

  async run(ms: number): Promise<void> {
    await this.clock.run(ms);
  }
}
