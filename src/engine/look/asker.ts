import type { Clock } from '../clock.ts';
import { say } from '../detect/say.ts';
import { addressFor } from '../node.ts';
import type { EngineNode, EngineOptions } from '../options.ts';
import type { Reply } from '../purge/asking.ts';
import type { Message } from '../purge/talk.ts';
import type { MakeTransport, Transport, TransportOptions } from '../transport.ts';
import { Turns } from './turns.ts';

/** Questions at once that a node is busy with: they cost its origin nothing, and its visitors little. */
const maxAtOnce = 16;
/** After a node could not be reached, who asks next hears so at once; a thousand URLs must not each wait for a timeout. */
const unreachedMs = 1000;

export type AskerParts = {
  readonly clock: Clock;
  readonly makeTransport: MakeTransport;
  readonly options: () => Pick<EngineOptions, 'timeouts' | 'userAgent'>;
};

/** What is asked of one node, beside its pulls: on connections of its own. */
export class Asker {
  readonly #parts: AskerParts;
  readonly #turns = new Turns(maxAtOnce);
  #current: { readonly key: string; readonly transport: Transport } | undefined;
  #unreached: { readonly reply: Reply; readonly untilMs: number } | undefined;

  constructor(parts: AskerParts) {
    this.#parts = parts;
  }

  /** Asks once there is a turn, and again once if the connection breaks, which it may have done of age. Rejects with the signal's reason. */
  ask(message: Message, node: EngineNode, signal: AbortSignal): Promise<Reply> {
    return this.#turns.run(async () => {
      const known = this.#unreached;
      if (known !== undefined && this.#parts.clock.nowMs() < known.untilMs) return known.reply;
      const reply = await this.#say(message, node, signal);
      return reply.failure?.passing === true && reply.wasSent ? await this.#say(message, node, signal) : reply;
    }, signal);
  }

  async close(): Promise<void> {
    const transport = this.#current?.transport;
    this.#current = undefined;
    await transport?.destroy();
  }

  async #say(message: Message, node: EngineNode, signal: AbortSignal): Promise<Reply> {
    const { clock, options } = this.#parts;
    const { timeouts, userAgent } = options();
    const reply = await say(message, node, { clock, timeouts, userAgent, transport: this.#transportTo(node, timeouts.connectMs) }, signal);
    const isUnreached = reply.failure !== undefined && !reply.wasSent;
    this.#unreached = isUnreached ? { reply, untilMs: clock.nowMs() + unreachedMs } : undefined;
    return reply;
  }

  /** Made of the configuration of the moment; one that is replaced ends with its last request. */
  #transportTo(node: EngineNode, connectMs: number): Transport {
    const options: TransportOptions = {
      addresses: { http: addressFor(node, 'http'), https: addressFor(node, 'https') },
      connections: maxAtOnce,
      connectMs,
      tls: node.tls,
    };
    const key = JSON.stringify(options);
    if (this.#current?.key === key) return this.#current.transport;
    void this.#current?.transport.close();
    this.#current = { key, transport: this.#parts.makeTransport(options) };
    return this.#current.transport;
  }
}
