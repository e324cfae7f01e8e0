/** All that the API must be told; plain data, replaced whole on a reload. */
export type ApiOptions = {
  /** Of forewarm itself; shown by /healthz. */
  version: string;
  projects: readonly ProjectOptions[];
  keys: readonly KeyOptions[];
  limits: LimitOptions;
  /** The configuration that all this comes of, as it may be shown. */
  inForce: InForce;
  /** Addresses and CIDRs of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** A reload may bring a new certificate; it can't turn TLS on or off. */
  tls?: { certPem: string; keyPem: string };
  /** `host:port` of a listener of its own for /metrics; read by `listen` only. */
  metricsAddress?: string;
};

export type InForce = {
  /** Milliseconds since 1970. */
  sinceMs: number;
  /** Without secrets; plain data for JSON. */
  configuration: Readonly<Record<string, unknown>>;
};

export type ProjectOptions = {
  id: string;
  name: string;
  /** The one that a main account means when it names none. */
  default: boolean;
  /** Seconds since 1970. Absent: not known, answered as 0. */
  createdAtS?: number;
};

export type KeyOptions = {
  publicKey: string;
  privateKey: string;
  /** A sub-account must name its ProjectId in every call. */
  account: 'main' | 'sub';
  projects: 'all' | readonly string[];
  /** Names of actions, `*` standing for any run of characters. */
  actions: readonly string[];
  /** Domain and path prefixes that submits may name. Absent: every domain of its projects. */
  urls?: readonly string[];
  /** Addresses and CIDRs it may be used from. Empty: any (a sub-account's: those of the main account). */
  allowIps: readonly string[];
  /** Milliseconds since 1970. */
  expiresMs?: number;
  /** May be used by HTTP Basic. */
  basic?: boolean;
};

export type LimitOptions = {
  /** Largest request body; one four times as large is still read to its end before it is refused. */
  bodyBytes: number;
  /** How long the same signed submit is answered with the same task; 0: never. */
  duplicateWindowMs: number;
  /** Per key; 0: no bound. */
  requestsPerSecond: number;
  /** Calls being worked on at once, over all keys. Default: see load.ts. */
  requestsInFlight?: number;
  /** Bytes of request bodies in memory at once. Default: see load.ts. */
  bytesInFlight?: number;
};
