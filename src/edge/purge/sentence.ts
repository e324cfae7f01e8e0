import type { PurgeMode } from '../../tasks/purge.ts';
import { isDeletion } from './confirm.ts';
import type { Done } from './procedure.ts';

/** What was done with one object, in a sentence for people. `method` is what the node was sent, `PURGE` mostly. */
export function sentenceOf({ deed, statuses, after }: Done, { method, mode }: { method: string; mode: PurgeMode }): string {
  const deletions = statuses.filter(isDeletion);
  // A variant or a scheme that was not there says nothing beside those that were.
  const answered = [...new Set(deletions.length > 0 ? deletions : statuses)].join(' and ');
  const said = answered === '' ? '' : `${method} answered ${answered}`;
  switch (deed) {
    case 'refetched':
      return `fetched anew, in the old one’s place${after === 'unasked' ? `; ${unasked}` : ''}`;
    case 'nothing':
      return `nothing was stored${said === '' ? '' : `: ${said}`}${after === 'unasked' ? `; ${unasked}` : ''}`;
    default:
      return `deleted${mode === 'expire' ? ' (the node has no way to expire one object)' : ''}: ${said}${afterwards[after]}`;
  }
}

const unasked = 'not confirmed, since the node can’t be asked without making it fetch (onlyIfCached)';

const afterwards: Readonly<Record<Done['after'], string>> = {
  absent: ', then absent',
  quiet: ', and nothing of it was being fetched',
  renewed: ', then one that was fetched since',
  renewing: ', then the node was fetching it anew',
  same: ' each time, and each time one with the same validator was fetched: unchanged at its origin',
  unasked: `; ${unasked}`,
};
