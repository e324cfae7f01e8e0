import { nodeDefaultKeys } from './schema/node.ts';
import { rootSchema } from './schema/root.ts';
import { isContainer, shapeOf } from './schema/walk.ts';
import { items, joinPath, type Entry, type Leaf, type Section, type Tree } from './tree.ts';

const rootShape = shapeOf(rootSchema);

/**
 * Spells out what may be written short, so that the schemas know one shape only. What is spelt out
 * keeps the place and the path of what was written.
 */
export function spellOut(root: Section): Section {
  // A list or map whose lines are all commented out reads as not given.
  const entries = new Map([...root.entries].filter(([key, entry]) => !(isNull(entry.value) && isContainer(rootShape[key]))));
  change(entries, 'listen', (listen) => (listen.kind === 'leaf' ? wrapped('address', listen) : listen));
  change(entries, 'include', (include) => (include.kind === 'leaf' ? asList(include) : include));
  const defaults = entries.get('nodeDefaults')?.value;
  change(entries, 'nodes', (nodes) => mapList(nodes, (node) => withDefaults(node, defaults)));
  change(entries, 'domains', (domains) => mapList(domains, spellOutDomain));
  return { ...root, entries };
}

function spellOutDomain(domain: Tree): Tree {
  if (domain.kind !== 'section') return domain;
  const entries = new Map(domain.entries);
  change(entries, 'nodes', (nodes) => {
    const list = nodes.kind === 'list' || isNull(nodes) ? nodes : asList(nodes);
    return mapList(list, (selector) => (selector.kind === 'leaf' ? wrapped('name', selector) : selector));
  });
  return { ...domain, entries };
}

/** A node's own key replaces the default whole: `headers` are not mixed. */
function withDefaults(node: Tree, defaults: Tree | undefined): Tree {
  if (node.kind !== 'section' || defaults?.kind !== 'section') return node;
  const usable = [...defaults.entries].filter(([key]) => nodeDefaultKeys.includes(key));
  return { ...node, entries: new Map([...usable, ...node.entries]) };
}

function change(entries: Map<string, Entry>, key: string, by: (tree: Tree) => Tree): void {
  const entry = entries.get(key);
  if (entry !== undefined) entries.set(key, { ...entry, value: by(entry.value) });
}

function mapList(tree: Tree, by: (item: Tree) => Tree): Tree {
  return tree.kind === 'list' ? { ...tree, items: tree.items.map(by) } : tree;
}

function wrapped(key: string, leaf: Leaf): Tree {
  if (isNull(leaf)) return leaf;
  return { kind: 'section', place: leaf.place, path: leaf.path, entries: new Map([[key, { keyPlace: leaf.place, value: leaf }]]) };
}

function asList(tree: Tree): Tree {
  return isNull(tree) ? tree : { kind: 'list', place: tree.place, path: tree.path, items: [tree] };
}

function isNull(tree: Tree): boolean {
  return tree.kind === 'leaf' && tree.value === null;
}

/** The same list with more at its end; the list may be missing in either. */
export function appendList(root: Section, key: string, more: Entry): Section {
  const own = root.entries.get(key);
  if (own !== undefined && own.value.kind !== 'list') return root;
  const list: Tree = {
    kind: 'list',
    place: own?.value.place ?? more.value.place,
    path: joinPath(root.path, key),
    items: [...items(own?.value), ...items(more.value)],
  };
  return { ...root, entries: new Map([...root.entries, [key, { keyPlace: own?.keyPlace ?? more.keyPlace, value: list }]]) };
}
