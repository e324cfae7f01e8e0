import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { reservePort, type ReservedPort } from './ports.ts';

/** A callback as it came in. */
export type ReceivedCallback = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What is answered to the nth (from 1) request of a path; doing nothing leaves it hanging. */
export type ReceiverAnswer = (response: ServerResponse, nth: number) => void;

export function answering(status: number, headers: Readonly<Record<string, string>> = {}): ReceiverAnswer {
  return (response) => void response.writeHead(status, headers).end();
}

/** An address that callbacks are sent to; in this process. It can be down, and come up again at the same port. */
export class Receiver implements AsyncDisposable {
  readonly received: ReceivedCallback[] = [];
  readonly #reserved: ReservedPort;
  readonly #answers = new Map<string, ReceiverAnswer>();
  readonly #arrivals = new Set<() => void>();
  #server: Server | undefined;

  constructor(reserved: ReservedPort) {
    this.#reserved = reserved;
  }

  /** `http://127.0.0.1:PORT` */
  get address(): string {
    return `http://127.0.0.1:${this.#reserved.port}`;
  }

  /** From now on; 204 where nothing is set. */
  answer(path: string, answer: ReceiverAnswer): void {
    this.#answers.set(path, answer);
  }

  of(path: string): ReceivedCallback[] {
    return this.received.filter((callback) => callback.path === path);
  }

  /** Resolves to what came to a path first, once there are `howMany`. */
  async arrived(path: string, howMany = 1): Promise<ReceivedCallback[]> {
    while (this.of(path).length < howMany) await new Promise<void>((resolve) => this.#arrivals.add(resolve));
    return this.of(path).slice(0, howMany);
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const path = request.url ?? '';
        const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
        this.received.push({ path, headers, body: Buffer.concat(chunks).toString() });
        const answer = this.#answers.get(path) ?? answering(204);
        answer(response, this.of(path).length);
        for (const arrived of this.#arrivals) arrived();
        this.#arrivals.clear();
      });
    });
    server.listen(this.#reserved.port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#reserved[Symbol.dispose]();
  }
}

export async function startReceiver(): Promise<Receiver> {
  const receiver = new Receiver(await reservePort());
  await receiver.start();
  return receiver;
}
