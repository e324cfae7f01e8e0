import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { body } from '../../lab/behaviours.ts';
import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin, type OriginOptions } from '../../lab/origin.ts';

export const host = 'cdn.example.com';
export const url = (path: string): string => `http://${host}${path}`;

/** What the origin has before and after a release, and what a visitor then gets from a warm edge. */
export const old = body({ sizeBytes: 100, version: 'old' });
export const fresh = body({ sizeBytes: 200, version: 'new' });
export const warm = (bodyBytes: number) => ({ hit: true, status: 200, bodyBytes });

type Parts = { readonly origin: Origin; readonly edge: LabEdge; readonly forewarm: LabForewarm };
type KeyPair = { readonly publicKey: string; readonly privateKey: string };

/** A live forewarm with a real nginx edge, and a key for callers that can't sign. */
export class Scene implements AsyncDisposable {
  readonly origin: Origin;
  readonly edge: LabEdge;
  readonly forewarm: LabForewarm;
  /** May be used by HTTP Basic. */
  readonly basicKey: KeyPair;
  readonly #stack: AsyncDisposableStack;

  constructor({ origin, edge, forewarm }: Parts, basicKey: KeyPair, stack: AsyncDisposableStack) {
    this.origin = origin;
    this.edge = edge;
    this.forewarm = forewarm;
    this.basicKey = basicKey;
    this.#stack = stack;
  }

  /** How many tasks there are, of either kind. */
  async taskCount(): Promise<number> {
    return (await this.forewarm.client.call('DescribeUcdnTaskSummary', {})).TotalCount;
  }

  /** What a visitor gets. */
  async seen(path: string): Promise<{ hit: boolean; status: number; bodyBytes: number }> {
    const { hit, status, bodyBytes } = await this.edge.get(host, path);
    return { hit, status, bodyBytes };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#stack.disposeAsync();
  }
}

type SceneOptions = OriginOptions & {
  /** Added to the entry of the node. Default: it can purge. */
  node?: object;
  /** Added to the entry of the domain. */
  domain?: object;
  /** Other parts of forewarm.yaml. */
  more?: object;
};

export async function startScene({ node = { purge: {} }, domain = {}, more = {}, ...options }: SceneOptions = {}): Promise<Scene> {
  await using stack = new AsyncDisposableStack();
  const origin = stack.use(await startOrigin(options));
  const edge = stack.use(await startNginxEdge({ upstream: origin.port }));
  const forewarm = stack.use(
    await startForewarm({
      nodes: [{ name: 'edge-a', address: edge.address, cache: 'nginx', onlyIfCached: true, ...node }],
      domains: [{ name: host, nodes: ['edge-a'], ...domain }],
      more: { masterKey: randomBytes(32).toString('base64'), ...more },
    }),
  );
  const { Key, PrivateKey } = await forewarm.client.call('CreateUcdnKey', { KeyName: 'workflows', Basic: true });
  const basicKey = { publicKey: Key.PublicKey, privateKey: PrivateKey };
  return new Scene({ origin, edge, forewarm }, basicKey, stack.move());
}

/** As after a visit of each. */
export async function warmed(scene: Scene, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await scene.seen(path);
    expect((await scene.seen(path)).hit).toBe(true);
  }
}
