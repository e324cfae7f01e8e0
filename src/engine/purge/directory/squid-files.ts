import { swapUrl } from '../../../edge/purge/squid-swap.ts';
import { filesIn, head } from './cache-files.ts';

/** A URL has at most 8 KiB here; what stands before it in the file is a hundred bytes. */
const headBytes = 16 * 1024;

/** The URLs in Squid's cache_dir (ufs, aufs, diskd) that are wanted. */
export async function urlsOnDisk(folder: string, isWanted: (url: string) => boolean): Promise<Set<string>> {
  const found = new Set<string>();
  for await (const path of filesIn(folder)) {
    try {
      const url = swapUrl(await head(path, headBytes));
      if (url !== undefined && isWanted(url)) found.add(url);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    }
  }
  return found;
}
