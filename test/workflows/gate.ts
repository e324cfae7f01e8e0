import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { reservePort, type ReservedPort } from '../../lab/ports.ts';

/** Between a caller and a server: counts calls by their Action, and keeps back the answers to one of them while it is shut. */
export class Gate implements AsyncDisposable {
  readonly address: string;
  /** Bodies of the calls, as they came. */
  readonly calls: { readonly action: string; readonly body: Record<string, unknown> }[] = [];
  /** Settles when an answer is kept back for the first time: the server has done what was asked. */
  readonly answered: Promise<void>;
  readonly #upstream: string;
  readonly #reserved: ReservedPort;
  readonly #server = createServer((request, response) => void this.#pass(request, response).catch(() => response.destroy()));
  readonly #seen = Promise.withResolvers<void>();
  #shutFor: string | undefined;

  constructor(upstream: string, reserved: ReservedPort) {
    this.#upstream = upstream;
    this.#reserved = reserved;
    this.address = `http://127.0.0.1:${reserved.port}`;
    this.answered = this.#seen.promise;
  }

  async start(): Promise<void> {
    this.#server.listen(this.#reserved.port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  count(action: string): number {
    return this.calls.filter((call) => call.action === action).length;
  }

  /** From now on the answers to this action stay here, for good. */
  shut(action: string): void {
    this.#shutFor = action;
  }
  open(): void {
    this.#shutFor = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    this.#reserved[Symbol.dispose]();
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = await text(request);
    const body: Record<string, unknown> = JSON.parse(sent);
    const action = String(body['Action']);
    this.calls.push({ action, body });
    const headers = { 'Content-Type': request.headers['content-type'] ?? '' };
    const answer = await fetch(this.#upstream + (request.url ?? '/'), { method: 'POST', headers, body: sent });
    const answered = await answer.text();
    if (this.#shutFor === action) {
      this.#seen.resolve();
      return;
    }
    response.writeHead(answer.status, { 'Content-Type': answer.headers.get('content-type') ?? '' }).end(answered);
  }
}

export async function startGate(upstream: string): Promise<Gate> {
  const gate = new Gate(upstream, await reservePort());
  await gate.start();
  return gate;
}
