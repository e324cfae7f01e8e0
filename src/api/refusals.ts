import { KeyFault, type KeyFaultKind } from '../control/keys/keyfault.ts';
import { isUnavailable } from '../control/unavailable.ts';
import { type RefusalKind, Refusal } from '../control/refusal.ts';
import { ApiError, apiError, badParam } from '../wire/apierror.ts';
import { wholeBody } from '../wire/limits.ts';
import type { RetCodeName } from '../wire/retcodes.ts';
import type { ReadBody } from './http/body.ts';
import type { LimitOptions } from './options.ts';
import { faultOfRequest } from './http/unreadable.ts';

/** The RetCode of each reason that control has to turn a call down; the compiler sees to it that none is forgotten. */
const retCodeOf: Readonly<Record<RefusalKind, RetCodeName>> = {
  domain_unknown: 'domainUnknown',
  prefetch_disabled: 'prefetchDisabled',
  domain_without_nodes: 'domainWithoutNodes',
  scheme_not_served: 'schemeNotServed',
  submit_too_soon: 'throttled',
  queue_full: 'queueFull',
  quota_exceeded: 'quotaExceeded',
  key_quota_exceeded: 'keyQuotaExceeded',
  node_unknown: 'nodeUnknown',
  nothing_to_retry: 'nothingToRetry',
  sitemap_unreadable: 'sitemapUnreadable',
  sitemap_busy: 'sitemapBusy',
};

const retCodeOfKeyFault: Readonly<Record<KeyFaultKind, RetCodeName>> = {
  key_unknown: 'keyUnknown',
  key_taken: 'keyTaken',
  key_fixed: 'notPermitted',
  master_key_missing: 'masterKeyMissing',
};

/** True for what is no refusal but a fault of ours, to be logged. */
export function isFault(thrown: unknown): boolean {
  return !(thrown instanceof ApiError || thrown instanceof Refusal || thrown instanceof KeyFault);
}

/** `line`: the parameter that the line came in which the refusal is about. */
export function refused({ kind, message, subject }: Refusal, line?: string): ApiError {
  return apiError(retCodeOf[kind], {
    ...(subject !== undefined && { subject }),
    detail: line === undefined ? message : `${line}: ${message}`,
  });
}

/** Whatever was thrown as the refusal that the caller gets; a fault of ours tells the caller nothing about itself. */
export function asApiError(thrown: unknown, requestId: string): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof Refusal) return refused(thrown);
  if (thrown instanceof KeyFault) {
    const { kind, subject, message } = thrown;
    return apiError(retCodeOfKeyFault[kind], { ...(subject !== undefined && { subject }), detail: message });
  }
  if (isUnavailable(thrown)) {
    return apiError('unavailable', {
      detail: `the store can't do this now; send it again later, the server's log tells more under request id ${requestId}`,
    });
  }
  return apiError('internal', { detail: `the server's log tells more under request id ${requestId}` });
}

type RefusedBody = Exclude<ReadBody, { kind: 'whole' | 'gone' }>;

export function bodyRefusal(body: RefusedBody, { bodyBytes }: LimitOptions): ApiError {
  if (body.kind === 'broken') return faultOfRequest(body.fault);
  return body.kind === 'too_large'
    ? badParam(wholeBody, `more than ${bodyBytes} bytes`, `at most ${bodyBytes} bytes (limits.bodyBytes)`)
    : apiError('unavailable', { detail: 'too many request bodies are in memory; send it again later' });
}
