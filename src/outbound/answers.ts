/** A request to an address that somebody named, and what came of it. */

export type PostOrder = {
  /** http or https, without user name and password. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
  /** From the look-up of the name to the answer's head. */
  timeoutMs: number;
  /** Ends it; the answer is then a failure. */
  signal?: AbortSignal;
};

/** Whatever status: redirects are not followed. `retryAfter`: the header as it came. */
export type PostAnswer = { kind: 'answered'; status: number; retryAfter?: string } | Failed;

export type GetOrder = {
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** A larger body is a failure; it is not read to its end. */
  maxBytes: number;
  /** For everything, redirects included. */
  timeoutMs: number;
  signal?: AbortSignal;
};

/** `url`: where the redirects led. */
export type GetAnswer = { kind: 'answered'; url: string; status: number; contentType?: string; body: Buffer } | Failed;

/**
 * `address`: it may not be dialled. `redirect`: one too many, or one that leads where nothing may. `network`: the
 * name, the connection, TLS, or an answer that is none. `message` is a sentence for people without a full stop; no URL's query stands in it.
 */
export type Failed = { kind: 'failed'; reason: 'address' | 'timeout' | 'network' | 'redirect' | 'too_large'; message: string };
