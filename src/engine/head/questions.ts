import type { Clock } from '../clock.ts';
import type { TimeoutOptions } from '../options.ts';
import { Asking, type Reply } from '../purge/asking.ts';
import type { Request } from '../requests.ts';

type QuestionsSetup = { readonly clock: Clock; readonly timeouts: TimeoutOptions; readonly request: Request };

/** What a node is asked while it fills itself, one question at a time. None settles once they are called off. */
export class Questions {
  /** Body bytes of all answers. */
  receivedBytes = 0;
  readonly #setup: QuestionsSetup;
  #asking: Asking | undefined;

  constructor(setup: QuestionsSetup) {
    this.#setup = setup;
  }

  ask(headers: string[]): Promise<Reply> {
    return this.#ask('HEAD', headers);
  }

  /** For a range. What answers with everything instead is not listened to. */
  askForBody(headers: string[]): Promise<Reply> {
    return this.#ask('GET', headers);
  }

  cancel(): void {
    this.#asking?.cancel();
  }

  #ask(method: 'HEAD' | 'GET', headers: string[]): Promise<Reply> {
    const { clock, timeouts, request } = this.#setup;
    const wantsBody = method === 'GET';
    return new Promise((resolve) => {
      this.#asking = new Asking({
        clock,
        connectMs: timeouts.connectMs,
        patienceMs: timeouts.headersMs,
        idleMs: timeouts.idleMs,
        peer: request.peer,
        wantsBody,
        endsAtHead: (status) => wantsBody && status === 200,
        onEnd: (reply) => {
          this.receivedBytes += reply.bodyBytes;
          resolve(reply);
        },
      });
      request.transport.get({ ...request.get, method, isLast: false, headers }, this.#asking);
    });
  }
}
