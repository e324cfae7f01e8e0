import type { EndedStatus, Outcome } from '../tasks/outcome.ts';
import { reasonCode, reasonOf, verdictCode, verdictOf } from './codes.ts';
import { StoreFault } from './fault.ts';
import { ByteReader, ByteWriter } from './varint.ts';

/**
 * Packs what the nodes made of one URL into a few bytes of its row: some 8 bytes a node where JSON takes 80.
 *
 * Version 3: the byte 3, then one record for each slot (the node's place among its domain's nodes):
 * - a head; 0 is a node that has not ended. Bits 0–1: status (1 succeeded, 2 failed, 3 unknown); the others tell which fields
 *   follow (`Head`). It is a varint whose upper bits are those of failures, so that a success takes one byte of it.
 * - those fields in the order reason, message, HTTP status, cache status, attempts (else 1), verdict, seconds of freshness;
 *   then body bytes and elapsed milliseconds
 *
 * Versions 1 and 2 had a head of one byte with other bits, and no freshness; version 1 had no verdicts either.
 * Integers are varints. A string is `2 × bytes` and its UTF-8, or `2 × n + 1` for the n-th string that
 * stands in this row before it: forty nodes mostly say the same. Slots after the last that ended are left out.
 */
const version = 3;
const statusBits = 0b11;

/** The bits of a head that tell whether a field follows; 0: in that version it never does. */
type Head = {
  readonly httpStatus: number;
  readonly cacheStatus: number;
  readonly verdict: number;
  readonly freshForS: number;
  readonly reason: number;
  readonly message: number;
  readonly attempts: number;
};

const has: Head = {
  httpStatus: 1 << 2,
  cacheStatus: 1 << 3,
  verdict: 1 << 4,
  freshForS: 1 << 5,
  // Bit 6 is free for one more field of successes.
  reason: 1 << 7,
  message: 1 << 8,
  attempts: 1 << 9,
};

const oldHas: Head = {
  reason: 1 << 2,
  message: 1 << 3,
  httpStatus: 1 << 4,
  cacheStatus: 1 << 5,
  attempts: 1 << 6,
  verdict: 1 << 7,
  freshForS: 0,
};

type Layout = { readonly bits: Head; readonly known: number; readonly head: (bytes: ByteReader) => number };

const layouts = new Map<number, Layout>([
  [1, layout({ ...oldHas, verdict: 0 }, (bytes) => bytes.byte())],
  [2, layout(oldHas, (bytes) => bytes.byte())],
  [version, layout(has, (bytes) => bytes.integer())],
]);

function layout(bits: Head, head: Layout['head']): Layout {
  return { bits, known: Object.values(bits).reduce((all, bit) => all | bit, statusBits), head };
}

/** Undefined when no node has ended: such a row stores nothing. */
export function packOutcomes(outcomes: readonly (Outcome | undefined)[]): Uint8Array | undefined {
  const out = new ByteWriter();
  const strings: string[] = [];
  out.byte(version);
  let end = 0;
  for (const outcome of outcomes) {
    if (outcome === undefined) {
      out.byte(0);
    } else {
      packOutcome(out, strings, outcome);
      end = out.length;
    }
  }
  out.cut(end);
  return end === 0 ? undefined : out.bytes();
}

/** Slots beyond what is stored have not ended; `null` is a row without outcomes. */
export function unpackOutcomes(packed: Uint8Array | null): (Outcome | undefined)[] {
  if (packed === null || packed.length === 0) return [];
  const bytes = new ByteReader(packed);
  const found = bytes.byte();
  const written = layouts.get(found);
  if (written === undefined)
    throw new StoreFault('corrupt', `The store holds an outcome of version ${found}; this forewarm reads up to version ${version}.`);
  const strings: string[] = [];
  const outcomes: (Outcome | undefined)[] = [];
  while (!bytes.ended) outcomes.push(unpackOutcome(bytes, strings, written));
  return outcomes;
}

