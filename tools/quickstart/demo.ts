import type { LabEdge } from '../../lab/edge.ts';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startNginxOrigin, type NginxOrigin } from '../../lab/nginx-origin.ts';

export const host = 'cdn.example.com';
export const objectBytes = 262_144;
export const paths: readonly string[] = Array.from({ length: 20 }, (_, index) => `/v1/${String(index + 1).padStart(2, '0')}.bin`);
/** An object that nobody prefetches, for comparison. */
export const coldPath = '/v1/cold.bin';

/** All that the quickstart runs; disposing of it ends each and removes their folders. */
export type Demo = AsyncDisposable & { origin: NginxOrigin; edge: LabEdge; forewarm: LabForewarm };

export async function startDemo(): Promise<Demo> {
  await using started = new AsyncDisposableStack();
  const origin = started.use(await startNginxOrigin({ bodyBytes: objectBytes }));
  const edge = started.use(await startNginxEdge({ upstream: origin.port }));
  const forewarm = started.use(
    await startForewarm({
      nodes: [{ name: 'edge-a', address: edge.address, cache: 'nginx' }],
      domains: [{ name: host, id: 'ucdn-demo', nodes: ['edge-a'] }],
    }),
  );
  const running = started.move();
  return { origin, edge, forewarm, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
