import type { Said } from './procedure.ts';

/**
 * What a probe's answer says of the object. `absent`: not stored, or stale. `waits`: no answer yet, so
 * something runs. `untold`: the node has other troubles than this object.
 */
export type Standing = 'stored' | 'absent' | 'waits' | 'untold';

/** A cached redirect or 404 is an object, too. */
export function standingOf({ status }: Said): Standing {
  if (status === undefined) return 'waits';
  if (status === 504) return 'absent';
  return (status >= 200 && status < 400) || status === 404 || status === 410 ? 'stored' : 'untold';
}

/** Traffic Server gives up waiting for a fetch after 0.9 s by default; a 404 of its own takes a few. */
const lateMs = 300;
const surelyLateMs = 2000;

/**
 * Whether an answer "not there" came so late that the node must have waited for something: a cache gives up
 * waiting for a fetch at some time, and then answers as if there was none. `asked` counts such answers, so that a
 * node that is slow in everything is believed in the end.
 */
export function isLate({ tookMs }: Said, asked: number): boolean {
  return tookMs > (asked < 40 ? lateMs : surelyLateMs);
}
