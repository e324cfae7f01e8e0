import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SitemapFault } from './fault.ts';

/** Bytes between two turns of the event loop: some milliseconds of reading. */
const pieceBytes = 64 * 1024;

/** A body in pieces, unpacked if it is gzip's by its first bytes. Throws a SitemapFault for more than `maxBytes` of them: a few kilobytes may stand for gigabytes. */
export async function* unpacked(body: Uint8Array, maxBytes: number): AsyncGenerator<Uint8Array> {
  const isPacked = body[0] === 0x1f && body[1] === 0x8b;
  let bytes = 0;
  try {
    for await (const piece of isPacked ? Readable.from(pieces(body)).pipe(createGunzip()) : pieces(body)) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new SitemapFault(`is larger than ${maxBytes / 1024 / 1024} MiB unpacked`);
      yield piece;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_'))
      throw new SitemapFault('can not be unpacked: it is no whole gzip');
    throw error;
  }
}

async function* pieces(body: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < body.length; at += pieceBytes) {
    yield body.subarray(at, at + pieceBytes);
    await nextTurn();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
