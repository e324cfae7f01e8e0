/**
 * One fetch's life: one URL through one node, all its variants one after another.
 *
 *   waits (NodeQueue) ──► request ──► answer ──┬─► 2xx, whole body ──► verdict ──► next variant, or ENDED succeeded
 *     ▲  its turn, a slot                      ├─► redirect to us ───► request to the new place
 *     │  of the node, room                     ├─► passing failure ──► backoff, then waits again
 *     │  in the domain                         └─► anything else ────► ENDED failed
 *     └──── backoff over, or no room for a further variant or hop
 *
 * With `verify: rehit` the verdict is a further request, a probe of the cache, or a sentence on why there is none.
 *
 * Its ends, each told exactly once:
 * - succeeded: every variant answered 2xx with its whole body, and by the domain's `verify` is in the cache
 * - failed, `uncacheable`: a variant's verdict; unknown, `unverified`: of a variant it can't be told
 * - failed: the first variant that could not be had decides; those after it are not asked for
 * - unknown, `removed`: the node left the configuration
 * - failed, `internal`: a fault of ours, anywhere on the way
 * - not told at all: the engine stopped first; the URL goes on after a restart
 *
 * A slot is held from a request to its answer only: never in backoff, never while waiting for a limit or
 * a pause. `retry.attempts` counts per variant; a redirect's hops belong to their attempt, and a retry
 * begins at the first URL again. The whole time (`urlMs`) holds requests and backoff, but no waiting for
 * a limit or a pause, neither before a request nor within a body.
 *
 * This file only decides: it has no clock, no socket and no timer.
 */
import type { EndedStatus, Outcome } from '../tasks/outcome.ts';
import type { Scheme } from '../tasks/url.ts';
import type { WorkUrl } from '../tasks/work.ts';
import type { Answer } from './answer.ts';
import { BodyCount } from './body-count.ts';
import { FilledRemark } from './head/filled-remark.ts';
import type { Failure } from './reason.ts';
import { redirectTarget } from './redirect.ts';
import type { Fetched } from '../edge/verdict/proof.ts';
import type { RetryOptions, Verify } from './options.ts';
import { retryDelay } from './retry.ts';
import type { Run } from './run.ts';
import { shorten } from './shorten.ts';
import { failureOfStatus, isRedirect } from './status.ts';
import { type Conclusion, Verification } from './verify/verification.ts';

export type Rules = {
  retry: RetryOptions;
  urlMs: number;
  /** From [0, 1). */
  random: () => number;
  /** Is this host, over this scheme, one of our own domains on the pull's node? */
  isOurs: (host: string, scheme: Scheme) => boolean;
  /** Default off. */
  verify?: Verify;
};

export type Step =
  | { kind: 'ended'; outcome: Outcome }
  /** Another request, of this domain, as soon as there is room. */
  | { kind: 'next'; domain: string }
  /** The node is to be asked whether it has what came; then `probed`, or `unprobed` where it must not be asked. */
  | { kind: 'probe' }
  | { kind: 'again'; delayMs: number };

export class Pull {
  readonly run: Run;
  readonly source: WorkUrl;
  /** True once a report of its start went out. */
  isStartTold = false;
  /** How often its node had been down when its last request began. */
  downs: number | undefined;
  /** How often a request of it failed because its node was down: it cost no attempt. */
  setbacks = 0;
  #variantIndex = 0;
  /** Of this variant. */
  #attempts = 0;
  #attemptsInAll = 0;
  /** URLs asked for in this attempt: the source, then the hops. */
  #asked: string[] = [];
  #target: string;
  #spentMs = 0;
  readonly #bytes = new BodyCount();
  readonly #filled = new FilledRemark();
  #httpStatus: number | undefined;
  #cacheStatus: string | undefined;
  readonly #verification = new Verification();
  /** By variant. */
  readonly #freshUntilMs: (number | undefined)[] = [];
  /** Variants that its node answered from its store. */
  readonly #there = new Set<number>();

  constructor(run: Run, source: WorkUrl) {
    this.run = run;
    this.source = source;
    this.#target = source.url;
  }

  get variantIndex(): number {
    return this.#variantIndex;
  }

  /** The URL that the next request asks for. */
  get target(): string {
    return this.#target;
  }

  /** When the first of its variants that came stops being fresh, as far as responses told. Milliseconds since 1970. */
  get freshUntilMs(): number | undefined {
    const known = this.#freshUntilMs.filter((each) => each !== undefined);
    return known.length === 0 ? undefined : Math.min(...known);
  }

  /** What was fetched and is to be asked for. */
  get toProve(): Fetched | undefined {
    return this.#verification.fetched;
  }

  /** A request begins, no probe. */
  begin(): void {
    if (this.#asked.length === 0) {
      this.#attempts += 1;
      this.#attemptsInAll += 1;
    }
    this.#asked.push(this.#target);
    this.#bytes.begin();
  }

  /** Its request was called off, or what came of it does not count. It was no attempt, and begins anew. */
  interrupted(): void {
    if (this.toProve !== undefined) {
      // Its GET was one, and has ended well.
      this.#attempts = 0;
    } else if (this.#asked.length > 0) {
      this.#attempts -= 1;
      this.#attemptsInAll -= 1;
    }
    this.#verification.forget();
    this.#bytes.begin();
    this.#startOver();
  }

  leftMs(urlMs: number): number {
    return urlMs - this.#spentMs;
  }

