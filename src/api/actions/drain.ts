import type { Call, Handler } from '../handler.ts';
import { ledgerAnswer } from './ledger.ts';
import { Reach } from './reach.ts';

export const drainNode: Handler<'DrainUcdnNode'> = (call) => setDrained(call, true);
export const undrainNode: Handler<'UndrainUcdnNode'> = (call) => setDrained(call, false);

async function setDrained({ request: { Node }, key, control }: Call<'DrainUcdnNode'> | Call<'UndrainUcdnNode'>, drained: boolean) {
  new Reach(key, control).requireControlOf({ kind: 'node', name: Node });
  await control.drain(Node, drained, key.publicKey);
  return ledgerAnswer(control, Node);
}
