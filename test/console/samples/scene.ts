import { randomBytes } from 'node:crypto';
import { body } from '../../../lab/behaviours.ts';
import { makeFolder } from '../../../lab/folder.ts';
import { startForewarm } from '../../../lab/forewarm.ts';
import { startOrigin } from '../../../lab/origin.ts';
import { createClient, type Client } from '../../../src/client/index.ts';

export const host = 'cdn.test';

/** Must name its project and may not use HTTP Basic: what works for it works for every key. */
export const sub = { publicKey: 'sub-public&key=%20+1', privateKey: `it's$a"private"\\key%s`, account: 'sub', projects: ['org-main'] };
const main = { publicKey: 'main', privateKey: 'main-private' };

/** A live server, a folder for programs, and a client that looks at what those did. */
export type Scene = AsyncDisposable & { endpoint: string; folder: string; client: Client };

export async function startScene(): Promise<Scene> {
  await using parts = new AsyncDisposableStack();
  const origin = parts.use(await startOrigin({ otherwise: body() }));
  const forewarm = parts.use(
    await startForewarm({
      nodes: [{ name: 'edge', address: origin.address }],
      domains: [{ name: host, id: 'ucdn-demo', nodes: ['edge'] }],
      more: { masterKey: randomBytes(32).toString('hex'), keys: [main, sub], limits: { requestsPerSecond: 1000 } },
    }),
  );
  const folder = parts.use(await makeFolder('samples'));
  const kept = parts.move();
  return {
    endpoint: forewarm.endpoint,
    folder: folder.path,
    client: createClient({ endpoint: forewarm.endpoint, ...main }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
