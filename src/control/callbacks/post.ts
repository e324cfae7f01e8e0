/** What callbacks need of HTTP. The root hands in what src/outbound does. */
export type Post = (order: {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
}) => Promise<PostAnswer>;

/** Redirects are not followed. `retryAfter`: the header as it came. `message`: a sentence without a full stop. */
export type PostAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'failed'; readonly message: string };
