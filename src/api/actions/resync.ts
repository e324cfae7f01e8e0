import type { Handler } from '../handler.ts';
import { ledgerAnswer } from './ledger.ts';
import { Reach } from './reach.ts';

export const resyncNode: Handler<'ResyncUcdnNode'> = async ({ request: { Node }, key, control }) => {
  new Reach(key, control).requireControlOf({ kind: 'node', name: Node });
  await control.resync(Node, key.publicKey);
  return ledgerAnswer(control, Node);
};
