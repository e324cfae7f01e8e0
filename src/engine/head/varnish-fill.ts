import { joined } from '../../edge/headers.ts';
import { contentRange } from '../content-range.ts';
import type { Reply } from '../purge/asking.ts';
import type { Looked } from '../verify/verification.ts';
import { type FillEnd, type FillTalk, maxFailures, missing, Rests } from './talk.ts';

/** Progress is seen in steps of a twentieth, or of this, whichever is more. */
const minStepBytes = 16 * 1024 * 1024;

/**
 * Varnish answers from an object that still streams in as from a whole one. But a byte of it comes when the fill has got
 * there, and never when it breaks off: its last byte is the proof. Without a Content-Length there is no last byte to ask
 * for; then the length that a HEAD gets is the proof, which Varnish knows once the object is whole.
 */
export async function varnishFill(talk: FillTalk): Promise<FillEnd> {
  const { sizeBytes } = talk;
  if (sizeBytes === undefined) return untilSized(talk);
  const stepBytes = Math.max(minStepBytes, Math.ceil(sizeBytes / 20));
  const rests = new Rests();
  let failures = 0;
  for (let doneBytes = 0; doneBytes < sizeBytes;) {
    const nextBytes = Math.min(sizeBytes, doneBytes + stepBytes);
    const reply = await talk.byteAt(nextBytes - 1);
    const range = contentRange(reply.headers);
    if (reply.failure === undefined && reply.status === 206 && range?.totalBytes === sizeBytes && range.lastByte === nextBytes - 1) {
      failures = 0;
      doneBytes = nextBytes;
      talk.progress(doneBytes);
      continue;
    }
    const stands = await whatStands(talk, reply);
    if (stands !== 'filling') return stands;
    if (isStill(reply)) continue;
    failures += 1;
    if (failures >= maxFailures && reply.failure !== undefined) return { failure: reply.failure };
    await talk.rest(rests.next());
  }
  return lastWord(talk);
}

/** The byte that was asked for did not come: what does a HEAD say? */
async function whatStands(talk: FillTalk, reply: Reply): Promise<FillEnd | 'filling'> {
  const probe = await talk.probe();
  if (probe.failure !== undefined || probe.status === undefined) return 'filling';
  const proof = talk.proofOf(probe);
  if (proof === 'absent') return reply.failure?.reason === 'truncated' ? { failure: brokeOff(talk) } : missing;
  if (proof === 'unfinished' || reply.failure !== undefined || reply.status === undefined) return 'filling';
  return typeof proof !== 'string' && proof.verdict !== 'hit-proven' ? { judged: proof } : { judged: untold(reply.status) };
}

/** What is whole now may yet not be what was asked for. */
async function lastWord(talk: FillTalk): Promise<FillEnd> {
  const reply = await talk.probe();
  if (reply.failure !== undefined) return { failure: reply.failure };
  if (reply.status === undefined) return { failure: { reason: 'timeout', message: 'no answer to the last probe in time', passing: true } };
  const proof = talk.proofOf(reply);
  return typeof proof === 'string' ? missing : { judged: proof };
}

async function untilSized(talk: FillTalk): Promise<FillEnd> {
  const rests = new Rests();
  for (let failures = 0; ;) {
    const reply = await talk.probe();
    if (reply.failure !== undefined) {
      failures += 1;
      if (failures >= maxFailures) return { failure: reply.failure };
    } else {
      failures = 0;
      const length = joined(reply.headers, 'content-length') ?? '';
      const isWhole = /^\d{1,15}$/.test(length);
      if (isWhole && reply.status !== 504) talk.sized(Number(length));
      const proof = reply.status === undefined ? 'unfinished' : talk.proofOf(reply);
      if (proof === 'absent') return missing;
      if (typeof proof !== 'string' && (isWhole || proof.verdict !== 'hit-proven')) return { judged: proof };
    }
    await talk.rest(rests.next());
  }
}

/** The byte took longer than our patience; the fill has no other sign of life. */
function isStill({ failure, wasSent }: Reply): boolean {
  return failure?.reason === 'timeout' && wasSent;
}

function brokeOff({ sizeBytes }: FillTalk): { reason: 'truncated'; message: string; passing: true } {
  return {
    reason: 'truncated',
    message: `the cache's own fetch broke off before it had the object's ${sizeBytes ?? 0} bytes`,
    passing: true,
  };
}

function untold(status: number): Looked {
  const why = `a range of it was answered with status ${status}: this Varnish passes ranges on, or doesn't know them`;
  return { verdict: 'unknown', because: `it is being stored, and nobody can tell when it is whole, since ${why}; write pull: body` };
}
