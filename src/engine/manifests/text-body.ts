import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from 'node:zlib';
import type { ManifestFault } from './reading.ts';

/** Of one playlist: 50,000 segments weigh 3 MiB. */
export const maxTextBytes = 8 * 1024 * 1024;

const decoders: ReadonlyMap<string, (bytes: Uint8Array, options: ZlibOptions) => Buffer> = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

/**
 * Gathers a body that is to be read as text. Chunks are copied: a million of them, a byte each, would weigh a
 * hundred times what they carry if they were kept.
 */
export class TextBody {
  #bytes = Buffer.alloc(0);
  #size = 0;

  /** False once it is larger than any playlist may be. */
  add(chunk: Uint8Array): boolean {
    const size = this.#size + chunk.length;
    if (size > maxTextBytes) return false;
    if (size > this.#bytes.length) {
      const grown = Buffer.alloc(Math.min(maxTextBytes, Math.max(size, 2 * this.#bytes.length, 64 * 1024)));
      this.#bytes.copy(grown, 0, 0, this.#size);
      this.#bytes = grown;
    }
    this.#bytes.set(chunk, this.#size);
    this.#size = size;
    return true;
  }

  get sizeBytes(): number {
    return this.#size;
  }

  /** Of what has come so far; undefined where it is coded. */
  beginning(coding: string | undefined, maxBytes: number): string | undefined {
    return isPlain(coding) ? this.#bytes.toString('utf8', 0, Math.min(maxBytes, this.#size)) : undefined;
  }

  /** As UTF-8; what is none becomes U+FFFD, since a title in another encoding does no harm. `coding`: Content-Encoding. */
  text(coding: string | undefined): { text: string } | { fault: ManifestFault } {
    const bytes = this.#bytes.subarray(0, this.#size);
    if (isPlain(coding)) return { text: bytes.toString('utf8') };
    const name = nameOf(coding);
    const decode = decoders.get(name);
    if (decode === undefined) return { fault: protocolFault(`it came in a content coding that can't be read (${name.slice(0, 40)})`) };
    try {
      return { text: decode(bytes, { maxOutputLength: maxTextBytes }).toString('utf8') };
    } catch (error) {
      const isTooLarge = error instanceof RangeError;
      return { fault: isTooLarge ? tooLarge : protocolFault(`its content coding (${name}) is broken`) };
    }
  }
}

function isPlain(coding: string | undefined): boolean {
  return ['', 'identity'].includes(nameOf(coding));
}

function nameOf(coding = ''): string {
  return coding.trim().toLowerCase();
}

export const tooLarge: ManifestFault = protocolFault(`it is larger than ${maxTextBytes / 1024 / 1024} MiB`);

function protocolFault(message: string): ManifestFault {
  return { reason: 'protocol', message };
}
