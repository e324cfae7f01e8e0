import { badParam } from './apierror.ts';
import { decodeForm } from './form.ts';
import type { Params } from './json.ts';
import { decodeJson } from './jsonbody.ts';
import { wholeBody, wholeQuery } from './limits.ts';
import { shown } from './shown.ts';

/** One HTTP request as it came in. */
export type RawRequest = {
  method: string;
  /** What stands behind the `?`, raw, without it; '' when there is none. */
  query: string;
  /** The header's value. */
  contentType?: string | undefined;
  body: Uint8Array;
};

export type Decoded = {
  /** Everything that is signed, and `Signature`. */
  params: Params;
  /** What the request asks for; absent when it names no Action. */
  action?: string;
};

/**
 * Reads the parameters of a request (ucdn-api.md, "Envelope"). Throws an ApiError (230) when they can't be read.
 *
 * A POST with a body is its body alone: of its query only the Action counts, and only when the body names none
 * (the vendor's Go SDK sends both); it is no parameter and not signed. Everything else is its query.
 */
export function decodeRequest(raw: RawRequest): Decoded {
  const hasBody = raw.method === 'POST' && raw.body.length > 0;
  const params = hasBody ? decodeBody(raw.body, raw.contentType) : decodeQuery(raw.query);
  const action = actionOf(params) ?? (hasBody ? actionOf(decodeQuery(raw.query)) : undefined);
  return action === undefined ? { params } : { params, action };
}

function decodeBody(body: Uint8Array, contentType: string | undefined): Params {
  const text = utf8(body, wholeBody);
  return isJson(text, contentType) ? decodeJson(text) : decodeForm(text, wholeBody);
}

/** HTTP servers hand over raw bytes of a request line as Latin-1; clients that don't escape mean UTF-8. */
function decodeQuery(query: string): Params {
  const isLatin1 = /[\u0080-\u00ff]/.test(query) && !/[\u0100-\uffff]/.test(query);
  const text = isLatin1
    ? utf8(
        Uint8Array.from(query, (character) => character.charCodeAt(0)),
        wholeQuery,
      )
    : query;
  return decodeForm(text, wholeQuery);
}

function isJson(text: string, contentType: string | undefined): boolean {
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/json') return true;
  if (mediaType === 'application/x-www-form-urlencoded') return false;
  return text.trimStart().startsWith('{');
}

function utf8(bytes: Uint8Array, whole: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badParam(whole, 'bytes that are not UTF-8', 'UTF-8');
  }
}

function actionOf(params: Params): string | undefined {
  const action = params.get('Action') ?? '';
  if (typeof action !== 'string') throw badParam('Action', shown(action), 'the name of an action');
  return action === '' ? undefined : action;
}
