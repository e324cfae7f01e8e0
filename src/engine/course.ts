/** What goes on between us and a node for a pull, from its first request to its answer. */
export interface Course {
  /** False once it ended, however it did. */
  readonly isOpen: boolean;
  /** True while an object comes in, here or in the cache. */
  readonly isFlowing: boolean;
  /** Body bytes that came to us. */
  readonly receivedBytes: number;
  /** How far the object is that comes in, and its size where that is known. */
  readonly progressBytes: number;
  readonly sizeBytes: number | undefined;
  /** Ends it if it has been silent for too long or has used up its time. */
  check(): void;
  /** Ends it without a word: nobody waits for its answer any more. */
  cancel(): void;
}
