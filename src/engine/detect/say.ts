import type { Clock } from '../clock.ts';
import type { EngineNode, TimeoutOptions } from '../options.ts';
import { Asking, type Reply } from '../purge/asking.ts';
import type { Message } from '../purge/talk.ts';
import { requestHeaders } from '../request-headers.ts';
import type { Transport } from '../transport.ts';

export type SayParts = {
  readonly clock: Clock;
  readonly timeouts: TimeoutOptions;
  readonly userAgent: string;
  readonly transport: Transport;
};

/** One message to a node, once. Rejects with nothing but the signal's reason. */
export function say(message: Message, node: EngineNode, parts: SayParts, signal?: AbortSignal): Promise<Reply> {
  const { clock, timeouts, userAgent, transport } = parts;
  const { method, scheme, host, path, variant = {}, headers = {}, patienceMs = timeouts.headersMs } = message;
  const flat = requestHeaders({
    host,
    userAgent,
    variant,
    node: { ...node.headers, ...headers },
    forwardedProto: node.sharedSchemes ? scheme : undefined,
  });
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      asking.cancel();
      reject(signal?.reason);
    };
    const asking = new Asking({
      clock,
      connectMs: timeouts.connectMs,
      patienceMs,
      idleMs: timeouts.idleMs,
      peer: node.name,
      wantsBody: false,
      onEnd(reply) {
        signal?.removeEventListener('abort', onAbort);
        resolve(reply);
      },
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    transport.get({ method, scheme, host, path, headers: flat }, asking);
  });
}
