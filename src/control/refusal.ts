/**
 * Why control turns a submit down. Each kind has one RetCode, which only the API knows (api/refusals.ts).
 *
 * - `domain_unknown`: no domain of the caller's project; another project's domain reads the same
 * - `prefetch_disabled`: the domain's `prefetch` is off
 * - `domain_without_nodes`: nothing to pull through
 * - `scheme_not_served`: a node of the domain has no address for the URL's scheme
 * - `submit_too_soon`: `limits.submitIntervalMs` has not passed since the key's last prefetch
 * - `queue_full`: `limits.queuedUrls` would be exceeded
 * - `quota_exceeded`: a domain may not have that much more on this calendar day
 * - `node_unknown`: a node is selected that serves no domain of the project
 * - `nothing_to_retry`: no URL of the task has failed on a node that still serves it
 * - `sitemap_unreadable`: it can't be had, or is none
 * - `sitemap_busy`: as many are being read as may be at once
 * - `key_quota_exceeded`: the key may not submit that much more on this calendar day
 */
export const refusalKinds = [
  'domain_unknown',
  'prefetch_disabled',
  'domain_without_nodes',
  'scheme_not_served',
  'submit_too_soon',
  'queue_full',
  'quota_exceeded',
  'key_quota_exceeded',
  'node_unknown',
  'nothing_to_retry',
  'sitemap_unreadable',
  'sitemap_busy',
] as const;
export type RefusalKind = (typeof refusalKinds)[number];

/** A request that is understood but can't be done. `message` is a sentence that names what came and what would be accepted. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly kind: RefusalKind;
  /** Place among the submitted URLs, from 0, of the one that it is about; absent when it is about all of them. */
  readonly line?: number;
  /** The domain, scheme, task, node or sitemap that it is about. */
  readonly subject?: string;
  constructor(kind: RefusalKind, message: string, about: { line?: number; subject?: string } = {}) {
    super(message);
    this.kind = kind;
    if (about.line !== undefined) this.line = about.line;
    if (about.subject !== undefined) this.subject = about.subject;
  }
}
