/** Why a manifest, or a part of it, can't be read: a clause for people. */
export class MpdFault extends Error {
  /** Then nothing of the manifest is read, wherever this was found. */
  readonly isWhole: boolean;

  constructor(message: string, isWhole = false) {
    super(message);
    this.isWhole = isWhole;
  }
}
