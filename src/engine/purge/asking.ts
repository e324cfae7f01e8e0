import type { Clock } from '../clock.ts';
import { type Failure, failureOf, type Phase, truncated } from '../reason.ts';
import type { Flow, ResponseHeaders, ResponseSink } from '../transport.ts';

/** How much of a body that nobody wants is read, so that its connection can be used again. */
const maxDrainBytes = 256 * 1024;
/** undici ends a dial at `connectMs` by a timer of its own; this is for the case that it does not. */
const dialSlackMs = 3000;

export type Reply = {
  /** Absent: none came within the patience, or `failure` says why. */
  readonly status: number | undefined;
  readonly headers: ResponseHeaders;
  readonly bodyBytes: number;
  /** From when it went out. */
  readonly tookMs: number;
  /** The node could not be reached or read. */
  readonly failure?: Failure;
  /** Its request went out on a connection. */
  readonly wasSent: boolean;
};

export type AskingSetup = {
  clock: Clock;
  connectMs: number;
  /** From the request's start on a connection to the response's headers. */
  patienceMs: number;
  /** Longest silence within a body. */
  idleMs: number;
  /** For messages. */
  peer: string;
  /** True: the whole body has to come, else what follows the headers does not matter. */
  wantsBody: boolean;
  /** Of which status the body must not come: the reply is its head, and the rest of the response is called off. */
  endsAtHead?: (status: number) => boolean;
  onBytes?: ((chunk: Uint8Array) => void) | undefined;
  onEnd: (reply: Reply) => void;
};

/** One request to a node that is no pull: it keeps its own time, and is cancelled at will. */
export class Asking implements ResponseSink {
  readonly #setup: AskingSetup;
  #startedMs: number;
  #phase: Phase = 'connecting';
  #flow: Flow | undefined;
  #status: number | undefined;
  #headers: ResponseHeaders = {};
  #expectedBytes: number | undefined;
  #receivedBytes = 0;
  #heardMs = 0;
  #isOver = false;
  #cancelTimer: (() => void) | undefined;

  constructor(setup: AskingSetup) {
    this.#setup = setup;
    this.#startedMs = setup.clock.nowMs();
    const message = `no connection to ${setup.peer} in time (timeouts.connectMs)`;
    const failure: Failure = { reason: 'timeout', message, passing: true, isNodes: true };
    this.#arm(setup.connectMs + dialSlackMs, () => this.#abort(failure));
  }

  sent(flow: Flow): void {
    if (this.#isOver) {
      flow.abort(new Error('too late'));
      return;
    }
    this.#flow = flow;
    this.#phase = 'waiting';
    this.#startedMs = this.#setup.clock.nowMs();
    this.#arm(this.#setup.patienceMs, () => this.#abort(undefined));
  }

  interim(): void {
    // Nothing of ours depends on them; patience bounds how long they may come.
  }

  headers(status: number, headers: ResponseHeaders): void {
    if (this.#isOver) return;
    this.#phase = 'body';
    this.#status = status;
    this.#headers = headers;
    const length = headers['content-length'];
    if (typeof length === 'string' && /^\d{1,15}$/.test(length)) this.#expectedBytes = Number(length);
    this.#heardMs = this.#setup.clock.nowMs();
    if (this.#setup.endsAtHead?.(status) === true) this.#abort(undefined);
    else this.#watchSilence();
  }

  bytes(chunk: Uint8Array): void {
    if (!this.#isOver) this.#setup.onBytes?.(chunk);
  }

  data(sizeBytes: number): void {
    if (this.#isOver) return;
    this.#receivedBytes += sizeBytes;
    this.#heardMs = this.#setup.clock.nowMs();
    if (!this.#setup.wantsBody && this.#receivedBytes > maxDrainBytes) this.#abort(undefined);
  }

  ended(): void {
    const { wantsBody } = this.#setup;
    const isShort = wantsBody && this.#expectedBytes !== undefined && this.#receivedBytes < this.#expectedBytes;
    this.#end(isShort ? truncated({ receivedBytes: this.#receivedBytes, expectedBytes: this.#expectedBytes }) : undefined);
  }

  failed(error: unknown): void {
    const failure = failureOf(error, {
      phase: this.#phase,
      peer: this.#setup.peer,
      receivedBytes: this.#receivedBytes,
      expectedBytes: this.#expectedBytes,
    });
    this.#end(this.#status !== undefined && !this.#setup.wantsBody ? undefined : failure);
  }

  /** Ends it without a word. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#flow?.abort(new Error('cancelled'));
  }

  #watchSilence(): void {
    const { clock, idleMs } = this.#setup;
    this.#arm(this.#heardMs + idleMs - clock.nowMs(), () => {
      if (clock.nowMs() - this.#heardMs < idleMs) {
        this.#watchSilence();
        return;
      }
      const failure: Failure = { reason: 'timeout', message: `the body stood still for ${idleMs} ms (timeouts.idleMs)`, passing: true };
      this.#abort(this.#setup.wantsBody ? failure : undefined);
    });
  }

  #arm(delayMs: number, call: () => void): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#setup.clock.after(delayMs, call);
  }

  #abort(failure: Failure | undefined): void {
    const flow = this.#flow;
    this.#end(failure);
    flow?.abort(new Error('enough'));
  }

  #end(failure: Failure | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#cancelTimer?.();
    this.#setup.onEnd({
      status: failure === undefined ? this.#status : undefined,
      headers: this.#headers,
      bodyBytes: this.#receivedBytes,
      tookMs: this.#setup.clock.nowMs() - this.#startedMs,
      ...(failure !== undefined && { failure }),
      wasSent: this.#phase !== 'connecting',
    });
  }
}
