import type { Reason } from '../tasks/outcome.ts';
import { shorten } from './shorten.ts';

/** What went wrong with one request. */
export type Failure = {
  reason: Reason;
  /** One sentence for people. */
  message: string;
  /** Worth another attempt: what failed may be gone in a moment. */
  passing: boolean;
  /** No response began, and that is the node's doing as far as one request can tell: it counts towards its being down. */
  isNodes?: true;
};

/** How far a request had come: its connection, waiting for the response's headers, within the body. */
export type Phase = 'connecting' | 'waiting' | 'body';

export type RequestFacts = {
  phase: Phase;
  /** `host:port` that was dialled. */
  peer: string;
  receivedBytes: number;
  /** Undefined when no Content-Length told. */
  expectedBytes: number | undefined;
};

/** Codes of failed certificate checks, from Node's documentation of node:tls ("X509 certificate error codes"). */
const certificateCodes = new Set([
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_CRL',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'CERT_SIGNATURE_FAILURE',
  'CRL_SIGNATURE_FAILURE',
  'CERT_NOT_YET_VALID',
  'CERT_HAS_EXPIRED',
  'CRL_NOT_YET_VALID',
  'CRL_HAS_EXPIRED',
  'ERROR_IN_CERT_NOT_BEFORE_FIELD',
  'ERROR_IN_CERT_NOT_AFTER_FIELD',
  'ERROR_IN_CRL_LAST_UPDATE_FIELD',
  'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
  'OUT_OF_MEM',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_CHAIN_TOO_LONG',
  'CERT_REVOKED',
  'INVALID_CA',
  'PATH_LENGTH_EXCEEDED',
  'INVALID_PURPOSE',
  'CERT_UNTRUSTED',
  'CERT_REJECTED',
  'HOSTNAME_MISMATCH',
]);

/** `getaddrinfo` and c-ares, as Node's node:dns names them. */
const dnsCodes = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'EAI_MEMORY',
  'ENODATA',
  'ESERVFAIL',
  'EREFUSED',
]);

/** The machine we run on has no more to give: nobody else's fault, and it passes. */
const ownCodes = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM']);

const connectSentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
  EHOSTDOWN: 'the host is down',
  ENETDOWN: 'the network is down',
  EADDRNOTAVAIL: 'no local address or port is free',
  EACCES: 'this machine does not allow it',
  EPERM: 'this machine does not allow it (a firewall, perhaps)',
};

/** Reads what undici and Node say of a request that failed: a closed set of reasons and a sentence each. */
export function failureOf(error: unknown, facts: RequestFacts): Failure {
  const code = codeOf(error);
  const said = shorten(error instanceof Error ? error.message : String(error));
  const { phase, peer } = facts;

  if (code === 'UND_ERR_CONNECT_TIMEOUT') return nodes(passing('timeout', `no connection to ${peer} in time (timeouts.connectMs)`));
  if (dnsCodes.has(code)) return nodes(passing('dns', `the node's address ${peer} does not resolve (${code})`));
  if (ownCodes.has(code)) return passing('internal', `this machine is out of resources (${code})`);
  // A node has a certificate for each host: one that is for others says nothing of the rest of it.
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return final('tls', `the certificate of ${peer} is for other names: ${said}`);
  if (certificateCodes.has(code)) return nodes(final('tls', `the certificate of ${peer} is not trusted (${code})`));
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_')) {
    return nodes(final('tls', `no TLS handshake with ${peer} (${said})`));
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return final('protocol', 'the headers of the response are too large');
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' && phase === 'body') return truncated(facts);
  if (isUnreadable(error, code)) {
    return /invalid.eof.state/i.test(code + said)
      ? truncated(facts)
      : final('protocol', `what came from ${peer} is not HTTP that can be read: ${said}`);
  }
  if (code === 'UND_ERR_SOCKET' && said.startsWith('bad ')) {
    return final('protocol', `an interim response that nobody asked for came from ${peer} (${said})`);
  }
  if (isConnectionTrouble(code)) {
    if (phase === 'body') return truncated(facts);
    if (code === 'ETIMEDOUT') return nodes(passing('timeout', `no answer from ${peer} on the network (${code})`));
    if (said.includes('secure TLS connection')) return nodes(passing('tls', `${peer} closed the connection in the TLS handshake`));
    if (phase === 'connecting' || code in connectSentences)
      return nodes(passing('connect', `no connection to ${peer}: ${connectSentences[code] ?? said}`));
    return nodes(passing('connect', `${peer} closed the connection before a response came (${code})`));
  }
  return final('internal', said === '' ? 'an error without a message' : said);
}

/** The body ended short of its Content-Length, without its last chunk, or by a reset. */
export function truncated({ receivedBytes, expectedBytes }: Pick<RequestFacts, 'receivedBytes' | 'expectedBytes'>): Failure {
  const whole = expectedBytes === undefined ? '' : ` of ${expectedBytes}`;
  return passing('truncated', `the body broke off after ${receivedBytes}${whole} bytes`);
}

/** undici 8 means to give llhttp's codes (HPE_…), but its parser's errors come without: their class tells. */
function isUnreadable(error: unknown, code: string): boolean {
  return (
    code.startsWith('HPE_') ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    (error instanceof Error && error.name === 'HTTPParserError')
  );
}

function isConnectionTrouble(code: string): boolean {
  return (
    code in connectSentences ||
    code === 'UND_ERR_SOCKET' ||
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'ECONNABORTED' ||
    code === 'ETIMEDOUT'
  );
}

/** Where a name has several addresses and none answers, Node puts their errors into one AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? codeOf(error.errors[0]) : '';
}

function nodes(failure: Failure): Failure {
  return { ...failure, isNodes: true };
}

function passing(reason: Reason, message: string): Failure {
  return { reason, message, passing: true };
}

function final(reason: Reason, message: string): Failure {
  return { reason, message, passing: false };
}
