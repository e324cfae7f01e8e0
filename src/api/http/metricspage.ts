import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../access/addresses.ts';

/** Prometheus' text exposition format. */
export const metricsContentType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Metrics tell names of nodes and how busy they are, to anybody who asks. So the API's own listener shows
 * them only where nothing but this machine can ask; a proxy on this machine speaks for others, and gives
 * itself away by X-Forwarded-For. Anything else is configured: `metricsAddress`.
 */
export function mayShowMetrics(request: IncomingMessage, boundHost: string): boolean {
  const { headers, socket } = request;
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;
  return isLoopback(boundHost) && isLoopback(socket.remoteAddress ?? '') && !isForwarded;
}
