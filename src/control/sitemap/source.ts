/**
 * Gets what somebody outside serves. Whoever hands it in sees to it that it dials only what may be dialled: callers choose
 * the address.
 */
export interface SitemapSource {
  /** Follows redirects. Resolves to a failure, too, for a body larger than `maxBytes`. */
  get(order: { url: string; maxBytes: number; timeoutMs: number; signal?: AbortSignal }): Promise<SourceAnswer>;
}

/** `message`: a sentence without a full stop. */
export type SourceAnswer = { kind: 'answered'; status: number; body: Uint8Array } | { kind: 'failed'; message: string };
