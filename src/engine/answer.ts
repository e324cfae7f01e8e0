import type { Failure } from './reason.ts';
import type { Sight } from './verify/look.ts';

/** What came of one request, or of a node's filling itself. */
export type Answer = Sight & {
  /** Absent: a response was read as far as it matters. */
  failure?: Failure;
  /** The final status, if one came. */
  status: number | undefined;
  location: string | undefined;
  retryAfterMs: number | undefined;
  cacheStatus: string | undefined;
  /** What tells this version of the object from others, if the origin says it. */
  validator?: string | undefined;
  /** Body bytes that came to us. */
  bodyBytes: number;
  /** From its start to its end, without waiting for a limit. */
  activeMs: number;
  /** From the request's going out to the response's headers, where the node says that it asked further for them. */
  originMs?: number | undefined;
  /** The cache filled itself; `judged` is the last word on what it has, and no probe is needed. */
  filled?: Filled;
};

/** `provenBytes`: size of what was proven; absent where the node doesn't tell it. `wasThere`: nothing had to be fetched. */
export type Filled = { readonly provenBytes?: number | undefined; readonly wasThere: boolean };
