import type { Scheme } from '../tasks/url.ts';
import type { Breaker } from './breaker/breaker.ts';
import { addressFor, NodeState } from './node.ts';
import type { EngineNode, EngineOptions } from './options.ts';
import type { MakeTransport, Transport, TransportOptions } from './transport.ts';

/** The nodes by name, with their connections. */
export class Nodes {
  readonly #makeTransport: MakeTransport;
  readonly #makeBreaker: (node: NodeState) => Breaker;
  readonly #states = new Map<string, NodeState>();
  /** Nodes that serve a domain, by its name. */
  #servedBy = new Map<string, ReadonlySet<string>>();
  /** Transports out of use whose last requests still run. */
  readonly #retired = new Set<Transport>();

  constructor(makeTransport: MakeTransport, makeBreaker: (node: NodeState) => Breaker) {
    this.#makeTransport = makeTransport;
    this.#makeBreaker = makeBreaker;
  }

  [Symbol.iterator](): IterableIterator<NodeState> {
    return this.#states.values();
  }

  /** The node of this name, configured or not. */
  get(name: string): NodeState {
    let state = this.#states.get(name);
    if (state === undefined) {
      state = new NodeState(name, this.#makeBreaker);
      this.#states.set(name, state);
    }
    return state;
  }

  /** Takes the configuration over. Returns the nodes that left it. */
  configure({ nodes, domains, timeouts }: EngineOptions): NodeState[] {
    this.#servedBy = new Map(domains.map((domain) => [domain.name, new Set(domain.nodes)]));
    const names = new Set(nodes.map(({ name }) => name));
    for (const options of nodes) this.#serve(this.get(options.name), options, timeouts.connectMs);
    const left = [...this.#states.values()].filter((state) => state.served !== undefined && !names.has(state.name));
    for (const state of left) {
      this.#retire(state.served?.transport);
      state.served = undefined;
      state.breaker.reset();
      state.tellShares();
    }
    return left;
  }

  setPaused(names: ReadonlySet<string>): void {
    for (const name of names) this.get(name);
    for (const state of this.#states.values()) {
      state.isPaused = names.has(state.name);
      state.tellShares();
    }
  }

  /** Is the host one of our own domains on this node, and does the node serve the scheme? */
  isOurs(node: NodeState, host: string, scheme: Scheme): boolean {
    if (node.served === undefined || this.#servedBy.get(host)?.has(node.name) !== true) return false;
    return addressFor(node.served.options, scheme) !== undefined;
  }

  /** Forgets nodes that are neither configured nor have anything left to do. */
  sweep(): void {
    for (const [name, { served, isIdle, isPaused }] of this.#states) {
      if (served === undefined && isIdle && !isPaused) this.#states.delete(name);
    }
  }

  /** Knocks no more. */
  stop(): void {
    for (const { breaker } of this.#states.values()) breaker.stop();
  }

  async destroy(): Promise<void> {
    const live = [...this.#states.values()].flatMap(({ served }) => (served === undefined ? [] : [served.transport]));
    await Promise.all([...live, ...this.#retired].map((transport) => transport.destroy()));
  }

  #serve(state: NodeState, options: EngineNode, connectMs: number): void {
    const transportOptions: TransportOptions = {
      addresses: { http: addressFor(options, 'http'), https: addressFor(options, 'https') },
      connections: options.concurrency,
      connectMs,
      tls: options.tls,
    };
    const transportKey = JSON.stringify(transportOptions);
    const known = state.served;
    if (known?.transportKey === transportKey) {
      state.served = { ...known, options };
      state.breaker.reconfigure();
      return;
    }
    state.served = { options, transport: this.#makeTransport(transportOptions), transportKey };
    this.#retire(known?.transport);
    state.breaker.reset();
    state.tellShares();
  }

  #retire(transport: Transport | undefined): void {
    if (transport === undefined) return;
    this.#retired.add(transport);
    void transport.close().then(() => this.#retired.delete(transport));
  }
}
