import { joined } from '../headers.ts';
import type { Said } from './procedure.ts';

/** Asked for where it must be learnt what a node does: nobody stores anything there, and `once` makes each time the first. */
export function helloPath(once: string): string {
  return `/.well-known/forewarm-probe?${once}`;
}

/**
 * Whether a node answers `only-if-cached` from its store alone. `asked` is its answer to HEAD on a path that
 * it can't have stored, with only-if-cached; `plain` without. 504 to the one alone is the proof (RFC 9111, 5.2.1.7):
 * to both it comes from a node that can't reach its origin.
 */
export function isHonoured(asked: Said, plain: Said): boolean {
  return asked.status === 504 && plain.status !== undefined && plain.status !== 504;
}

/**
 * Traffic Server asks its origin for what has expired, only-if-cached or not. With the lines of
 * examples/edges/trafficserver/only-if-cached.conf it does not, and says so with every answer.
 */
export function tellsExpired({ headers }: Pick<Said, 'headers'>): boolean {
  return joined(headers, 'x-only-if-cached')?.trim() === 'store';
}
