import type { ResponseHeaders } from './transport.ts';

/** `Content-Range: bytes 10-19/100` (RFC 9110, 14.4), offsets of the first and the last byte. */
export type ContentRange = { readonly firstByte: number; readonly lastByte: number; readonly totalBytes: number };

/** Undefined where there is none, or none that tells the whole length. */
export function contentRange(headers: ResponseHeaders): ContentRange | undefined {
  const value = headers['content-range'];
  const [, first, last, total] = (typeof value === 'string' && /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(value)) || [];
  if (first === undefined || last === undefined || total === undefined) return undefined;
  return { firstByte: Number(first), lastByte: Number(last), totalBytes: Number(total) };
}

/** The headers of the whole object, as they would be without a Range: what is judged is the object. */
export function wholeHeaders(headers: ResponseHeaders, totalBytes: number): ResponseHeaders {
  return { ...headers, 'content-range': undefined, 'content-length': String(totalBytes) };
}
