export type ClientOptions = {
  /** `http://host:port` of the server. */
  endpoint: string;
  publicKey: string;
  privateKey: string;
  /** Of temporary credentials (AssumeUcdnRole): goes with every call. */
  securityToken?: string | undefined;
  /** Sent with every call that names no other; default: none (the server's default project). */
  projectId?: string | undefined;
  /** For one exchange, its answer read to the end. Default: 30,000. */
  timeoutMs?: number;
  /**
   * How often a call is sent at most when it gets no whole answer. Default: 3. Each time the very same bytes go
   * out, so that a submit which had arrived is answered with its own task; what a timeout ended is not sent again.
   */
  attempts?: number;
  /** Wait before the second attempt, doubled before each further one, less up to half of it by chance. Default: 200. */
  backoffMs?: number;
  /**
   * How long after it was first sent a call that changes something may be sent again. Must stay below the server's
   * `limits.duplicateWindowMs` (10,000), after which a repeated submit is a second task. Default: 8,000.
   */
  resendWithinMs?: number;
  /** Default: the platform's. */
  fetch?: typeof globalThis.fetch;
};

export type CheckedOptions = Required<Omit<ClientOptions, 'projectId' | 'securityToken' | 'endpoint'>> & {
  url: string;
  projectId?: string;
  securityToken?: string;
};

/** Throws a TypeError that names the option at fault. */
export function checkOptions(options: ClientOptions): CheckedOptions {
  const { publicKey, privateKey, timeoutMs = 30_000, attempts = 3, backoffMs = 200, resendWithinMs = 8_000 } = options;
  if (publicKey === '') throw new TypeError('publicKey: came an empty text; accepted is the public key of a key pair');
  if (privateKey === '') throw new TypeError('privateKey: came an empty text; accepted is the private key of a key pair');
  // Unbound, since browsers refuse a `fetch` that is called as a method of something else.
  const { fetch = (input, init) => globalThis.fetch(input, init) } = options;
  const { projectId, securityToken } = options;
  const checked = { url: urlOf(options.endpoint), publicKey, privateKey, timeoutMs, attempts, backoffMs, resendWithinMs, fetch };
  return {
    ...checked,
    ...(projectId !== undefined && projectId !== '' && { projectId }),
    ...(securityToken !== undefined && securityToken !== '' && { securityToken }),
  };
}

function urlOf(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new TypeError(`endpoint: came ${JSON.stringify(endpoint.slice(0, 64))}; accepted is http://HOST:PORT or https://HOST:PORT`);
  }
  return url.href;
}
