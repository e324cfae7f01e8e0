import type { Place } from './fault.ts';

/**
 * A configuration as it was written: plain values that know where they stand. Checks walk this rather
 * than the checked values, so that one fault doesn't hide the others.
 */
export type Tree = Leaf | List | Section;

type Written = {
  readonly place: Place;
  /** As it is called in messages: `nodes[0].concurrency`; empty at the top. */
  readonly path: string;
};

export type Scalar = string | number | boolean | null;

export type Leaf = Written & {
  readonly kind: 'leaf';
  readonly value: Scalar;
  /** Its text before `${…}` was put in; such a value is never shown. */
  readonly template?: string;
  /** What `${…}` asks for is missing. That is told already, so nothing else is said about this value. */
  readonly unresolved?: true;
};
export type List = Written & { readonly kind: 'list'; readonly items: readonly Tree[] };
export type Section = Written & { readonly kind: 'section'; readonly entries: ReadonlyMap<string, Entry> };
export type Entry = { readonly keyPlace: Place; readonly value: Tree };

/** Without places, as the schemas take it. */
export function plain(tree: Tree): unknown {
  if (tree.kind === 'leaf') return tree.value;
  if (tree.kind === 'list') return tree.items.map(plain);
  // Entries, not assignment: a key `__proto__` must stay a key that is not known.
  return Object.fromEntries([...tree.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

export function child(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'section' ? tree.entries.get(key)?.value : undefined;
}

export function items(tree: Tree | undefined): readonly Tree[] {
  return tree?.kind === 'list' ? tree.items : [];
}

/** The leaf when it holds text that is known. */
export function textLeaf(tree: Tree | undefined): (Leaf & { value: string }) | undefined {
  if (tree?.kind !== 'leaf' || tree.unresolved === true || typeof tree.value !== 'string') return undefined;
  return { ...tree, value: tree.value };
}

/** The tree at a path of keys and places, or its nearest ancestor that is there. */
export function nearestTree(tree: Tree, path: readonly PropertyKey[]): Tree {
  let at = tree;
  for (const step of path) {
    const next = at.kind === 'list' ? at.items[Number(step)] : child(at, String(step));
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

export function joinPath(parent: string, key: string): string {
  const name = /^[A-Za-z0-9_-]{1,64}$/.test(key) ? key : JSON.stringify(key.length > 64 ? `${key.slice(0, 64)}…` : key);
  return parent === '' ? name : `${parent}.${name}`;
}
