/**
 * Why control turns a submit down. Each kind has one RetCode, which only the API knows (api/refusals.ts).
 *
 * - `domain_unknown`: no domain of the caller's project; another project's domain reads the same
 * - `prefetch_disabled`: the domain's `prefetch` is off
 * - `domain_without_nodes`: nothing to pull through
 * - `scheme_not_served`: a node of the domain has no address for the URL's scheme
 * - `queue_full`: `limits.queuedUrls` would be exceeded
 */
export const refusalKinds = ['domain_unknown', 'prefetch_disabled', 'domain_without_nodes', 'scheme_not_served', 'queue_full'] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** A submit that is understood but can't be done. `message` is a sentence that names what came and what would be accepted. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  constructor(kind: RefusalKind, message: string) {
    super(message);
    this.kind = kind;
  }
}
