import type { Answer } from './answer.ts';

/** Bytes of a pull's variants: what came to us, and how far their objects are in the node's cache. */
export class BodyCount {
  /** Bodies of the variants before this one, and sizes of their objects, which a node may fetch without us. */
  #doneBytes = 0;
  #doneObjectBytes = 0;
  /** Of this variant's last attempt. */
  #lastBytes = 0;
  #lastObjectBytes = 0;

  get totalBytes(): number {
    return this.#doneBytes + this.#lastBytes;
  }

  /** An attempt begins. */
  begin(): void {
    this.#lastBytes = 0;
    this.#lastObjectBytes = 0;
  }

  /** An attempt's answer, or how much of it came before it was called off. */
  note({ bodyBytes, filled }: Pick<Answer, 'bodyBytes' | 'filled'>): void {
    this.#lastBytes = bodyBytes;
    this.#lastObjectBytes = filled?.provenBytes ?? this.#lastBytes;
  }

  variantDone(): void {
    this.#doneBytes += this.#lastBytes;
    this.#doneObjectBytes += this.#lastObjectBytes;
    this.begin();
  }

  /**
   * Of all variants: how far they are, what is expected of them. The sizes of the variants still to come are
   * guessed from those so far, so that the ratio goes up steadily and is 1 only at the end.
   */
  progress(bytes: number, sizeBytes: number | undefined, nth: number, variants: number): { receivedBytes: number; expectedBytes?: number } {
    const receivedBytes = this.#doneObjectBytes + bytes;
    if (sizeBytes === undefined) return { receivedBytes };
    return { receivedBytes, expectedBytes: Math.round(((this.#doneObjectBytes + sizeBytes) * variants) / (nth + 1)) };
  }
}
