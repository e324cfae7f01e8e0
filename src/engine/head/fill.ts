import type { Fetched } from '../../edge/verdict/proof.ts';
import type { Answer, Filled } from '../answer.ts';
import type { Clock } from '../clock.ts';
import { contentRange, wholeHeaders } from '../content-range.ts';
import type { Course } from '../course.ts';
import { Exchange } from '../exchange.ts';
import { unpaced, type Paced, type Pacer } from '../limits/pacer.ts';
import type { TimeoutOptions } from '../options.ts';
import type { Reply } from '../purge/asking.ts';
import type { Request } from '../requests.ts';
import { shorten } from '../shorten.ts';
import type { ResponseHeaders } from '../transport.ts';
import type { Sight } from '../verify/look.ts';
import { nginxFill } from './nginx-fill.ts';
import { Questions } from './questions.ts';
import { type FillEnd, type FillTalk, missing } from './talk.ts';
import { varnishFill } from './varnish-fill.ts';

/** Caches that fetch and store the whole object when they are asked for its head. */
export type FillingCache = 'nginx' | 'varnish';

export type FillSetup = {
  clock: Clock;
  watch: { readonly attendedMs: number };
  pacer: Pick<Pacer, 'startFill' | 'sizedFill' | 'endFill'>;
  timeouts: TimeoutOptions;
  leftMs: number;
  cache: FillingCache;
  /** HEAD. */
  request: Request;
  /** The same with only-if-cached, to prove what was fetched. */
  probeOf: (fetched: Fetched) => Request;
  /**
   * An attempt before left nothing in the cache: this one asks for the object's last byte in the place of its head, which
   * shows whether the fetch breaks off. It can't always: a cache that has no ranges would send everything.
   */
  asksForLastByte: boolean;
  onMissing: () => void;
  /** Called once, at its end, however it comes; not after `cancel`. */
  onEnd: (answer: Answer) => void;
};

/** After the fetch was seen to end well: caches finish storing after the last byte. */
const restsMs = [30, 200, 1000];

/** A node is made to fill itself by a HEAD, and asked until it has the object: all of that is one course, on one slot. */
export class Fill implements Course, Paced, FillTalk {
  /** The pacer's book-keeping. */
  grantBytes = 0;
  isOpen = true;
  isFlowing = false;
  progressBytes = 0;
  sizeBytes: number | undefined;
  readonly #setup: FillSetup;
  readonly #startedMs: number;
  readonly #beganMs: number;
  #exchange: Exchange | undefined;
  readonly #questions: Questions;
  #cancelRest: (() => void) | undefined;
  #head: Answer | undefined;
  #openingBytes = 0;
  #probe: Request | undefined;

  constructor(setup: FillSetup) {
    this.#setup = setup;
    this.#startedMs = setup.clock.nowMs();
    this.#beganMs = setup.watch.attendedMs;
    this.#questions = new Questions(setup);
    setup.pacer.startFill(this);
  }

  get receivedBytes(): number {
    return this.#openingBytes + this.#questions.receivedBytes;
  }

  get nowMs(): number {
    return this.#setup.clock.nowMs();
  }

