/** Squid, src/StoreMeta.h: the first byte of a file, and the type of the field that holds the URL. */
const metaOk = 3;
const urlType = 4;

/** The URL in the head of a file of Squid's cache_dir; undefined when this is none, or it is cut. */
export function swapUrl(bytes: Uint8Array): string | undefined {
  if (bytes.length < 5 || bytes[0] !== metaOk) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const endAt = Math.min(view.getInt32(1, isLittleEndian), bytes.length);
  for (let at = 5; at + 5 <= endAt;) {
    const sizeBytes = view.getInt32(at + 1, isLittleEndian);
    const from = at + 5;
    if (sizeBytes < 0 || from + sizeBytes > endAt) return undefined;
    if (bytes[at] === urlType) return String.fromCharCode(...bytes.subarray(from, from + sizeBytes)).replace(/\0.*$/s, '');
    at = from + sizeBytes;
  }
  return undefined;
}

/** Squid writes integers as its machine has them; so do the machines that we run on. */
const isLittleEndian = true;
