import type { Survey } from './survey.ts';

/** A stretch of a playlist, in µs from its beginning. */
export type Window = { readonly fromUs: number; readonly toUs: number };

/**
 * What plays in the first seconds. EXT-X-START says where that begins (RFC 8216 §4.3.5.2); else it is the beginning, and
 * of a live playlist HOLD-BACK before its end, by default three target durations (rfc8216bis §4.4.3.8, RFC 8216 §6.3.3).
 */
export function windowOf(survey: Survey, startUs: number | undefined, firstSeconds: number | undefined): Window | undefined {
  if (firstSeconds === undefined) return undefined;
  const { totalUs, isEnded, targetUs, holdBackUs = 3 * targetUs } = survey;
  const offsetUs = startUs ?? (isEnded ? 0 : -holdBackUs);
  const fromUs = Math.min(totalUs, Math.max(0, offsetUs < 0 ? totalUs + offsetUs : offsetUs));
  return { fromUs, toUs: fromUs + firstSeconds * 1e6 };
}

export type Place = 'before' | 'within' | 'after';

export function placeIn(window: Window | undefined, startUs: number, durationUs: number): Place {
  if (window === undefined) return 'within';
  if (startUs >= window.toUs) return 'after';
  return startUs < window.fromUs && startUs + durationUs <= window.fromUs ? 'before' : 'within';
}
