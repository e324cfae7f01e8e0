import type { PurgeScope } from '../tasks/purge.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';

/**
 * A URL, as an object or as a directory, in three parts: by `host` and `path` (with its query) it is found over either
 * scheme. `form` stands in stored rows and is part of the schema: 1 is https, 2 is a directory, the sum is both.
 */
export type TouchKey = { readonly host: string; readonly path: string; readonly form: number };

const https = 1;
const directory = 2;

/** Undefined for what is no URL of ours: nobody sends it, and nobody can ask for it. */
export function touchKey(text: string, scope: PurgeScope): TouchKey | undefined {
  const target = parseTargetUrl(text);
  if (isUrlFault(target)) return undefined;
  const { scheme, host, url } = target;
  return { host, path: url.slice(`${scheme}://${host}`.length), form: formOf(scheme, scope) };
}

/** All of printable ASCII, which is sent as it stands. */
const plain = /^[!-~]+$/;

/** The same for a line of a task, which was found to be a URL when it was submitted: mostly there is nothing to rewrite. */
export function touchKeyOfLine(text: string, host: string, scope: PurgeScope): TouchKey | undefined {
  const scheme = text.startsWith('https://') ? 'https' : 'http';
  const start = scheme.length + '://'.length;
  const end = start + host.length;
  const isAsSent = text.startsWith(scheme) && text.startsWith(host, start) && text[end] === '/' && plain.test(text);
  if (isAsSent && text.startsWith('://', scheme.length)) return { host, path: text.slice(end), form: formOf(scheme, scope) };
  return touchKey(text, scope);
}

export function urlOf({ host, path, form }: TouchKey): string {
  return `${form % directory === https ? 'https' : 'http'}://${host}${path}`;
}

export function scopeOf({ form }: Pick<TouchKey, 'form'>): PurgeScope {
  return form >= directory ? 'subtree' : 'object';
}

/** The same over the other scheme. */
export function siblingForm(form: number): number {
  return form % directory === https ? form - https : form + https;
}

/** Every directory that holds the URL, over both schemes, the shortest path first: `/a/b?c/d` is in `/` and `/a/`. */
export function directoryPaths(path: string): string[] {
  const query = path.indexOf('?');
  const end = query === -1 ? path.length : query;
  const paths: string[] = [];
  for (let slash = path.indexOf('/'); slash !== -1 && slash < end; slash = path.indexOf('/', slash + 1))
    paths.push(path.slice(0, slash + 1));
  return paths;
}

export const directoryForms: readonly [number, number] = [directory, directory + https];

function formOf(scheme: 'http' | 'https', scope: PurgeScope): number {
  return (scheme === 'https' ? https : 0) + (scope === 'subtree' ? directory : 0);
}
