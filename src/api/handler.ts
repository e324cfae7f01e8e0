import type { AuditTrail } from '../control/audit/audittrail.ts';
import type { Callbacks } from '../control/callbacks/callbacks.ts';
import type { Control } from '../control/control.ts';
import type { MadeKeys } from '../control/keys/madekeys.ts';
import type { ActionName, Answer, Request } from '../wire/actions.ts';
import type { Decoded } from '../wire/decode.ts';
import type { AuditNote } from './auditnote.ts';
import type { Key } from './access/keys.ts';
import type { Settings } from './settings.ts';

/** A call that may be made, as an action's handler gets it. */
export type Call<A extends ActionName> = {
  action: A;
  request: Request<A>;
  /** The project it acts in; empty for an action that ignores ProjectId. */
  project: string;
  key: Key;
  decoded: Decoded;
  nowMs: number;
  control: Control;
  madeKeys: MadeKeys;
  auditTrail: AuditTrail;
  callbacks: Pick<Callbacks, 'read' | 'redeliver'>;
  /** What this call's own entry will say; its reach is noted already. */
  audit: AuditNote;
  settings: Settings;
};

/** An answer too long to be put together in memory: the whole JSON text, in pieces of some 64 KiB. */
export class Streamed {
  readonly pieces: AsyncIterable<string>;
  constructor(pieces: AsyncIterable<string>) {
    this.pieces = pieces;
  }
}

/** Answers with the fields of success. Throws an ApiError or lets control's Refusal through. */
export type Handler<A extends ActionName> = (call: Call<A>) => Promise<Answer<A> | Streamed>;
