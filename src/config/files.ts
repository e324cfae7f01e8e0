import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Far above any configuration, key or bundle of certificates; a device or a database named by mistake stops here. */
const maxFileBytes = 16 * 1024 * 1024;

/** The text of a file, or an error whose message says why not in words (`there is no such file`). */
export function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > maxFileBytes) throw new Error(`it has ${size} bytes, more than the ${maxFileBytes} that are accepted`);
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    throw new Error(inWords(error), { cause: error });
  }
}

/** A path as it is written in a file: relative ones start from that file's folder. */
export function besideFile(file: string, path: string): string {
  return resolve(dirname(file), path);
}

/** Files that a pattern beside `file` names, in order of their names. */
export function globBeside(file: string, pattern: string): string[] {
  const folder = dirname(file);
  return globSync(pattern, { cwd: folder })
    .map((found) => resolve(folder, found))
    .sort();
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EACCES':
      return 'it may not be read by this user';
    case 'EISDIR':
      return 'it is a folder';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'it is not UTF-8 text';
    default:
      return error.message;
  }
}
