import type { NodeLoad } from '../../tasks/load.ts';
import type { Reason } from '../../tasks/outcome.ts';

/** What says that a node could not be reached, whatever it was asked for. */
const noContact: ReadonlySet<Reason> = new Set(['connect', 'dns', 'tls']);

/** A purge that is that old was not merely caught on its way: the first that succeeds ends the trouble. */
const stuckPurgeMs = 2000;

/**
 * Why a node can't be told what to forget, or undefined: it is down, or where it takes purges, which may be elsewhere, can't
 * be reached. That it is slow to answer is no reason: its origin may be, and then what it holds counts most.
 */
export function cutOff({ down, trouble, oldestPurgeMs = 0 }: Partial<NodeLoad> = {}): string | undefined {
  if (down !== undefined) return down.message;
  return trouble !== undefined && isNoContact(trouble.reason) && oldestPurgeMs >= stuckPurgeMs ? trouble.message : undefined;
}

export function isNoContact(reason: Reason | undefined): boolean {
  return reason !== undefined && noContact.has(reason);
}
