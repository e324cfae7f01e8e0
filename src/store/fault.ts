/**
 * Why a store can't do what was asked. Faults that the caller can mend come with a sentence that says how.
 *
 * - `busy`: another forewarm serves this store
 * - `locked`: another program keeps the store locked for longer than we wait
 * - `too_new`: written by a newer forewarm
 * - `full`: no room on the disk
 * - `read_only`: the store may be read but not written
 * - `corrupt`: what is there can't be read as a store, or no longer
 * - `unusable`: nothing of ours can be kept there (a folder, another program's database, no permission)
 * - `io`: the operating system refused to read or write
 * - `closed`: `close()` was called before
 */
export type StoreFaultKind = 'busy' | 'locked' | 'too_new' | 'full' | 'read_only' | 'corrupt' | 'unusable' | 'io' | 'closed';

export class StoreFault extends Error {
  override readonly name = 'StoreFault';
  readonly kind: StoreFaultKind;
  constructor(kind: StoreFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
