import { judge, readAs, wordOf, type Exchanged } from '../../edge/verdict/judge.ts';
import { prove, type Fetched, type Proof } from '../../edge/verdict/proof.ts';
import { remaining } from '../../edge/verdict/remaining.ts';
import { unsetVary } from '../../edge/verdict/vary.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { EngineNode } from '../options.ts';
import type { ResponseHeaders } from '../transport.ts';
import type { Looked } from './verification.ts';

/** What a response's head tells, before its body comes. */
export type Sight = {
  readonly judged?: Looked;
  readonly proof?: Proof;
  /** Until when the cache uses what it has stored of this response, if it does: where that is known, by our clock. */
  readonly freshUntilMs?: number;
};

export type Look = (status: number, headers: ResponseHeaders) => Sight | undefined;

/** Whose request it is: what decides, beside the response, whether it may be stored. */
export type LookSetup = {
  readonly node: EngineNode;
  readonly variant: Variant;
  readonly variants: readonly Variant[];
  readonly wallMs: () => number;
};

export function lookAtPull(setup: LookSetup): Look {
  return (status, headers) => {
    if (status < 200 || status > 299) return undefined;
    const seen = exchanged(setup, status, headers);
    const read = readAs(seen);
    const judged = judge(seen, read);
    const unwarmed = unsetVary(headers, setup.variants);
    return { judged: unwarmed.length === 0 ? judged : { ...judged, unwarmed }, ...freshness(seen, read) };
  };
}

/** Where nothing is judged. */
export function lookAtFreshness(setup: LookSetup): Look {
  return (status, headers) => (status < 200 || status > 299 ? undefined : freshness(exchanged(setup, status, headers)));
}

export function lookAtProbe(setup: LookSetup, fetched: Fetched): Look {
  return (status, headers) => ({ proof: prove(fetched, exchanged(setup, status, headers)) });
}

function freshness(seen: Exchanged, read = readAs(seen)): Pick<Sight, 'freshUntilMs'> | undefined {
  const left = remaining(read, wordOf(seen, read));
  return left === undefined || left.isBound ? undefined : { freshUntilMs: seen.nowMs + left.seconds * 1000 };
}

function exchanged({ node, variant, wallMs }: LookSetup, status: number, headers: ResponseHeaders): Exchanged {
  return {
    cache: node.cache,
    sliceBytes: node.sliceBytes,
    request: { ...variant, ...node.headers },
    status,
    headers,
    nowMs: wallMs(),
  };
}
