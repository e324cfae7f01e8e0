import type { Duplex } from 'node:stream';
import { type ApiError, apiError, badParam } from '../../wire/apierror.ts';
import { maxHeadBytes } from './listener.ts';
import { answerHeaders } from './send.ts';

/** How long a refused client may go on sending before its connection is cut: closing at once would reset it, and the answer with it. */
const lingerMs = 2000;

/** The refusal for bytes that Node could not read as an HTTP request. */
export function faultOfRequest(fault: NodeJS.ErrnoException): ApiError {
  switch (fault.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return apiError('timeout', { detail: 'the request did not come to its end in time' });
    case 'HPE_HEADER_OVERFLOW':
      return badParam(
        'request',
        'a request line and headers that are too long',
        `${maxHeadBytes / 1024} KiB of them; longer parameters go into a POST body`,
      );
    case 'HPE_INVALID_METHOD':
      return apiError('actionUnknown', { detail: 'the HTTP method is unknown; accepted are GET and POST' });
    default:
      return badParam('request', `what can't be read as HTTP (${fault.code ?? 'no code'})`, 'an HTTP/1.1 request');
  }
}

/** Writes an answer to a connection that has no response object, and closes it. */
export function answerSocket(socket: Duplex, requestId: string, text: string): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const headers = {
    ...answerHeaders(requestId),
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
    Date: new Date().toUTCString(),
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const linger = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(linger));
  socket.on('error', () => socket.destroy());
  socket.resume();
  socket.end(`HTTP/1.1 200 OK\r\n${head.join('')}\r\n${text}`);
}
