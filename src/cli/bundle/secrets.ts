import { resolve } from 'node:path';
import { besideFile, readText } from '../../config/files.ts';
import { gather } from '../../config/gather.ts';
import { joinPath, type Leaf, type Tree } from '../../config/tree.ts';
import type { Io } from '../io.ts';

/**
 * Texts that must not leave this machine, as far as a configuration and the environment know them: what is named for a secret,
 * values of headers, addresses of callbacks, and all that comes from the environment or from files of their own. A
 * faulty configuration tells as much as can be read of it.
 */
export function knownSecrets(configFile: string | undefined, env: Io['env']): string[] {
  const ours = ['FOREWARM_PRIVATE_KEY', 'FOREWARM_SECURITY_TOKEN'].map((name) => env[name] ?? '');
  if (configFile === undefined) return ours;
  const { root } = gather(resolve(configFile), env);
  return [...ours, ...(root === undefined ? [] : secretsIn(root, '', env))];
}

function secretsIn(tree: Tree, path: string, env: Io['env']): string[] {
  if (tree.kind === 'list') return tree.items.flatMap((item) => secretsIn(item, path, env));
  if (tree.kind === 'section') return [...tree.entries].flatMap(([key, { value }]) => secretsIn(value, joinPath(path, key), env));
  const text = String(tree.value ?? '');
  return [
    ...(isSecret(path) ? [text, ...withinSigningSecret(text)] : []),
    ...(isCallback(path) ? afterHost(text) : []),
    ...putIn(tree, env),
  ];
}

function isSecret(path: string): boolean {
  return (
    /(^|\.)(headers|bypass)\./.test(path) || /(^|\.)[^.]*(private|secret|password|token|masterKey|authorization|cookie)[^.]*$/i.test(path)
  );
}

function isCallback(path: string): boolean {
  return path === 'callbacks.url';
}

/** The key of a callback's signatures stands in base64 behind a mark (Standard Webhooks): a receiver may log it without either. */
function withinSigningSecret(text: string): string[] {
  const [, base64] = /^whsec_(.+)$/.exec(text) ?? [];
  return base64 === undefined ? [] : [base64, Buffer.from(base64, 'base64').toString('utf8')];
}

/** Many a callback's address has a secret in its path. */
function afterHost(text: string): string[] {
  if (!URL.canParse(text)) return [text];
  const { pathname, search, username, password } = new URL(text);
  return [text, pathname.slice(1), search.slice(1), username, password];
}

/** What `${NAME}` and `${file:PATH}` stand for in a value. */
function putIn({ template, place }: Leaf, env: Io['env']): string[] {
  return [...(template ?? '').matchAll(/\$\{([^{}]*)\}/g)].map(([, inner = '']) =>
    inner.startsWith('file:') ? fileText(besideFile(resolve(place.file), inner.slice('file:'.length).trim())) : (env[inner] ?? ''),
  );
}

function fileText(path: string): string {
  try {
    return readText(path).trim();
  } catch {
    return '';
  }
}
