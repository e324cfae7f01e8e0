import { cacheStatus } from '../edge/cache-status.ts';
import { validatorOf } from '../edge/purge/validator.ts';
import type { Answer } from './answer.ts';
import type { Clock } from './clock.ts';
import type { Course } from './course.ts';
import { wentFurther } from './limits/origin-word.ts';
import type { Paced, Pacer } from './limits/pacer.ts';
import type { EngineNode, TimeoutOptions } from './options.ts';
import { type Failure, failureOf, type Phase, truncated } from './reason.ts';
import { retryAfterMs } from './retry-after.ts';
import type { Flow, ResponseHeaders, ResponseSink } from './transport.ts';
import type { Look, Sight } from './verify/look.ts';

/** More interim responses than this before the real one, and the node is not in its right mind. */
const maxInterim = 20;
/** How much of the body of a failure is read, so that its connection can be used again. */
const maxFailureBytes = 256 * 1024;
/** undici ends a dial at `connectMs` by a timer of its own; this is for the case that it does not. */
const dialSlackMs = 3000;

export type ExchangeSetup = {
  clock: Clock;
  /** Time in which the event loop was attended to; see Watch. */
  watch: { readonly attendedMs: number };
  pacer: Pick<Pacer, 'start' | 'sized' | 'more' | 'end'>;
  timeouts: TimeoutOptions;
  /** What is left of the URL's whole time. */
  leftMs: number;
  /** For messages. */
  peer: string;
  /** HEAD: whatever length is announced, no body follows. */
  isHead?: boolean;
  /** Of which status the body must not come: the answer is its head, and the rest of the response is called off. */
  endsAtHead?: (status: number) => boolean;
  /** Told when a response begins: the node is there. */
  breaker?: { noteHead(): void };
  /** Which cache it is: how long its origin took is only told where this is given. */
  cache?: EngineNode['cache'] | undefined;
  /** Is shown each final response's head; what it sees goes into the answer. */
  look?: Look | undefined;
  /** Called once, at its end, however it comes; not after `cancel`. */
  onEnd: (answer: Answer) => void;
};

/**
 * One request to a node and its response. It counts the body and drops it, holds it back when its
 * domain's bytes run out, and ends by what the transport says or by a timeout, whichever is first.
 */
export class Exchange implements ResponseSink, Paced, Course {
  grantBytes = 0;
  receivedBytes = 0;
  expectedBytes: number | undefined;
  isOpen = true;
  readonly #setup: ExchangeSetup;
  readonly #startedMs: number;
  #phase: Phase = 'connecting';
  #flow: Flow | undefined;
  /** Attended time of its start and of the last thing heard. */
  readonly #beganMs: number;
  #heardMs: number;
  #sentMs = 0;
  #originMs: number | undefined;
  #interimCount = 0;
  #status: number | undefined;
  #location: string | undefined;
  #retryAfterMs: number | undefined;
  #cacheStatus: string | undefined;
  #validator: string | undefined;
  #sight: Sight | undefined;
  /** While its domain holds it back: since when. And how long it did before. */
  #pausedAtMs: number | undefined;
  #pausedMs = 0;
  #pausedAttendedMs = 0;

  constructor(setup: ExchangeSetup) {
    this.#setup = setup;
    this.#startedMs = setup.clock.nowMs();
    this.#beganMs = setup.watch.attendedMs;
    this.#heardMs = this.#beganMs;
    setup.pacer.start(this);
  }

  /** True while the body of a success comes in. */
  get isFlowing(): boolean {
    return this.#phase === 'body' && this.#isSuccess();
  }

  get progressBytes(): number {
    return this.receivedBytes;
  }

  get sizeBytes(): number | undefined {
    return this.expectedBytes;
  }

