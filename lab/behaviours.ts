import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** How the programmable origin (lab/origin.ts) answers a path: the ready-made ones below, or any function. */
export type Behaviour = (exchange: Exchange) => void | Promise<void>;

export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** 1 for the first request of this path. */
  readonly nth: number;
  /** Aborted when the connection ends or the origin stops: whoever waits must listen to it. */
  readonly signal: AbortSignal;
};

export type BodyOptions = {
  /** Default 1024. */
  sizeBytes?: number;
  /** Default 200. */
  status?: number;
  /** Added to, or in the place of, `Cache-Control: public, max-age=86400` and an ETag that follows `version`. */
  headers?: Readonly<Record<string, string>>;
  /** Another version has other bytes and another ETag; default ''. */
  version?: string;
};

/** A whole answer with Content-Length; 304 when If-None-Match names the ETag. */
export function body(options: BodyOptions = {}): Behaviour {
  return async ({ request, response, signal }) => {
    const { sizeBytes, status, headers } = described(options);
    if (request.headers['if-none-match'] === headers['ETag']) {
      response.writeHead(304, headers).end();
      return;
    }
    response.writeHead(status, { ...headers, 'Content-Length': sizeBytes });
    if (request.method !== 'HEAD') await send(response, signal, sizeBytes, options.version);
    response.end();
  };
}

/** As `body`, but a request for one range gets that range alone (RFC 9110, 14): what slices ask for. `sentBytes`: each answer is cut there. */
export function ranged(options: BodyOptions & { sentBytes?: number } = {}): Behaviour {
  return async ({ request, response, signal }) => {
    const { sizeBytes, status, headers } = described(options);
    const [, from = '', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const isRange = from !== '';
    const firstByte = isRange ? Number(from) : 0;
    const lastByte = Math.min(sizeBytes - 1, to === '' ? sizeBytes - 1 : Number(to));
    const lengthBytes = lastByte - firstByte + 1;
    const range = { ...(isRange && { 'Content-Range': `bytes ${firstByte}-${lastByte}/${sizeBytes}` }), 'Accept-Ranges': 'bytes' };
    response.writeHead(isRange ? 206 : status, { ...headers, ...range, 'Content-Length': lengthBytes });
    if (request.method !== 'HEAD') await send(response, signal, Math.min(lengthBytes, options.sentBytes ?? lengthBytes), options.version);
    if (lengthBytes > (options.sentBytes ?? lengthBytes)) response.socket?.end();
    else response.end();
  };
}

/** Nothing but a status line and headers. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return ({ response }) => void response.writeHead(code, { 'Content-Length': 0, ...headers }).end();
}

export function redirect(location: string, code = 302): Behaviour {
  return status(code, { Location: location });
}

/** Announces `sizeBytes`, sends `sentBytes`, then ends the connection in good order. */
export function truncated(options: BodyOptions & { sentBytes: number }): Behaviour {
  return async ({ response, signal }) => {
    begin(response, options);
    await send(response, signal, options.sentBytes, options.version);
    response.socket?.end();
  };
}

/** A chunked body whose connection ends without the last chunk. */
export function chunkedCut(options: BodyOptions & { sentBytes: number }): Behaviour {
  return async ({ response, signal }) => {
    const { status, headers } = described(options);
    response.writeHead(status, headers);
    await send(response, signal, options.sentBytes, options.version);
    response.socket?.end();
  };
}

/** Takes the request and never answers. */
export function hangsBeforeHeaders(): Behaviour {
  return ({ signal }) => ended(signal);
}

/** Announces `sizeBytes`, sends `sentBytes`, then nothing more on an open connection. */
export function hangsMidBody(options: BodyOptions & { sentBytes: number }): Behaviour {
  return async ({ response, signal }) => {
    begin(response, options);
    await send(response, signal, options.sentBytes, options.version);
    await ended(signal);
  };
}

/** Ends the connection with a TCP reset, before any answer. */
export function resets(): Behaviour {
  return ({ request }) => void request.socket.resetAndDestroy();
}

/** Ends the connection with a TCP reset after `sentBytes` of the body. */
export function resetsMidBody(options: BodyOptions & { sentBytes: number }): Behaviour {
  return async ({ request, response, signal }) => {
    begin(response, options);
    await send(response, signal, options.sentBytes, options.version);
    request.socket.resetAndDestroy();
  };
}

/** A whole body that takes its time: `bytesPerSecond` in ten portions a second, after `beforeHeadersMs`. */
export function slow(options: BodyOptions & { bytesPerSecond?: number; beforeHeadersMs?: number }): Behaviour {
  return async ({ response, signal }) => {
    const { sizeBytes } = described(options);
    if (options.beforeHeadersMs !== undefined) await delay(options.beforeHeadersMs, undefined, { signal });
    begin(response, options);
    const portionBytes = Math.max(1, Math.floor((options.bytesPerSecond ?? sizeBytes * 10) / 10));
    for (let sentBytes = 0; sentBytes < sizeBytes; sentBytes += portionBytes) {
      if (sentBytes > 0) await delay(100, undefined, { signal });
      await send(response, signal, Math.min(portionBytes, sizeBytes - sentBytes), options.version);
    }
    response.end();
  };
}

/** Waits for `gate` before it answers: a test decides when. */
export function after(gate: Promise<unknown>, then: Behaviour = body()): Behaviour {
  return async (exchange) => {
    await Promise.race([gate, ended(exchange.signal)]);
    if (!exchange.signal.aborted) await then(exchange);
  };
}

/** The first request gets the first behaviour, and so on; the last one stays. */
export function inTurn(...turns: readonly [Behaviour, ...Behaviour[]]): Behaviour {
  return (exchange) => turns[Math.min(exchange.nth, turns.length) - 1]?.(exchange);
}

function described(options: BodyOptions): { sizeBytes: number; status: number; headers: Record<string, string> } {
  const sizeBytes = options.sizeBytes ?? 1024;
  const hash = createHash('sha1').update(`${sizeBytes} ${options.version ?? ''}`);
  const headers = { 'Cache-Control': 'public, max-age=86400', ETag: `"${hash.digest('hex').slice(0, 16)}"`, ...options.headers };
  return { sizeBytes, status: options.status ?? 200, headers };
}

function begin(response: ServerResponse, options: BodyOptions): void {
  const { sizeBytes, status, headers } = described(options);
  response.writeHead(status, { ...headers, 'Content-Length': sizeBytes });
  response.flushHeaders();
}

/** Sends part of a body and resolves once the socket has taken it; a connection that ends meanwhile ends the sending. */
async function send(response: ServerResponse, signal: AbortSignal, sizeBytes: number, version = ''): Promise<void> {
  const chunk = Buffer.alloc(Math.min(sizeBytes, 65_536), `forewarm lab body ${version} `);
  for (let left = sizeBytes; left > 0 && !signal.aborted; left -= chunk.length) {
    // One chunk at a time: whoever cuts the connection afterwards cuts nothing that was sent before.
    await new Promise<void>((resolve, reject) => {
      response.write(left < chunk.length ? chunk.subarray(0, left) : chunk, (error) => (error ? reject(error) : resolve()));
    });
  }
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
