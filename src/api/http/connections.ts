import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

type Connection = { due: Map<ServerResponse, IncomingMessage>; idle: (() => void)[] };

/**
 * Which answers are due on each connection. A client may send several requests at once (pipelining);
 * when a later one is broken, its answer must neither overtake nor cut off an earlier one.
 */
export class Connections {
  readonly #connections = new WeakMap<Duplex, Connection>();
  readonly #faulty = new WeakSet<Duplex>();

  enter(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const connection = this.#connections.get(socket) ?? { due: new Map(), idle: [] };
    this.#connections.set(socket, connection);
    connection.due.set(response, request);
    response.once('close', () => {
      connection.due.delete(response);
      if (connection.due.size > 0) return;
      for (const tell of connection.idle.splice(0)) tell();
    });
  }

  /** The request whose body is still on its way, if any: only the last one can be. */
  incoming(socket: Duplex): IncomingMessage | undefined {
    const requests = this.#connections.get(socket)?.due.values() ?? [];
    for (const request of requests) if (!request.complete) return request;
    return undefined;
  }

  /** True once for each connection. */
  isFirstFault(socket: Duplex): boolean {
    if (this.#faulty.has(socket)) return false;
    this.#faulty.add(socket);
    return true;
  }

  /** Calls back once no answer is due, at once when none is. */
  whenIdle(socket: Duplex, tell: () => void): void {
    const connection = this.#connections.get(socket);
    if (connection === undefined || connection.due.size === 0) tell();
    else connection.idle.push(tell);
  }
}
