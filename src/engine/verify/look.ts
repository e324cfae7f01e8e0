import { judge, type Exchanged } from '../../edge/verdict/judge.ts';
import { prove, type Fetched, type Proof } from '../../edge/verdict/proof.ts';
import { unsetVary } from '../../edge/verdict/vary.ts';
import type { Variant } from '../../tasks/plan.ts';
import type { EngineNode } from '../options.ts';
import type { ResponseHeaders } from '../transport.ts';
import type { Looked } from './verification.ts';

/** What a response's head tells, before its body comes. */
export type Sight = { readonly judged?: Looked; readonly proof?: Proof };

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
    const judged = judge(exchanged(setup, status, headers));
    const unwarmed = unsetVary(headers, setup.variants);
    return { judged: unwarmed.length === 0 ? judged : { ...judged, unwarmed } };
  };
}

export function lookAtProbe(setup: LookSetup, fetched: Fetched): Look {
  return (status, headers) => ({ proof: prove(fetched, exchanged(setup, status, headers)) });
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
