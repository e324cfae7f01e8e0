import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { faultAt, type Fault } from './fault.ts';
import { besideFile, globBeside, readText } from './files.ts';
import type { Sources } from './interpolate.ts';
import { includedSchema } from './schema/root.ts';
import { schemaFaults, shownValue } from './schemafaults.ts';
import { appendList } from './shorthand.ts';
import { child, items, textLeaf, type Section, type Tree } from './tree.ts';
import { readYaml } from './yaml.ts';

type Read = { readonly root?: Section; readonly faults: readonly Fault[] };
/** `files` as faults name them, the main one first. */
export type Gathered = Read & { readonly files: readonly string[] };

/** Reads the file and what it includes, and joins their `nodes` and `domains`. */
export function gather(file: string, env: Sources['env']): Gathered {
  const main = readSection(file, env);
  if (main.root === undefined) return { ...main, files: [shownName(file)] };
  const faults = [...main.faults];
  let root = main.root;
  let whole = true;
  const includes = includedFiles(root, file, faults);
  for (const included of includes) {
    const read = readSection(included, env);
    faults.push(...read.faults);
    if (read.root === undefined) {
      whole = false;
      continue;
    }
    // Only what concerns the file as a whole: its nodes and domains are checked with all others.
    faults.push(...schemaFaults(includedSchema, shell(read.root)));
    for (const [key, entry] of read.root.entries) if (key === 'nodes' || key === 'domains') root = appendList(root, key, entry);
  }
  // With a part missing, each name in it would be told as unknown.
  const files = [file, ...includes].map(shownName);
  return whole ? { root, faults, files } : { faults, files };
}

function readSection(file: string, env: Sources['env']): Read {
  const shown = shownName(file);
  let text: string;
  try {
    text = readText(file);
  } catch (error) {
    return { faults: [{ file: shown, message: `can't be read: ${error instanceof Error ? error.message : String(error)}` }] };
  }
  const { tree, faults } = readYaml(text, shown, { env, readFile: (path) => readText(besideFile(file, path)) });
  if (tree === undefined) return { faults };
  if (tree.kind === 'section') return { root: tree, faults };
  if (tree.kind === 'leaf' && tree.value === null) return { root: { ...tree, kind: 'section', entries: new Map() }, faults };
  return { faults: [...faults, faultAt(tree.place, 'this file holds no keys; accepted: a map such as listen: 127.0.0.1:8460')] };
}

/** Files that `include` names, each once, without the file itself. Says so when a path without a pattern names nothing. */
function includedFiles(root: Section, file: string, faults: Fault[]): string[] {
  const include = child(root, 'include');
  const leaves: readonly Tree[] = include?.kind === 'leaf' ? [include] : items(include);
  const found = leaves.flatMap((tree) => {
    const leaf = textLeaf(tree);
    if (leaf === undefined || leaf.value === '') return [];
    if (/[*?[{]/.test(leaf.value)) return globBeside(file, leaf.value);
    const path = besideFile(file, leaf.value);
    if (!existsSync(path)) faults.push(faultAt(leaf.place, `${leaf.path}: there is no file ${shownValue(leaf)}`));
    return existsSync(path) ? [path] : [];
  });
  return [...new Set(found)].filter((path) => path !== resolve(file));
}

/** The section with its lists emptied. */
function shell(root: Section): Section {
  const entries = [...root.entries].map(([key, entry]) => {
    const value: Tree = entry.value.kind === 'list' ? { ...entry.value, items: [] } : entry.value;
    return [key, { ...entry, value }] as const;
  });
  return { ...root, entries: new Map(entries) };
}

/** As a person would type it: relative while it is at hand, absolute elsewhere. */
function shownName(file: string): string {
  const near = relative(process.cwd(), file);
  return near === '' || near.startsWith('..') ? resolve(file) : near;
}