  sent(flow: Flow): void {
    if (!this.isOpen) {
      flow.abort(new Error('too late'));
      return;
    }
    this.#flow = flow;
    this.#phase = 'waiting';
    this.#heardMs = this.#setup.watch.attendedMs;
    if (this.#setup.cache !== undefined) this.#sentMs = this.#setup.clock.nowMs();
  }

  interim(): void {
    this.#interimCount += 1;
    if (this.#interimCount <= maxInterim) return;
    this.#abort({ reason: 'protocol', message: `more than ${maxInterim} interim (1xx) responses and no final one`, passing: false });
  }

  headers(status: number, headers: ResponseHeaders): void {
    if (!this.isOpen) return;
    this.#phase = 'body';
    this.#heardMs = this.#setup.watch.attendedMs;
    this.#setup.breaker?.noteHead();
    this.#status = status;
    this.#location = first(headers['location']);
    this.#cacheStatus = cacheStatus(headers);
    this.#validator = validatorOf(headers);
    this.#sight = this.#setup.look?.(status, headers);
    this.#timeOrigin(status, headers);
    if (!this.#isSuccess())
      this.#retryAfterMs = retryAfterMs(first(headers['retry-after']), first(headers['date']), this.#setup.clock.wallMs());
    if (this.#setup.endsAtHead?.(status) === true) {
      this.#abort(undefined);
      return;
    }
    const length = this.#setup.isHead === true ? undefined : first(headers['content-length']);
    if (length === undefined || !/^\d{1,15}$/.test(length)) return;
    this.expectedBytes = Number(length);
    this.#setup.pacer.sized(this, this.expectedBytes);
  }

  data(sizeBytes: number): void {
    if (!this.isOpen) return;
    this.receivedBytes += sizeBytes;
    this.grantBytes -= sizeBytes;
    this.#heardMs = this.#setup.watch.attendedMs;
    if (!this.#isSuccess() && this.receivedBytes > maxFailureBytes) {
      this.#abort(undefined);
      return;
    }
    if (this.grantBytes > 0 || this.receivedBytes === this.expectedBytes || this.#setup.pacer.more(this)) return;
    this.#pausedAtMs = this.#setup.clock.nowMs();
    this.#pausedAttendedMs -= this.#setup.watch.attendedMs;
    this.#flow?.pause();
  }

  /** The pacer has a new grant for it. */
  resume(): void {
    if (this.#pausedAtMs === undefined) return;
    this.#pausedMs += this.#setup.clock.nowMs() - this.#pausedAtMs;
    this.#pausedAtMs = undefined;
    this.#pausedAttendedMs += this.#setup.watch.attendedMs;
    this.#heardMs = this.#setup.watch.attendedMs;
    this.#flow?.resume();
  }

  ended(): void {
    const isShort = this.expectedBytes !== undefined && this.receivedBytes < this.expectedBytes && this.#isSuccess();
    this.#end(isShort ? truncated(this) : undefined);
  }

  failed(error: unknown): void {
    this.#end(
      failureOf(error, {
        phase: this.#phase,
        peer: this.#setup.peer,
        receivedBytes: this.receivedBytes,
        expectedBytes: this.expectedBytes,
      }),
    );
  }

  /** Ends it if it has been silent for too long or has used up its time. */
  check(): void {
    if (!this.isOpen || this.#pausedAtMs !== undefined) return;
    const nowMs = this.#setup.watch.attendedMs;
    const { timeouts, leftMs, peer } = this.#setup;
    if (nowMs - this.#beganMs - this.#pausedAttendedMs >= leftMs) {
      this.#abort({ reason: 'timeout', message: `not done within ${timeouts.urlMs} ms in all (timeouts.urlMs)`, passing: false });
      return;
    }
    const silentMs = nowMs - this.#heardMs;
    if (this.#phase === 'connecting' && silentMs >= timeouts.connectMs + dialSlackMs) {
      this.#abort({
        reason: 'timeout',
        message: `no connection to ${peer} within ${timeouts.connectMs} ms (timeouts.connectMs)`,
        passing: true,
        isNodes: true,
      });
    } else if (this.#phase === 'waiting' && silentMs >= timeouts.headersMs) {
      this.#abort({
        reason: 'timeout',
        message: `no response from ${peer} within ${timeouts.headersMs} ms (timeouts.headersMs)`,
        passing: true,
        isNodes: true,
      });
    } else if (this.#phase === 'body' && silentMs >= timeouts.idleMs) {
      this.#abort({ reason: 'timeout', message: `the body stood still for ${timeouts.idleMs} ms (timeouts.idleMs)`, passing: true });
    }
  }

  /** Ends it without a word: nobody waits for its answer any more. */
  cancel(): void {
    if (!this.isOpen) return;
    this.#close();
    this.#flow?.abort(new Error('cancelled'));
  }

  #timeOrigin(status: number, headers: ResponseHeaders): void {
    const { cache, clock } = this.#setup;
    // Most of what is judged is a hit, and its word need not be read again.
    if (cache === undefined || this.#sight?.judged?.verdict === 'hit-proven' || !wentFurther(cache, status, headers)) return;
    this.#originMs = clock.nowMs() - this.#sentMs;
  }

  #isSuccess(): boolean {
    return this.#status !== undefined && this.#status >= 200 && this.#status < 300;
  }

  #abort(failure: Failure | undefined): void {
    if (!this.isOpen) return;
    const flow = this.#flow;
    this.#end(failure);
    flow?.abort(new Error('enough'));
  }

  #end(failure: Failure | undefined): void {
    if (!this.isOpen) return;
    this.#close();
    const { clock, onEnd } = this.#setup;
    // Once the status tells of a failure or a redirect, it does not matter how the rest of the response went.
    const counts = failure !== undefined && (this.#status === undefined || this.#isSuccess());
    onEnd({
      ...(counts ? { failure } : undefined),
      status: this.#status,
      location: this.#location,
      retryAfterMs: this.#retryAfterMs,
      cacheStatus: this.#cacheStatus,
      validator: this.#validator,
      originMs: this.#originMs,
      ...this.#sight,
      bodyBytes: this.receivedBytes,
      activeMs: clock.nowMs() - this.#startedMs - this.#pausedMs - (this.#pausedAtMs === undefined ? 0 : clock.nowMs() - this.#pausedAtMs),
    });
  }

  #close(): void {
    this.isOpen = false;
    this.#setup.pacer.end(this, this.receivedBytes);
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
