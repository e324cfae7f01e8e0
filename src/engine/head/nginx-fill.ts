import { type FillEnd, type FillTalk, maxFailures, missing, Rests } from './talk.ts';

/**
 * A probe that took longer was not answered, but held: by `proxy_cache_lock`, until the fill had ended. What it says then
 * is final.
 */
const heldMs = 2000;
/** Without that lock 504 is the answer while a fill runs and when it has failed. One that is slower than 1 MiB/s is taken for failed. */
const slowestBytesPerMs = (1024 * 1024) / 1000;

/**
 * nginx shows an object once it is whole. With `proxy_cache_lock on` (examples/edges) a probe waits for that; without it the
 * probe finds nothing, and is repeated.
 */
export async function nginxFill(talk: FillTalk, idleMs: number): Promise<FillEnd> {
  const patienceMs = idleMs + (talk.sizeBytes ?? 0) / slowestBytesPerMs;
  const rests = new Rests();
  let untilMs = talk.nowMs + patienceMs;
  for (let failures = 0; ;) {
    await talk.rest(rests.next());
    const reply = await talk.probe();
    if (reply.failure !== undefined) {
      failures += 1;
      if (failures >= maxFailures) return { failure: reply.failure };
      continue;
    }
    failures = 0;
    if (reply.status === undefined) {
      untilMs = talk.nowMs + patienceMs;
      continue;
    }
    const proof = talk.proofOf(reply);
    if (typeof proof !== 'string') return { judged: proof };
    if (reply.tookMs >= heldMs || talk.nowMs >= untilMs) return missing;
  }
}
