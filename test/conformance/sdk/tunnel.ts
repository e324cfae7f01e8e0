import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { reservePort, type ReservedPort } from '../../../lab/ports.ts';

/** What becomes of an answer that is to be lost: nothing of it arrives, or all but its end. */
export type Loss = 'whole' | 'end';

/** TCP between an SDK and a server that loses answers on order, once the server has given them. */
export class Tunnel implements AsyncDisposable {
  readonly #server: Server;
  readonly #reserved: ReservedPort;
  readonly #sockets = new Set<Socket>();
  #answersToLose = 0;
  #loss: Loss = 'whole';

  /** Requests that went through since the last `lose`. */
  requestCount = 0;

  constructor(upstreamPort: number, reserved: ReservedPort) {
    this.#reserved = reserved;
    this.#server = createServer((client) => this.#connect(client, connect(upstreamPort, '127.0.0.1')));
  }

  async start(): Promise<void> {
    this.#server.listen(this.#reserved.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  get address(): string {
    return `http://127.0.0.1:${this.#reserved.port}`;
  }

  lose(answers: number, loss: Loss = 'whole'): void {
    this.#answersToLose = answers;
    this.#loss = loss;
    this.requestCount = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
    this.#reserved[Symbol.dispose]();
  }

  #connect(client: Socket, upstream: Socket): void {
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      // Cut connections are what this is for.
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket));
    }
    client.on('data', (data) => {
      // SDKs send a request's head in a packet of its own or at the start of one.
      if (data.subarray(0, 5).toString('latin1') === 'POST ') this.requestCount += 1;
      upstream.write(data);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    upstream.on('data', (data) => {
      if (!client.writable) return;
      if (this.#answersToLose === 0) {
        client.write(data);
        return;
      }
      this.#answersToLose -= 1;
      if (this.#loss === 'whole') client.destroy();
      else client.end(data.subarray(0, -10));
    });
  }
}

export async function startTunnel(upstream: string): Promise<Tunnel> {
  const tunnel = new Tunnel(Number(new URL(upstream).port), await reservePort());
  await tunnel.start();
  return tunnel;
}