  answered(answer: Answer, rules: Rules): Step {
    this.#spentMs += answer.activeMs;
    this.#bytes.note(answer);
    this.#httpStatus = answer.status ?? this.#httpStatus;
    this.#cacheStatus = answer.cacheStatus ?? this.#cacheStatus;
    if (answer.failure !== undefined) return this.#afterFailure(answer.failure, answer, rules);
    if (answer.status === undefined) return this.fail({ reason: 'internal', message: 'a response without a status' });
    if (isRedirect(answer.status, answer.location)) return this.#afterRedirect(answer.location, rules);
    const failure = failureOfStatus(answer.status);
    return failure === undefined ? this.#afterSuccess(answer, rules) : this.#afterFailure(failure, answer, rules);
  }

  /** A probe was answered. */
  probed(answer: Answer, { retry, urlMs, random }: Rules): Step {
    this.#spentMs += answer.activeMs;
    const after = this.#verification.afterProbe(answer, { retry, random, leftMs: this.leftMs(urlMs) });
    if ('judged' in after) return this.#concluded(after);
    this.#spentMs += after.restMs;
    return { kind: 'again', delayMs: after.restMs };
  }

  /** Its node must not be asked. */
  unprobed(because: string): Step {
    return this.#concluded(this.#verification.withoutProbe(because));
  }

  fail({ reason, message }: Omit<Failure, 'passing'>): Step {
    return { kind: 'ended', outcome: this.#outcome('failed', { reason, message }) };
  }

  /** Its node is no longer in the configuration. */
  removed(bodyBytes: number): Outcome {
    if (this.toProve === undefined) this.#bytes.note({ bodyBytes });
    const message = `node "${this.run.item.node}" is no longer in the configuration`;
    return this.#outcome('unknown', { reason: 'removed', message });
  }

  /** Bytes of all variants, when so much of this one has come. */
  progress(bytes: number, sizeBytes: number | undefined): { receivedBytes: number; expectedBytes?: number } {
    return this.#bytes.progress(bytes, sizeBytes, this.#variantIndex, this.run.variants.length);
  }

  #afterSuccess({ status = 0, bodyBytes, validator, judged, filled, freshUntilMs }: Answer, { verify = 'off' }: Rules): Step {
    this.#freshUntilMs[this.#variantIndex] = freshUntilMs;
    if (filled?.wasThere ?? judged?.verdict === 'hit-proven') this.#there.add(this.#variantIndex);
    if (filled !== undefined && judged !== undefined) {
      this.#filled.note(filled);
      return this.#concluded({ judged, isEnough: judged.verdict === 'hit-proven' });
    }
    if (judged === undefined || verify === 'off') return this.#variantDone();
    if (verify === 'headers') {
      return this.#concluded({ judged, isEnough: judged.verdict === 'hit-proven' || judged.verdict === 'stored-likely' });
    }
    this.#verification.toBeProved({ status, bodyBytes, validator, judged });
    return { kind: 'probe' };
  }

  #concluded(conclusion: Conclusion): Step {
    this.#verification.conclude(conclusion);
    const { verdict, because } = conclusion.judged;
    if (verdict !== 'uncacheable') return this.#variantDone();
    return { kind: 'ended', outcome: { ...this.#outcome('failed', { reason: 'uncacheable', message: shorten(because, 500) }), verdict } };
  }

  #variantDone(): Step {
    this.#bytes.variantDone();
    if (this.#variantIndex + 1 >= this.run.variants.length) return { kind: 'ended', outcome: this.#allDone() };
    this.#variantIndex += 1;
    this.#attempts = 0;
    this.#startOver();
    return { kind: 'next', domain: this.run.item.domain };
  }

  #allDone(): Outcome {
    const { verdict, doubt } = this.#verification;
    const remark = [this.#filled.sentence, this.#verification.remark].filter((each) => each !== undefined).join('; ');
    const outcome =
      doubt === undefined ? this.#outcome('succeeded') : this.#outcome('unknown', { reason: 'unverified', message: shorten(doubt, 500) });
    return {
      ...outcome,
      ...(remark === '' || doubt !== undefined ? undefined : { message: remark }),
      ...(verdict === undefined ? undefined : { verdict }),
      ...(this.#there.size === this.run.variants.length ? { wasThere: true as const } : undefined),
    };
  }

  #afterRedirect(location: string, { isOurs }: Rules): Step {
    const answer = redirectTarget({ url: this.#target, location, asked: this.#asked, isOurs });
    if ('refuse' in answer) return this.fail({ reason: 'redirect', message: answer.refuse });
    this.#target = answer.follow;
    return { kind: 'next', domain: answer.host };
  }

  #afterFailure(failure: Failure, { retryAfterMs }: Answer, { retry, urlMs, random }: Rules): Step {
    if (!failure.passing) return this.fail(failure);
    const answer = retryDelay({ attempts: this.#attempts, retryAfterMs, leftMs: this.leftMs(urlMs) }, retry, random());
    if ('gaveUp' in answer) {
      const isAskedToWait = answer.gaveUp === 'time' && retryAfterMs !== undefined;
      const why = `; it asks to wait ${Math.ceil((retryAfterMs ?? 0) / 1000)} s, longer than this URL may take in all (timeouts.urlMs)`;
      return this.fail(isAskedToWait ? { ...failure, message: failure.message + why } : failure);
    }
    this.#spentMs += answer.delayMs;
    this.#startOver();
    return { kind: 'again', delayMs: answer.delayMs };
  }

  #startOver(): void {
    this.#asked = [];
    this.#target = this.source.url;
  }

  #outcome(status: EndedStatus, why?: Pick<Failure, 'reason' | 'message'>): Outcome {
    return {
      status,
      ...why,
      ...(this.#httpStatus === undefined ? undefined : { httpStatus: this.#httpStatus }),
      bodyBytes: this.#bytes.totalBytes,
      attempts: this.#attemptsInAll,
      elapsedMs: Math.round(this.#spentMs),
      ...(this.#cacheStatus === undefined ? undefined : { cacheStatus: this.#cacheStatus }),
    };
  }
}
