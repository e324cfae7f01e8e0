import type { Answer } from '../../wire/actions.ts';
import { shownCount } from '../screen/quantities.ts';
import { printable } from '../screen/text.ts';
import { shownTime } from '../screen/times.ts';

/** What an answer tells of a node's way to being ready. */
export type LedgerFields = Pick<Answer<'ResyncUcdnNode'>, 'LedgerState' | 'LedgerSince' | 'LedgerOpenUrls' | 'LedgerReason'>;

const words: Readonly<Record<LedgerFields['LedgerState'], string>> = {
  ready: 'ready',
  away: 'not ready: it is away, or what it missed is being put together',
  purging: 'not ready: it is made to forget what was purged meanwhile',
  warming: 'not ready: it gets what it should hold',
  drained: 'drained: nothing is fetched through it',
};

/** How a node stands, with its reason, on one line and without a full stop. */
export function ledgerSentence({ LedgerState, LedgerSince, LedgerOpenUrls, LedgerReason }: LedgerFields): string {
  const toGo = LedgerOpenUrls > 0 ? `, ${shownCount(LedgerOpenUrls)} ${LedgerOpenUrls === 1 ? 'URL' : 'URLs'} to go` : '';
  const why = LedgerReason === undefined ? '' : ` (${printable(LedgerReason)})`;
  return `${words[LedgerState]}${toGo}, since ${shownTime(LedgerSince)}${why}`;
}
