import { type Sight, sightOf, wasFreshUntil } from '../../edge/look/sighting.ts';
import { maxSlices, sliceCount, sliceRange, tooManySlices, withSlices } from '../../edge/look/slices.ts';
import { asksForExpired, howToAsk, howToAskForExpired } from '../../edge/verdict/how-to-ask.ts';
import type { OriginSize, Sighting } from '../../tasks/look.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { Detected, Detection } from '../detect/detection.ts';
import type { EngineNode } from '../options.ts';
import type { Reply } from '../purge/asking.ts';
import type { Message } from '../purge/talk.ts';
import { shorten } from '../shorten.ts';
import type { UrlParts } from '../url-parts.ts';
import { originSize } from './origin-size.ts';
import type { RulesFile } from './rules-file.ts';

/** One variant of one URL on one node. */
export type Subject = {
  readonly node: EngineNode;
  readonly target: UrlParts;
  readonly variant: Variant;
  readonly freshUntilMs: number | undefined;
  /** Of what is absent, the origin is to be asked for the size. */
  readonly asksOriginSize: boolean;
};

export type LookParts = {
  readonly detection: Detection;
  /** One question. Rejects when nobody waits for it any more. */
  readonly ask: (message: Message) => Promise<Reply>;
  readonly rules: RulesFile;
  readonly wallMs: () => number;
  readonly headersMs: number;
};

/** A cache that has one fetch at a time lets a question wait for the fetch that runs; whoever looks does not. */
const maxPatienceMs = 5000;
const maxSentence = 500;
/** Slices that are asked for before what came is looked at: one that is missing ends it. */
const slicesAtOnce = 64;

/** What the node has, if it can tell that without fetching. */
export async function lookAt(subject: Subject, parts: LookParts): Promise<Sighting> {
  const { node, target, freshUntilMs } = subject;
  const { detection, ask, rules, wallMs } = parts;
  const detected = await detection.detect(node, target.scheme, target.host, 'for looks', ask);
  const hindrance = hindranceOf(detected, freshUntilMs, wallMs());
  if (hindrance !== undefined) return hindrance;
  const ruledOut = detected.cache === 'trafficserver' ? await rules.hindrance(node, target.path) : undefined;
  if (ruledOut !== undefined) return unknown(ruledOut);
  const look = new ObjectLook(subject, detected, parts);
  const sighting = node.sliceBytes === undefined ? await look.whole() : await look.slices(node.sliceBytes);
  const seen = { ...sighting, because: shorten(sighting.because, maxSentence) };
  if (!subject.asksOriginSize || sighting.state !== 'absent' || sighting.sizeBytes !== undefined) return seen;
  return { ...seen, originSize: await look.originSize() };
}

export function unknown(because: string): Sighting {
  return { state: 'unknown', because };
}

/** Why it must not be asked. */
function hindranceOf(
  { cache, mayProbe, isUnsure, answersExpired }: Detected,
  freshUntilMs: number | undefined,
  nowMs: number,
): Sighting | undefined {
  if (isUnsure === true) return unknown('the node did not answer when it was asked whether it knows only-if-cached');
  if (!mayProbe) return unknown(howToAsk(cache ?? 'auto'));
  if (cache !== 'trafficserver' || answersExpired === true) return undefined;
  if (freshUntilMs === undefined) return unknown(howToAskForExpired);
  return freshUntilMs > nowMs ? undefined : { state: 'expired', because: `${wasFreshUntil(freshUntilMs)}; ${asksForExpired}` };
}

/** Squid keeps what HEAD was answered with apart, and answers HEAD with that, whatever it has for GET. */
function waysOf(
  cache: Detected['cache'],
  headers: Readonly<Record<string, string>>,
): Pick<Message, 'method'> & { headers: typeof headers } {
  return cache === 'squid' ? { method: 'GET', headers: { Range: 'bytes=0-0', ...headers } } : { method: 'HEAD', headers };
}

class ObjectLook {
  readonly #subject: Subject;
  readonly #detected: Detected;
  readonly #parts: LookParts;

  constructor(subject: Subject, detected: Detected, parts: LookParts) {
    this.#subject = subject;
    this.#detected = detected;
    this.#parts = parts;
  }

  async whole(): Promise<Sighting> {
    return await this.#ask({});
  }

  async slices(sliceBytes: number): Promise<Sighting> {
    const askFor = (index: number) => this.#ask({ Range: sliceRange(index, sliceBytes) });
    const first = await askFor(0);
    // Without its origin's ranges nginx keeps the whole as one.
    if (first.state !== 'fresh' || first.httpStatus !== 206) return first;
    const count = sliceCount(first.sizeBytes, sliceBytes);
    if (count > maxSlices) return { ...first, state: 'unknown', because: tooManySlices };
    const others: { index: number; sighting: Sighting }[] = [];
    for (let from = 1; from < count && others.every(({ sighting }) => sighting.state === 'fresh'); from += slicesAtOnce) {
      const indexes = Array.from({ length: Math.min(slicesAtOnce, count - from) }, (_, index) => from + index);
      others.push(...(await Promise.all(indexes.map(async (index) => ({ index, sighting: await askFor(index) })))));
    }
    return withSlices(first, others, count);
  }

  originSize(): Promise<OriginSize> {
    const { target, variant, node } = this.#subject;
    const { ask, headersMs } = this.#parts;
    const message = { ...target, variant, patienceMs: Math.min(maxPatienceMs, headersMs) };
    return originSize(message, { cache: this.#detected.cache, isSliced: node.sliceBytes !== undefined, ask });
  }

  async #ask(more: Readonly<Record<string, string>>): Promise<Sighting> {
    const { target, variant, node } = this.#subject;
    const { scheme, host, path } = target;
    const patienceMs = Math.min(maxPatienceMs, this.#parts.headersMs);
    // max-stale: Traffic Server then answers with what has expired in the place of asking its origin.
    const only = this.#detected.cache === 'trafficserver' ? 'only-if-cached, max-stale' : 'only-if-cached';
    const headers = { 'Cache-Control': only, ...more };
    const way = waysOf(this.#detected.cache, headers);
    const reply = await this.#parts.ask({ ...way, at: 'node', scheme, host, path, variant, patienceMs });
    if (reply.failure !== undefined) return unknown(reply.failure.message);
    if (reply.status === undefined)
      return unknown(`the node did not answer within ${patienceMs} ms, as some caches don't while they fetch the object`);
    const { sighting, hasFetched } = this.#read(reply.status, reply, { ...variant, ...node.headers, ...more });
    // A part was asked for only to get little.
    if (!hasFetched) return way.method === 'GET' && sighting.httpStatus === 206 ? { ...sighting, httpStatus: 200 } : sighting;
    this.#parts.detection.distrust(scheme, host);
    return unknown(`${sighting.because}, so it is not asked again for a while; ${howToAsk(this.#detected.cache ?? 'auto')}`);
  }

  #read(status: number, { headers }: Reply, request: Readonly<Record<string, string>>): Sight {
    const { freshUntilMs } = this.#subject;
    return sightOf({ cache: this.#detected.cache ?? 'auto', request, status, headers, nowMs: this.#parts.wallMs(), freshUntilMs });
  }
}
