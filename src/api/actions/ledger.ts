import type { Control, NodeLedger } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';

type Fields = Omit<Answer<'ResyncUcdnNode'>, 'Node'>;

export function ledgerFields({ state, sinceMs, openUrls, because }: NodeLedger): Fields {
  return {
    LedgerState: state,
    LedgerSince: Math.floor(sinceMs / 1000),
    LedgerOpenUrls: openUrls,
    ...(because !== undefined && { LedgerReason: because }),
  };
}

/** A node that has just been found in the configuration, after something was asked of it. */
export function ledgerAnswer(control: Control, node: string): Answer<'ResyncUcdnNode'> {
  return { Node: node, ...ledgerFields(control.nodeLedger(node) ?? { state: 'away', sinceMs: 0, openUrls: 0 }) };
}
