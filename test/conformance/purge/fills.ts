import { after, type Behaviour } from '../../../lab/behaviours.ts';

const sizeBytes = 128 * 1024;

/** A whole body that begins with its version, and that may be stored. */
export function versionOf(name: string, cacheControl = 'max-age=60'): Behaviour {
  return async ({ response }) => {
    response.writeHead(200, headersOf(name, cacheControl));
    response.end(Buffer.alloc(sizeBytes, `${name} `));
  };
}

export type FillState = 'waits for its headers' | 'is in its body';

/** The same, but it stands still in this state until the gate opens. */
export function fillOf(name: string, state: FillState, gate: Promise<void>): Behaviour {
  if (state === 'waits for its headers') return after(gate, versionOf(name));
  return async ({ response, signal }) => {
    const half = Buffer.alloc(sizeBytes / 2, `${name} `);
    response.writeHead(200, headersOf(name, 'max-age=60'));
    response.write(half);
    await Promise.race([gate, new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))]);
    response.end(half);
  };
}

function headersOf(name: string, cacheControl: string): Record<string, string | number> {
  return { 'Cache-Control': cacheControl, ETag: `"${name}"`, 'Content-Length': sizeBytes };
}
