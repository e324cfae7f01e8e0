import type { Scheme } from '../tasks/url.ts';

/** What is probed, checked by whoever asks: nothing here is validated again. */
export type ProbeOptions = {
  /** Where it is dialled. */
  readonly address: { readonly scheme: Scheme; /** Name or IP, without brackets. */ readonly host: string; readonly port: number };
  readonly url: {
    readonly scheme: Scheme;
    /** Host header and SNI; never resolved. */
    readonly host: string;
    /** Path and query, sent byte for byte. */
    readonly path: string;
  };
  readonly userAgent: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** `caPem` is trusted beside the system's certificates; `verify: false` takes any. */
  readonly tls: { readonly caPem?: string; readonly verify: boolean };
  /** Where `caPem` was read, as forewarm.yaml will name it. */
  readonly caFile?: string;
  /** The longest silence: to a connection, to headers, within a body. */
  readonly timeoutMs: number;
  /** A body that is larger is not read to its end. */
  readonly maxBodyBytes: number;
  /** It may be told to forget the URL. */
  readonly mayPurge: boolean;
  readonly signal: AbortSignal;
  /** Told what comes next, for whoever waits: `asking a second time`. */
  readonly onStep?: (step: string) => void;
};
