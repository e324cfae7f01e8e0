import * as z from 'zod';
import { intOut, textOut, timeOut } from '../answerfields.ts';

/** How far a node is with what it should have forgotten and what it should hold; in the answers of several actions. */
export const ledgerFields = {
  LedgerState: z.enum(['ready', 'away', 'purging', 'warming', 'drained']).meta({
    description:
      'Either ready (users may come), away (it can not be reached, or what it missed is being put together), purging (it is made to forget what was purged meanwhile), warming (it gets what it should hold) or drained.',
  }),
  LedgerSince: timeOut('Since when.'),
  LedgerOpenUrls: intOut('URLs that it still has to forget or to get; 0 unless it is purging or warming.'),
  LedgerReason: textOut('Why it is not ready, in a sentence; absent when it is.').optional(),
};