function packOutcome(out: ByteWriter, strings: string[], outcome: Outcome): void {
  const { reason, message, httpStatus, cacheStatus, verdict, freshForS } = outcome;
  const attempts = whole(outcome.attempts);
  out.integer(
    codeOfEnded[outcome.status] |
      (reason === undefined ? 0 : has.reason) |
      (message === undefined ? 0 : has.message) |
      (httpStatus === undefined ? 0 : has.httpStatus) |
      (cacheStatus === undefined ? 0 : has.cacheStatus) |
      (attempts === 1 ? 0 : has.attempts) |
      (verdict === undefined ? 0 : has.verdict) |
      (freshForS === undefined ? 0 : has.freshForS),
  );
  if (reason !== undefined) out.byte(reasonCode(reason));
  if (message !== undefined) packText(out, strings, message);
  if (httpStatus !== undefined) out.integer(whole(httpStatus));
  if (cacheStatus !== undefined) packText(out, strings, cacheStatus);
  if (attempts !== 1) out.integer(attempts);
  if (verdict !== undefined) out.byte(verdictCode(verdict));
  if (freshForS !== undefined) out.integer(whole(freshForS));
  out.integer(whole(outcome.bodyBytes));
  out.integer(whole(outcome.elapsedMs));
}

function unpackOutcome(bytes: ByteReader, strings: string[], { bits, known, head: readHead }: Layout): Outcome | undefined {
  const head = readHead(bytes);
  if (head === 0) return undefined;
  const status = endedByCode[head & statusBits];
  // A head that is damaged may be greater than what bit operators can take.
  if (status === undefined || head > known || (head & ~known) !== 0)
    throw new StoreFault('corrupt', `The store holds an outcome that begins with ${head}.`);
  const reason = head & bits.reason ? { reason: reasonOf(bytes.byte()) } : undefined;
  const message = head & bits.message ? { message: unpackText(bytes, strings) } : undefined;
  const httpStatus = head & bits.httpStatus ? { httpStatus: bytes.integer() } : undefined;
  const cacheStatus = head & bits.cacheStatus ? { cacheStatus: unpackText(bytes, strings) } : undefined;
  const attempts = head & bits.attempts ? bytes.integer() : 1;
  const verdict = head & bits.verdict ? { verdict: verdictOf(bytes.byte()) } : undefined;
  const freshForS = head & bits.freshForS ? { freshForS: bytes.integer() } : undefined;
  return {
    status,
    ...reason,
    ...message,
    ...httpStatus,
    bodyBytes: bytes.integer(),
    attempts,
    elapsedMs: bytes.integer(),
    ...cacheStatus,
    ...verdict,
    ...freshForS,
  };
}

function packText(out: ByteWriter, strings: string[], text: string): void {
  const earlier = strings.indexOf(text);
  if (earlier >= 0) {
    out.integer(2 * earlier + 1);
    return;
  }
  strings.push(text);
  // Some eight times as fast as TextEncoder on texts this short.
  const utf8 = Buffer.from(text, 'utf8');
  out.integer(2 * utf8.length);
  out.text(utf8);
}

function unpackText(bytes: ByteReader, strings: string[]): string {
  const tag = bytes.integer();
  if (tag % 2 === 1) {
    const earlier = strings[(tag - 1) / 2];
    if (earlier === undefined) throw new StoreFault('corrupt', 'The store holds an outcome that speaks of a text that is not there.');
    return earlier;
  }
  const text = bytes.text(tag / 2);
  strings.push(text);
  return text;
}

/** Clocks give fractions, and a fault elsewhere must not keep an outcome from being stored. */
function whole(value: number): number {
  return Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;
}

const codeOfEnded = { succeeded: 1, failed: 2, unknown: 3 } as const satisfies Record<EndedStatus, number>;
const endedByCode: readonly (EndedStatus | undefined)[] = [undefined, 'succeeded', 'failed', 'unknown'];
