import type { Undone } from '../../edge/purge/procedure.ts';

/** Why a purge can't go on, thrown through whatever waits. */
export class PurgeFailure extends Error {
  override readonly name = 'PurgeFailure';
  readonly undone: Undone;

  constructor(undone: Undone) {
    super(undone.message);
    this.undone = undone;
  }
}

/** The engine stops, and nobody is to hear of this purge. */
export class PurgeDropped extends Error {
  override readonly name = 'PurgeDropped';
}
