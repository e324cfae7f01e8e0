import { createServer, type Server } from 'node:http';
import { metricsContentType } from './metricspage.ts';

/** A listener that knows /metrics and nothing else. Whoever configures its address decides who may ask. */
export function createMetricsListener(metricsText: () => Promise<string>, onFault: (fault: unknown) => void): Server {
  return createServer((request, response) => {
    const isAsked = request.url?.split('?', 1)[0] === '/metrics' && (request.method === 'GET' || request.method === 'HEAD');
    if (!isAsked) {
      response.writeHead(404).end();
      return;
    }
    metricsText().then(
      (text) => response.writeHead(200, { 'Content-Type': metricsContentType }).end(text),
      (fault: unknown) => {
        onFault(fault);
        response.writeHead(500).end();
      },
    );
  });
}
