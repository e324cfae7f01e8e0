/** What an origin answers: a status and header lines, in this order, byte for byte. */
export type Response = {
  /** Default 200. */
  readonly status?: number;
  /** `Name: value`. `{past}` and `{future}` become HTTP dates, an hour off; `{soon}` is in 20 seconds. Date comes by itself. */
  readonly headers: readonly string[];
  /** Bytes of the body; default 1000. */
  readonly sizeBytes?: number;
  /** Sent in chunks, without Content-Length. */
  readonly isChunked?: true;
};

/** One response, and what happens before forewarm's GET sees it. */
export type Row = Response & {
  /** What it shows, for titles and the page, where the headers don't say it themselves. */
  readonly note?: string;
  /** Headers of both GETs, beside Host. */
  readonly request?: Readonly<Record<string, string>>;
  /**
   * `stored`: a visitor has had the same before. `expired`: that copy has run out since. `headOnly`: it was a
   * HEAD. Default: nobody has asked before, or, in the hit-for-miss column, for what could not be stored.
   */
  readonly before?: 'stored' | 'expired' | 'headOnly';
  /** This cache acts on a header that it takes away, so that nobody behind it can tell: shown apart. */
  readonly hiddenBy?: 'nginx' | 'squid';
};
