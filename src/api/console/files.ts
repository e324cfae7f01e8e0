import { hash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { ContentCoding } from './contentcoding.ts';

/** One file of the built console, as it is sent. */
export type ConsoleFile = {
  readonly mediaType: string;
  /** Of its content, in quotes; the same for every coding but for a suffix. */
  readonly etag: string;
  /** Its name tells its content, so that it never changes. */
  readonly isImmutable: boolean;
  bytes(coding: ContentCoding): Promise<Buffer>;
};

/** By its path below /console/, with `/` between folders. */
export type ConsoleFiles = ReadonlyMap<string, ConsoleFile>;

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.webmanifest', 'application/manifest+json; charset=utf-8'],
  ['.txt', 'text/plain; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/vnd.microsoft.icon'],
  ['.woff2', 'font/woff2'],
]);

/** What is compressed already, and gains nothing. */
const packed: ReadonlySet<string> = new Set(['.png', '.ico', '.woff2']);

/** The page itself: every address of the console that names no file. */
export const indexName = 'index.html';

/**
 * The console's files, whole in memory: some hundred kilobytes. What is asked for is looked up by name and never becomes a
 * path, so that nothing beside the folder can be reached, and a build that goes on meanwhile mixes nothing up. Links and
 * hidden files are left out. Undefined while there is no built console in the folder.
 */
export async function readConsoleFiles(folder: string): Promise<ConsoleFiles | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(notThere);
  if (entries === undefined) return undefined;
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  const files = await Promise.all(
    paths
      .filter((path) => !path.split(sep).some((step) => step.startsWith('.')))
      .map(async (path) => [path.split(sep).join('/'), fileOf(path, await readFile(join(folder, path)))] as const),
  );
  const byName = new Map(files);
  return byName.has(indexName) ? byName : undefined;
}

function notThere(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}

function fileOf(path: string, plain: Buffer): ConsoleFile {
  const extension = extname(path).toLowerCase();
  const compressed = new Map<ContentCoding, Promise<Buffer>>();
  return {
    mediaType: mediaTypes.get(extension) ?? 'application/octet-stream',
    etag: `"${hash('sha256', plain, 'base64url').slice(0, 27)}"`,
    // As Vite names what it builds.
    isImmutable: /^assets[/\\].+-[\w-]{8}\.\w+$/.test(path),
    bytes(coding) {
      if (coding === 'identity' || packed.has(extension)) return Promise.resolve(plain);
      const known = compressed.get(coding) ?? compress(plain, coding);
      compressed.set(coding, known);
      return known;
    },
  };
}

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Once for each file, when it is first asked for: well below a second, in a thread of zlib's. */
function compress(plain: Buffer, coding: 'br' | 'gzip'): Promise<Buffer> {
  return coding === 'gzip' ? gzipped(plain, { level: 9 }) : brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
}

/** Whether a file is sent in another coding when one is asked for. */
export function mayBeCompressed({ mediaType }: ConsoleFile): boolean {
  return /^text\/|json|svg/.test(mediaType);
}
