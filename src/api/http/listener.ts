import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';

/** What a listener hands on. */
export type Listening = {
  request: (request: IncomingMessage, response: ServerResponse) => void;
  /** What came on a connection can't be read as HTTP, or came too slowly (`code` says which). */
  unreadable: (fault: NodeJS.ErrnoException, socket: Duplex) => void;
  /** CONNECT has no response object; the socket is all there is. */
  tunnel: (socket: Duplex) => void;
};

/** A GET may carry a submit's URLs; what is longer belongs in a body. */
export const maxHeadBytes = 256 * 1024;
/** Longer than the 60 s for which common proxies keep a connection to us, so that they close it and not we. */
const keepAliveMs = 72_000;

/**
 * An HTTP/1.1 server that answers nothing by itself: whatever Node would answer with an HTTP status of
 * its own (400, 408, 417, 431) is handed on. `requestMs`: how long head and body of one request may take.
 */
export function createListener(tls: { certPem: string; keyPem: string } | undefined, requestMs: number, on: Listening): Server | TlsServer {
  const options = {
    maxHeaderSize: maxHeadBytes,
    requireHostHeader: false,
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    connectionsCheckingInterval: Math.min(requestMs, 30_000),
    keepAliveTimeout: keepAliveMs,
  };
  const server = tls === undefined ? createServer(options) : createTlsServer({ ...options, cert: tls.certPem, key: tls.keyPem });
  server.on('request', on.request);
  // An Expect that we don't know is answered with 417 otherwise.
  server.on('checkExpectation', on.request);
  server.on('clientError', on.unreadable);
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => on.tunnel(socket));
  return server;
}

/** Binds `host:port` (`[::1]:8460`, `:8460` for all addresses; port 0: any free one) and resolves to the bound address. */
export function bind(server: Server, address: string): Promise<{ host: string; port: number }> {
  const { host, port } = readAddress(address);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host !== '' && { host }) }, () => {
      server.off('error', reject);
      const bound = server.address();
      if (bound === null || typeof bound === 'string') reject(new Error(`${address} is no TCP address`));
      else resolve({ host: bound.address, port: bound.port });
    });
  });
}

function readAddress(address: string): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]*)):(\d{1,5})$/.exec(address) ?? [];
  if (port === undefined || Number(port) > 65_535) throw new Error(`"${address}" is not of the form host:port`);
  return { host: bracketed ?? plain ?? '', port: Number(port) };
}
