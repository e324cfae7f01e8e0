import type { Queue } from '../../queue/queue.ts';
import type { Look, LookOrder, Sighting } from '../../tasks/look.ts';
import type { Gate } from './gate.ts';

export type AskParts = {
  readonly queue: Pick<Queue, 'look'>;
  readonly gate: Gate;
  /** From the asking on, time at the gate included. */
  readonly patienceMs: number;
};

/** What a node has, in the order's order. `silent`: it was not told, and asking again soon is of no use. */
export type Asked = { readonly looks: readonly Look[]; readonly silent?: string };

/** Asks a node. Never rejects: what can't be told in time is `unknown`. */
export async function askNode({ queue, gate, patienceMs }: AskParts, order: LookOrder): Promise<Asked> {
  const giveUp = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const error = new Error(`it was not told within ${patienceMs / 1000} s`);
    giveUp.abort(error);
    reject(error);
  }, patienceMs);
  try {
    const { signal } = giveUp;
    const looks = await Promise.race([gate.run(() => queue.look(order, signal), signal), late]);
    return { looks: order.urls.map(({ url }, index) => whole(order, url, looks[index])) };
  } catch (error) {
    const silent = error instanceof Error ? error.message : String(error);
    return { looks: unknownLooks(order, silent), silent };
  } finally {
    clearTimeout(timer);
  }
}

/** The answer for a node that is not asked. */
export function unknownLooks(order: Pick<LookOrder, 'urls' | 'variants'>, because: string): Look[] {
  return order.urls.map(({ url }) => ({ url, variants: order.variants.map(() => unknown(because)) }));
}

function whole(order: LookOrder, url: string, look: Look | undefined): Look {
  return { url, variants: order.variants.map((_, index) => ofObject(look?.variants[index] ?? unknown('the engine did not tell'))) };
}

/** Caches keep errors too: a stored 404 is in the cache, and the object is not. */
function ofObject(sighting: Sighting): Sighting {
  const { state, httpStatus, because } = sighting;
  if (state !== 'fresh' || httpStatus === undefined || httpStatus < 400) return sighting;
  return { ...sighting, state: 'absent', because: `what is stored is an error, status ${httpStatus}: ${because}` };
}

function unknown(because: string): Sighting {
  return { state: 'unknown', because };
}
