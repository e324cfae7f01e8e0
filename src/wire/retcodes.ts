/**
 * Every RetCode that forewarm answers with, in one list: the API, the client, docs/api.md and OpenAPI read it.
 * 110 to 299 are documented by the vendor, 220 and 230 are in use there, 600 to 699 are forewarm's own.
 * None is 2000 or above: the vendor's SDKs send such a request again unasked.
 */
export type RetCodeSpec = {
  readonly retCode: number;
  /** How the Message begins; `[X]` stands for the parameter, the action or the project. */
  readonly message: string;
  /** For people, one sentence. */
  readonly meaning: string;
  /** The same request may succeed later without anybody changing anything. */
  readonly isRetryable: boolean;
};

export const retCodes = {
  timeout: { retCode: 110, message: 'Request timeout', meaning: 'The answer was not ready within 60 seconds.', isRetryable: true },
  internal: {
    retCode: 130,
    message: 'Internal error',
    meaning: 'A fault of the server itself; its log names the request id.',
    isRetryable: true,
  },
  unavailable: {
    retCode: 150,
    message: 'Service unavailable',
    meaning: 'The server is overloaded, stopping, or its store does not answer.',
    isRetryable: true,
  },
  throttled: {
    retCode: 153,
    message: 'Request throttled',
    meaning: 'This key sends more often than it may; the Message says how long to wait.',
    isRetryable: true,
  },
  actionMissing: { retCode: 160, message: 'Missing Action', meaning: 'The request names no Action.', isRetryable: false },
  actionUnknown: {
    retCode: 161,
    message: 'Action [X] not exists',
    meaning: 'No such Action; or the path is not / or the method neither GET nor POST.',
    isRetryable: false,
  },
  signatureMissing: { retCode: 170, message: 'Missing Signature', meaning: 'The request is not signed.', isRetryable: false },
  signatureWrong: {
    retCode: 171,
    message: 'Signature VerifyAC Error',
    meaning: 'The Signature does not fit the parameters and the private key of this PublicKey.',
    isRetryable: false,
  },
  userUnknown: {
    retCode: 172,
    message: 'User Not Exists',
    meaning: 'PublicKey is missing, unknown, disabled or past its end.',
    isRetryable: false,
  },
  tokenUnknown: {
    retCode: 174,
    message: 'Token Not Exists',
    meaning: 'The SecurityToken is unknown or has ended.',
    isRetryable: false,
  },
  paramMissing: { retCode: 220, message: 'Missing params [X]', meaning: 'A required parameter is absent or empty.', isRetryable: false },
  paramBad: {
    retCode: 230,
    message: 'Params [X] not available',
    meaning: 'A parameter, or the body as a whole, is not what is accepted; the Message says what came and what is.',
    isRetryable: false,
  },
  projectUnknown: { retCode: 292, message: 'Project [X] not exists', meaning: 'No such project.', isRetryable: false },
  zoneNotPermitted: {
    retCode: 293,
    message: 'Zone not permitted',
    meaning: 'Documented by the vendor; forewarm never answers it: Region and Zone select nothing.',
    isRetryable: false,
  },
  sourceIpRefused: {
    retCode: 294,
    message: 'Source IP not permitted',
    meaning: 'The key may not be used from the address that the request came from.',
    isRetryable: false,
  },
  securityLock: {
    retCode: 295,
    message: 'Security lock',
    meaning: 'Documented by the vendor; forewarm never answers it.',
    isRetryable: false,
  },
  notPermitted: {
    retCode: 299,
    message: 'Not permitted',
    meaning: 'The key is restricted to other actions, projects or URLs.',
    isRetryable: false,
  },
  domainUnknown: {
    retCode: 600,
    message: 'Domain [X] not exists',
    meaning: 'No domain of the project that the request acts in; a domain of another project reads the same.',
    isRetryable: false,
  },
  prefetchDisabled: {
    retCode: 601,
    message: 'Domain [X] has prefetch disabled',
    meaning: 'The configuration has switched prefetch off for the domain.',
    isRetryable: false,
  },
  domainWithoutNodes: {
    retCode: 602,
    message: 'Domain [X] has no node',
    meaning: 'The configuration names no node that the URL could be pulled through.',
    isRetryable: false,
  },
  schemeNotServed: {
    retCode: 603,
    message: 'Scheme [X] not served',
    meaning: 'A node of the domain has no address for the scheme of the URL.',
    isRetryable: false,
  },
  quotaExceeded: {
    retCode: 604,
    message: 'Quota of domain [X] exceeded',
    meaning: 'The submit would pass what the domain may have on this calendar day; nothing was accepted.',
    isRetryable: false,
  },
  queueFull: {
    retCode: 605,
    message: 'Queue full',
    meaning: 'More URLs are unfinished than the server keeps (limits.queuedUrls); nothing was accepted.',
    isRetryable: true,
  },
  nodeUnknown: {
    retCode: 606,
    message: 'Node [X] not exists',
    meaning: 'The configuration has no node of that name.',
    isRetryable: false,
  },
  tokenTaken: {
    retCode: 607,
    message: 'ClientToken [X] is taken',
    meaning: 'The key has submitted something else under this ClientToken within a day; nothing was accepted.',
    isRetryable: false,
  },
  nothingToRetry: {
    retCode: 608,
    message: 'Task [X] has nothing to retry',
    meaning: 'No URL of the task has failed, or only on nodes that no longer serve it.',
    isRetryable: false,
  },
  keyUnknown: {
    retCode: 620,
    message: 'Key [X] not exists',
    meaning: 'No key of that name was made at run time.',
    isRetryable: false,
  },
  keyTaken: {
    retCode: 621,
    message: 'Key [X] exists already',
    meaning: 'There is a key of that name, made or in the configuration.',
    isRetryable: false,
  },
  masterKeyMissing: {
    retCode: 622,
    message: 'Master key missing',
    meaning: 'The server has no masterKey, without which it makes and lends no keys.',
    isRetryable: false,
  },
  keyQuotaExceeded: {
    retCode: 623,
    message: 'Quota of key [X] exceeded',
    meaning: 'The submit would pass what the key may have on this calendar day; nothing was accepted.',
    isRetryable: false,
  },
  sitemapUnreadable: {
    retCode: 630,
    message: 'Sitemap [X] not readable',
    meaning: 'It could not be had from its address, or what came is no sitemap.',
    isRetryable: false,
  },
  sitemapBusy: {
    retCode: 631,
    message: 'Other sitemaps are being read',
    meaning: 'As many sitemaps are being read as may be at once.',
    isRetryable: true,
  },
} as const satisfies Record<string, RetCodeSpec>;

export type RetCodeName = keyof typeof retCodes;

const specByRetCode: ReadonlyMap<number, RetCodeSpec> = new Map(Object.values(retCodes).map((spec) => [spec.retCode, spec]));

/** What is known of a RetCode by its number; undefined for one that forewarm does not have. */
export function retCodeSpec(retCode: number): RetCodeSpec | undefined {
  return specByRetCode.get(retCode);
}
