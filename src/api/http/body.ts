import type { IncomingMessage } from 'node:http';
import type { Load } from './load.ts';

/**
 * Reads a request's body. One that is too large, or that comes when memory is short, is read on and
 * dropped before it is refused: an answer sent against a stream of upload reaches no SDK, which then
 * reports a reset connection instead of the reason. That patience is bounded in bytes and time.
 */
export type BodyLimits = {
  limitBytes: number;
  /** Most bytes taken in all, dropped ones included. */
  patienceBytes: number;
  /** From the moment the body is known to be refused. */
  patienceMs: number;
};

/** As the contract has it: up to four times the limit, or ten seconds. */
export function bodyLimits(limitBytes: number): BodyLimits {
  return { limitBytes, patienceBytes: 4 * limitBytes, patienceMs: 10_000 };
}

export type ReadBody =
  /** `bytes` count as held in Load until they are released. */
  | { kind: 'whole'; bytes: Buffer }
  /** `drained`: the body came to its end, so the connection may live on. */
  | { kind: 'too_large' | 'overloaded'; drained: boolean }
  /** What came is no HTTP, or came too slowly; the connection can't be read any further. */
  | { kind: 'broken'; fault: Error }
  /** The client went away. */
  | { kind: 'gone' };

const empty = Buffer.alloc(0);

export class BodyReader {
  readonly #load: Load;
  readonly #breakers = new WeakMap<IncomingMessage, (fault: Error) => void>();

  constructor(load: Load) {
    this.#load = load;
  }

  read(request: IncomingMessage, { limitBytes, patienceBytes, patienceMs }: BodyLimits): Promise<ReadBody> {
    const { headers } = request;
    if (headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0') {
      return Promise.resolve({ kind: 'whole', bytes: empty });
    }
    return new Promise((resolve) => {
      let chunks: Buffer[] = [];
      let heldBytes = 0;
      let takenBytes = 0;
      let refused: 'too_large' | 'overloaded' | undefined;
      let patience: NodeJS.Timeout | undefined;

      const settle = (body: ReadBody) => {
        clearTimeout(patience);
        request.off('data', take).off('end', end).off('close', gone).off('error', gone);
        // A fault may still be told after we stopped listening; it must not become an uncaught error.
        request.on('error', () => {});
        this.#breakers.delete(request);
        if (body.kind !== 'whole') this.#load.release(heldBytes);
        resolve(body);
      };
      const refuse = (kind: 'too_large' | 'overloaded') => {
        refused = kind;
        chunks = [];
        this.#load.release(heldBytes);
        heldBytes = 0;
        patience = setTimeout(() => settle({ kind, drained: false }), patienceMs);
      };
      const take = (chunk: Buffer) => {
        takenBytes += chunk.length;
        if (refused === undefined) {
          if (takenBytes > limitBytes) refuse('too_large');
          else if (this.#load.hold(chunk.length)) {
            heldBytes += chunk.length;
            chunks.push(chunk);
          } else refuse('overloaded');
        }
        if (refused !== undefined && takenBytes > patienceBytes) settle({ kind: refused, drained: false });
      };
      const end = () => {
        if (refused === undefined) settle({ kind: 'whole', bytes: chunks.length === 1 ? (chunks[0] ?? empty) : Buffer.concat(chunks) });
        else settle({ kind: refused, drained: true });
      };
      const gone = () => settle({ kind: 'gone' });

      this.#breakers.set(request, (fault) => settle({ kind: 'broken', fault }));
      request.on('data', take).on('end', end).on('close', gone).on('error', gone);
    });
  }

  /** Ends the reading of a body whose connection has turned out unreadable. False: that body is not being read. */
  break(request: IncomingMessage, fault: Error): boolean {
    const breaker = this.#breakers.get(request);
    breaker?.(fault);
    return breaker !== undefined;
  }
}
