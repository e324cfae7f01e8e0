import type { Failure } from './reason.ts';

/** What an HTTP status that is neither success nor a redirect to follow means. Undefined: 2xx. */
export function failureOfStatus(status: number): Failure | undefined {
  if (status >= 200 && status < 300) return undefined;
  return { reason: 'http_status', message: `the node answered with status ${status}`, passing: isPassing(status) };
}

/** 408, 429 and 5xx may be different in a moment; another 4xx will not. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/** 3xx with a Location says where to go; 304 answers a condition, which we never set (RFC 9110 section 15.4). */
export function isRedirect(status: number, location: string | undefined): location is string {
  return status >= 300 && status < 400 && status !== 304 && location !== undefined && location !== '';
}
