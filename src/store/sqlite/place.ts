import { closeSync, existsSync, fsyncSync, lstatSync, mkdirSync, openSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { StoreFault } from '../fault.ts';

/**
 * The file that a path means, symbolic links followed, its folder made where missing. So one file has
 * one name, whichever way it was called, and one lock beside it.
 */
export function realPlace(path: string): string {
  return usable(path, () => {
    const named = followLinks(resolve(path));
    const folder = dirname(named);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const place = join(realpathSync(folder), basename(named));
    if (existsSync(place) && !statSync(place).isFile()) {
      throw new StoreFault('unusable', `The store ${path} is not a file. Name the file itself, like ${join(path, 'forewarm.db')}.`);
    }
    return place;
  });
}

/**
 * Makes an empty file that only this user can read, unless one is there. An existing file is never opened:
 * closing any descriptor of a file drops the locks that this process holds on it (POSIX).
 */
export function createPrivately(path: string): void {
  usable(path, () => {
    try {
      closeSync(openSync(path, 'wx', 0o600));
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return;
      throw error;
    }
    syncFolder(dirname(path));
  });
}

/** Makes names in a folder durable. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

const mostLinks = 40;

/** As realpath, but for a link whose target is still to be made. */
function followLinks(path: string): string {
  let at = path;
  for (let count = 0; count < mostLinks; count += 1) {
    if (lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return at;
    at = resolve(dirname(at), readlinkSync(at));
  }
  throw new StoreFault('unusable', `The store ${path} is a symbolic link that leads in a circle.`);
}

function usable<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined || !(error instanceof Error)) throw error;
    if (code === 'ENOSPC') throw new StoreFault('full', `There is no room on the disk for the store ${path}.`, { cause: error });
    if (code === 'EROFS') throw new StoreFault('read_only', `The store ${path} lies on a read-only file system.`, { cause: error });
    throw new StoreFault('unusable', `The store ${path} can't be kept there: ${error.message}.`, { cause: error });
  }
}

function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
