import { hash } from 'node:crypto';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import type { JsonObject } from '../../src/wire/json.ts';
import { stringToSign } from '../../src/wire/sign.ts';
import { tinyCache } from './tinycache.ts';

/** The key pair of all examples. It signs for nothing but them. */
export const exampleKey = { publicKey: 'demo-public', privateKey: 'demo-private' } as const;

export const exampleDomain = { name: 'cdn.example.com', id: 'ucdn-demo' } as const;

/** What a call says: the name of its action and its parameters. */
export type Said = JsonObject & { readonly Action: string };

/** The parameters with PublicKey and Signature. */
export function signed(params: JsonObject): JsonObject {
  const withKey = { ...params, PublicKey: exampleKey.publicKey };
  return { ...withKey, Signature: hash('sha1', stringToSign(new Map(Object.entries(withKey)), exampleKey.privateKey)) };
}

async function isReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if ((await fetch(url)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} was not ready within half a minute`);
}

/** A real server in front of two tiny caches, with somebody to tell; what the examples show has happened on it. */
export class Rig implements AsyncDisposable {
  readonly #forewarm: LabForewarm;
  readonly #parts: AsyncDisposableStack;
  /** Where the two caches, and who is told, are dialled. */
  readonly addresses: readonly string[];

  private constructor(forewarm: LabForewarm, parts: AsyncDisposableStack, addresses: readonly string[]) {
    this.#forewarm = forewarm;
    this.#parts = parts;
    this.addresses = addresses;
  }

  static async start(): Promise<Rig> {
    await using parts = new AsyncDisposableStack();
    const startCache = async (): Promise<Origin> => parts.use(await startOrigin({ otherwise: tinyCache(new Set(['/gone.png'])) }));
    const [shield, edge] = [await startCache(), await startCache()];
    const receiver = parts.use(await startOrigin());
    const secret = `whsec_${Buffer.alloc(32, 'examples').toString('base64')}`;
    const more = { region: 'cn-sh2', onlyIfCached: true, purge: { method: 'PURGE' } };
    const forewarm = await startForewarm({
      nodes: [
        { name: 'shield', address: shield.address, layer: 'mid', ...more },
        { name: 'edge-a', address: edge.address, ...more },
      ],
      domains: [{ ...exampleDomain, nodes: ['shield', 'edge-a'] }],
      more: {
        keys: [exampleKey],
        masterKey: Buffer.alloc(32, 'examples').toString('base64'),
        callbacks: [{ url: `${receiver.address}/hooks/cdn`, secret }],
        outbound: { allowAddresses: ['127.0.0.1'] },
      },
    });
    parts.use(forewarm);
    // A node that is new may be purged on its own account until it is called ready.
    for (const name of ['shield', 'edge-a']) await isReady(`${forewarm.endpoint}/readyz/nodes/${name}`);
    return new Rig(forewarm, parts.move(), [shield.address, edge.address, receiver.address]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts[Symbol.asyncDispose]();
  }

  /** The whole answer, envelope and all. Rejects when it is a refusal. */
  async call(params: Said): Promise<JsonObject> {
    const response = await fetch(this.#forewarm.endpoint, { method: 'POST', body: JSON.stringify(signed(params)) });
    const answer: JsonObject = JSON.parse(await response.text());
    if (answer['RetCode'] !== 0) throw new Error(`${params.Action} was refused: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Calls again and again until the answer will do. */
  async callUntil(params: Said, willDo: (answer: JsonObject) => boolean): Promise<JsonObject> {
    for (let attempt = 0; attempt < 600; attempt += 1) {
      const answer = await this.call(params);
      if (willDo(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`${params.Action} answered for half a minute what will not do`);
  }

  async metrics(): Promise<string> {
    const response = await fetch(`${this.#forewarm.endpoint}/metrics`);
    return response.text();
  }
}
