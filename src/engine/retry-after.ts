/** IMF-fixdate, RFC 850 and asctime, the three forms of RFC 9110 section 5.6.7. */
const datePattern =
  /^[A-Z][a-z]{2,8},? +(?:\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d \d{4})$/;

/**
 * Reads Retry-After (RFC 9110 section 10.2.3): seconds, or a date. A date is taken against the response's
 * own Date header if it has one, so that a node's wrong clock does no harm. Undefined when it can't be read.
 */
export function retryAfterMs(value: string | undefined, date: string | undefined, wallMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  const atMs = httpDateMs(text);
  if (atMs === undefined) return undefined;
  return Math.max(0, atMs - (httpDateMs(date?.trim() ?? '') ?? wallMs));
}

function httpDateMs(text: string): number | undefined {
  if (!datePattern.test(text)) return undefined;
  // asctime names no zone and means UTC; Date.parse would take it for local time.
  const ms = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(ms) ? undefined : ms;
}
