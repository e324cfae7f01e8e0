import type { PurgeItem } from '../../../tasks/work.ts';
import type { EngineNode, EngineOptions } from '../../options.ts';
import type { FakeRequest, FakeTransport } from '../../testing/fake-transport.ts';
import { domain, item, node, options, Scene } from '../../testing/scene.ts';

export const host = 'x.test';

/** A node that answers PURGE, as an nginx whose store can be asked, unless said otherwise. */
export function purgeable(name: string, more: Partial<EngineNode> = {}): EngineNode {
  return node(name, { cache: 'nginx', onlyIfCached: true, purge: { method: 'PURGE', headers: {} }, ...more });
}

let last = 0;

export function purgeItem(nodeName: string, paths: readonly string[], more: Partial<PurgeItem> = {}): PurgeItem {
  const urls = paths.map((path) => ({ id: (last += 1), url: path.startsWith('http') ? path : `http://${host}${path}` }));
  return { ...item(nodeName, host, 0), urls, kind: 'purge', scope: 'object', mode: 'delete', ...more };
}

type Made = { readonly address: string; readonly transport: FakeTransport };

/** A scene whose purges have transports that can be told from those of the pulls, which are made first. */
export class PurgeScene extends Scene {
  readonly made: readonly Made[];
  /** What becomes of a purge's request; by default nothing. */
  answer: (request: FakeRequest, address: string) => void = () => undefined;
  /** Addresses where nothing listens. */
  readonly #refusing = new Set<string>();

  constructor(nodes: readonly EngineNode[], more: Partial<EngineOptions> = {}) {
    const made: Made[] = [];
    const late: { scene?: PurgeScene } = {};
    super(
      options(
        nodes,
        [
          domain(
            host,
            nodes.map(({ name }) => name),
          ),
        ],
        more,
      ),
      (transport, address) => {
        made.push({ transport, address });
        if (made.length > nodes.length) late.scene?.adopt(transport, address);
      },
    );
    late.scene = this;
    this.made = made;
  }

  /** Where a node that `purgeable` made is asked, once there was reason to. */
  lane(name: string): FakeTransport {
    const [, transport] = this.made.filter(({ address }) => address === addressOf(name)).map((one) => one.transport);
    if (transport === undefined) throw new Error(`nothing of a purge was sent to ${name}`);
    return transport;
  }

  /** `PURGE /a` of each request of a node's purges, in order. */
  sent(name: string): string[] {
    return this.lane(name).requests.map(lineOf);
  }

  /** Nothing listens there any more, or something does again. */
  refuse(address: string, refuses = true): void {
    if (refuses) this.#refusing.add(address);
    else this.#refusing.delete(address);
    for (const { transport } of this.made.filter((one) => one.address === address)) transport.refuses = refuses;
  }

  /** How often it was tried where nothing listened. */
  refusals(address: string): number {
    return this.made.filter((one) => one.address === address).reduce((sum, { transport }) => sum + transport.refusals, 0);
  }

  protected adopt(transport: FakeTransport, address: string): void {
    transport.onRequest = (request) => this.answer(request, address);
    transport.refuses = this.#refusing.has(address);
  }
}

export function addressOf(name: string): string {
  return `http://${name}.test:80`;
}

export function lineOf({ request: { method = 'GET', path } }: FakeRequest): string {
  return `${method} ${path}`;
}

/** As a cache that has these paths and works: PURGE takes one away. */
export function keeping(paths: Iterable<string>): (request: FakeRequest) => void {
  const stored = new Set(paths);
  return (fake) => {
    const { method, path } = fake.request;
    if (method === 'PURGE') fake.answer(stored.delete(path) ? 200 : 404);
    else fake.answer(stored.has(path) ? 200 : 504);
  };
}