  begin(): void {
    const { request, timeouts, asksForLastByte, ...setup } = this.#setup;
    const { get, transport, peer, breaker, node } = request;
    this.#exchange = new Exchange({
      ...setup,
      pacer: unpaced,
      peer,
      breaker,
      // A last byte tells of the whole fetch, and not of when it began.
      ...(!asksForLastByte && { cache: node.cache }),
      // The last byte comes when all others have.
      timeouts: asksForLastByte ? { ...timeouts, idleMs: Infinity } : timeouts,
      isHead: !asksForLastByte,
      endsAtHead: (status) => asksForLastByte && status === 200,
      look: (status, headers) => this.#see(status, headers),
      onEnd: (answer) => this.#opened(answer),
    });
    const asked = asksForLastByte ? { ...get, method: 'GET', headers: [...get.headers, 'Range', 'bytes=-1'] } : get;
    transport.get(asked, this.#exchange);
  }

  /** Nothing flows through us that could be held back. */
  resume(): void {}

  check(): void {
    this.#exchange?.check();
    if (!this.isOpen) return;
    const { watch, leftMs, timeouts } = this.#setup;
    if (watch.attendedMs - this.#beganMs < leftMs) return;
    const message = `the cache did not have it within ${timeouts.urlMs} ms in all (timeouts.urlMs)`;
    this.#end({ ...this.#answer(), failure: { reason: 'timeout', message, passing: false } });
  }

  cancel(): void {
    if (this.isOpen) this.#close(true);
  }

  probe(): Promise<Reply> {
    return this.#questions.ask(this.#probe?.get.headers ?? []);
  }

  byteAt(offset: number): Promise<Reply> {
    return this.#questions.askForBody([...(this.#probe?.get.headers ?? []), 'Range', `bytes=${offset}-${offset}`]);
  }

  rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#cancelRest = this.#setup.clock.after(ms, resolve);
    });
  }

  proofOf({ status, headers }: Reply): ReturnType<FillTalk['proofOf']> {
    return (status === undefined ? undefined : this.#probe?.look?.(status, headers)?.proof) ?? 'unfinished';
  }

  progress(bytes: number): void {
    this.progressBytes = bytes;
  }

  sized(bytes: number): void {
    if (this.sizeBytes === bytes) return;
    this.sizeBytes = bytes;
    this.#setup.pacer.sizedFill(this, bytes);
    this.#toProve();
  }

  /** The head of what the node fills itself with. */
  #see(status: number, headers: ResponseHeaders): Sight | undefined {
    if (status < 200 || status > 299) return undefined;
    const totalBytes = status === 206 ? contentRange(headers)?.totalBytes : lengthOf(headers);
    const seen = this.#setup.request.look?.(200, totalBytes === undefined ? headers : wholeHeaders(headers, totalBytes));
    this.isFlowing = true;
    this.sizeBytes = totalBytes;
    // What is there costs its origin nothing.
    this.#setup.pacer.sizedFill(this, seen?.judged?.verdict === 'hit-proven' ? 0 : totalBytes);
    return seen;
  }

  #opened(answer: Answer): void {
    this.#exchange = undefined;
    this.#openingBytes = answer.bodyBytes;
    const { status = 0, judged, failure } = answer;
    this.#head = answer;
    if (failure !== undefined || judged === undefined || judged.verdict === 'uncacheable') {
      this.#end({ ...answer, ...(judged !== undefined && failure === undefined && { filled: { wasThere: false } }) });
      return;
    }
    // nginx speaks of a hit only when it has the whole.
    if (judged.verdict === 'hit-proven' && this.#setup.cache === 'nginx') {
      this.#ended({ judged });
      return;
    }
    this.#toProve();
    const isWhole = status === 206;
    this.#wait(isWhole).then(
      (end) => this.#ended(end),
      (error: unknown) => {
        const message = shorten(error instanceof Error ? error.message : String(error));
        this.#ended({ failure: { reason: 'internal', message, passing: false } });
      },
    );
  }

  #wait(isWhole: boolean): Promise<FillEnd> {
    if (isWhole) return this.#afterLastByte();
    return this.#setup.cache === 'nginx' ? nginxFill(this, this.#setup.timeouts.idleMs) : varnishFill(this);
  }

  /** The fetch has ended well, so what is not there now is not stored. */
  async #afterLastByte(): Promise<FillEnd> {
    if (this.sizeBytes !== undefined) this.progress(this.sizeBytes);
    for (const restMs of restsMs) {
      await this.rest(restMs);
      const reply = await this.probe();
      if (reply.failure !== undefined) continue;
      const proof = this.proofOf(reply);
      if (typeof proof !== 'string') return { judged: proof };
    }
    const because =
      'the cache fetched it to its last byte, and only-if-cached found nothing in store: it does not store it, by its configuration or for the size';
    return { judged: { verdict: 'uncacheable', because } };
  }

  #toProve(): void {
    const { status = 0, validator, judged = { verdict: 'unknown', because: 'nothing was fetched' } as const } = this.#head ?? {};
    this.#probe = this.#setup.probeOf({ status: status === 206 ? 200 : status, bodyBytes: this.sizeBytes ?? 0, validator, judged });
  }

  #ended(end: FillEnd): void {
    if (end === missing) this.#setup.onMissing();
    const answer = this.#answer();
    if ('failure' in end) {
      this.#end({ ...answer, failure: end.failure });
      return;
    }
    const { verdict, unwarmed = this.#head?.judged?.unwarmed } = end.judged;
    if (verdict === 'hit-proven' && this.sizeBytes !== undefined) this.progress(this.sizeBytes);
    const filled: Filled = { wasThere: this.#head?.judged?.verdict === 'hit-proven', provenBytes: this.sizeBytes };
    this.#end({ ...answer, judged: { ...end.judged, ...(unwarmed !== undefined && { unwarmed }) }, filled });
  }

  #answer(): Answer {
    const nothing = { status: undefined, location: undefined, retryAfterMs: undefined, cacheStatus: undefined };
    return { ...nothing, ...this.#head, bodyBytes: this.receivedBytes, activeMs: this.nowMs - this.#startedMs };
  }

  #end(answer: Answer): void {
    if (!this.isOpen) return;
    this.#close(answer.failure === undefined && answer.filled?.wasThere !== true);
    this.#setup.onEnd({ ...answer, bodyBytes: this.receivedBytes, activeMs: this.nowMs - this.#startedMs });
  }

  #close(isSpent: boolean): void {
    this.isOpen = false;
    this.isFlowing = false;
    this.#exchange?.cancel();
    this.#questions.cancel();
    this.#cancelRest?.();
    this.#setup.pacer.endFill(this, isSpent);
  }
}

function lengthOf(headers: ResponseHeaders): number | undefined {
  const length = headers['content-length'];
  return typeof length === 'string' && /^\d{1,15}$/.test(length) ? Number(length) : undefined;
}
