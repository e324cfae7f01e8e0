import type { EndedStatus, Outcome } from '../tasks/outcome.ts';
import { reasonCode, reasonOf, verdictCode, verdictOf } from './codes.ts';
import { StoreFault } from './fault.ts';
import { ByteReader, ByteWriter } from './varint.ts';

/**
 * Packs what the nodes made of one URL into a few bytes of its row: some 8 bytes a node where JSON takes 80.
 *
 * Version 2: the byte 2, then one record for each slot (the node's place among its domain's nodes):
 * - a head byte; 0 is a node that has not ended. Bits 0–1: status (1 succeeded, 2 failed, 3 unknown);
 *   bit 2: a reason follows, 3: a message, 4: an HTTP status, 5: a cache status, 6: a count of attempts (else 1), 7: a verdict
 * - those, in that order; then body bytes and elapsed milliseconds
 *
 * Version 1 is the same without verdicts. Integers are varints. A string is `2 × bytes` and its UTF-8, or `2 × n + 1` for the n-th string that
 * stands in this row before it: forty nodes mostly say the same. Slots after the last that ended are left out.
 */
const version = 2;
const versionWithoutVerdicts = 1;

const hasReason = 1 << 2;
const hasMessage = 1 << 3;
const hasHttpStatus = 1 << 4;
const hasCacheStatus = 1 << 5;
const hasAttempts = 1 << 6;
const statusBits = 0b11;
const hasVerdict = 1 << 7;

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
  if (found !== version && found !== versionWithoutVerdicts)
    throw new StoreFault('corrupt', `The store holds an outcome of version ${found}; this forewarm reads up to version ${version}.`);
  const strings: string[] = [];
  const outcomes: (Outcome | undefined)[] = [];
  const unusedBits = found === versionWithoutVerdicts ? hasVerdict : 0;
  while (!bytes.ended) outcomes.push(unpackOutcome(bytes, strings, unusedBits));
  return outcomes;
}

function packOutcome(out: ByteWriter, strings: string[], outcome: Outcome): void {
  const { reason, message, httpStatus, cacheStatus, verdict } = outcome;
  const attempts = whole(outcome.attempts);
  out.byte(
    codeOfEnded[outcome.status] |
      (reason === undefined ? 0 : hasReason) |
      (message === undefined ? 0 : hasMessage) |
      (httpStatus === undefined ? 0 : hasHttpStatus) |
      (cacheStatus === undefined ? 0 : hasCacheStatus) |
      (attempts === 1 ? 0 : hasAttempts) |
      (verdict === undefined ? 0 : hasVerdict),
  );
  if (reason !== undefined) out.byte(reasonCode(reason));
  if (message !== undefined) packText(out, strings, message);
  if (httpStatus !== undefined) out.integer(whole(httpStatus));
  if (cacheStatus !== undefined) packText(out, strings, cacheStatus);
  if (attempts !== 1) out.integer(attempts);
  if (verdict !== undefined) out.byte(verdictCode(verdict));
  out.integer(whole(outcome.bodyBytes));
  out.integer(whole(outcome.elapsedMs));
}

function unpackOutcome(bytes: ByteReader, strings: string[], unusedBits: number): Outcome | undefined {
  const head = bytes.byte();
  if (head === 0) return undefined;
  const status = endedByCode[head & statusBits];
  if (status === undefined || (head & unusedBits) !== 0)
    throw new StoreFault('corrupt', `The store holds an outcome that begins with ${head}.`);
  const reason = head & hasReason ? { reason: reasonOf(bytes.byte()) } : undefined;
  const message = head & hasMessage ? { message: unpackText(bytes, strings) } : undefined;
  const httpStatus = head & hasHttpStatus ? { httpStatus: bytes.integer() } : undefined;
  const cacheStatus = head & hasCacheStatus ? { cacheStatus: unpackText(bytes, strings) } : undefined;
  const attempts = head & hasAttempts ? bytes.integer() : 1;
  const verdict = head & hasVerdict ? { verdict: verdictOf(bytes.byte()) } : undefined;
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
