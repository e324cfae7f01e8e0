import { open, opendir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** nginx's head of a cache file: a structure of 336 bytes (64 bit), then `\nKEY: `, the key, a newline. */
const keyMark = Buffer.from('\nKEY: ');
/** The structure has grown over the years; the mark is looked for this far. */
const markWithinBytes = 1024;
/** Files open at once. */
const width = 16;

/** Keys that begin so go. `path` is the part of a URL that stands in it, for a guess at what went wrong. */
export type KeyPrefix = { readonly prefix: string; readonly path: string };

export type Sweep = {
  /** Files that went, by the prefix that they had. */
  readonly removed: ReadonlyMap<string, number>;
  /** By prefix: a key that does not begin so, but holds the same path. */
  readonly lookalikes: ReadonlyMap<string, string>;
  readonly failed: number;
  readonly firstFault?: string;
};

/**
 * Unlinks nginx's cache files whose key begins with one of the prefixes: variants, queries and slices are among them.
 * nginx finds a file gone at the next request and fetches anew. Files that are being written lie
 * beside the others (`use_temp_path=off`) and go, too: what they would have become is then not stored.
 */
export async function unlinkByKey(folder: string, prefixes: readonly KeyPrefix[]): Promise<Sweep> {
  const wanted = prefixes.map(({ prefix, path }) => ({ prefix, path, bytes: Buffer.from(prefix, 'latin1') }));
  const readBytes = 2 * markWithinBytes + Math.max(0, ...wanted.map(({ bytes }) => bytes.length));
  const running = new Set<Promise<void>>();
  const removed = new Map<string, number>();
  const lookalikes = new Map<string, string>();
  let failed = 0;
  let firstFault: string | undefined;
  const look = async (path: string): Promise<void> => {
    try {
      const key = keyIn(await head(path, readBytes));
      if (key === undefined) return;
      const found = wanted.filter(({ bytes }) => bytes.equals(key.subarray(0, bytes.length)));
      if (found.length > 0) await unlink(path);
      else for (const other of wanted) if (key.includes(other.path)) lookalikes.set(other.prefix, textOf(key));
      for (const { prefix } of found) removed.set(prefix, (removed.get(prefix) ?? 0) + 1);
    } catch (error) {
      if (isGone(error)) return;
      failed += 1;
      firstFault ??= error instanceof Error ? error.message : String(error);
    }
  };
  for await (const path of filesIn(folder)) {
    const done = look(path).finally(() => running.delete(done));
    running.add(done);
    if (running.size >= width) await Promise.race(running);
  }
  await Promise.all(running);
  return { removed, lookalikes, failed, ...(firstFault !== undefined && { firstFault }) };
}

function keyIn(bytes: Buffer): Buffer | undefined {
  const at = bytes.subarray(0, markWithinBytes + keyMark.length).indexOf(keyMark);
  return at < 0 ? undefined : bytes.subarray(at + keyMark.length);
}

function textOf(key: Buffer): string {
  return key.toString('latin1').split('\n', 1)[0] ?? '';
}

/** The first bytes of a file, fewer if it is shorter. */
export async function head(path: string, sizeBytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.allocUnsafe(sizeBytes);
    const { bytesRead } = await file.read(buffer, 0, sizeBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** All plain files below a folder; what goes away meanwhile is left out. */
export async function* filesIn(folder: string, isTop = true): AsyncGenerator<string> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) yield* filesIn(path, false);
      else if (entry.isFile()) yield path;
    }
  } catch (error) {
    if (isTop || !isGone(error)) throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
