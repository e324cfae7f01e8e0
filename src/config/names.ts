import { normalHost } from '../tasks/host.ts';
import { faultAt, type Fault } from './fault.ts';
import { nearestOf } from './nearest.ts';
import { shownValue } from './schemafaults.ts';
import { child, items, textLeaf, type Leaf, type Section, type Tree } from './tree.ts';

type TextLeaf = Leaf & { value: string };

/** Names that stand twice, and names that nothing has. */
export function nameFaults(root: Section): Fault[] {
  const projects = namesOf(root, 'projects', 'id');
  return [
    ...repeated(projects),
    ...repeated(namesOf(root, 'keys', 'publicKey')),
    ...repeated(namesOf(root, 'nodes', 'name')),
    ...repeated(namesOf(root, 'domains', 'name'), asSent),
    ...repeated(domainIds(root)),
    ...repeated(namesOf(root, 'callbacks', 'url')),
    ...projectReferences(root).flatMap((leaf) => unknown(leaf, projects, 'project')),
    ...items(child(root, 'domains')).flatMap((domain) =>
      items(child(domain, 'nodes')).flatMap((selector) => selectorFaults(selector, root)),
    ),
  ];
}

function namesOf(root: Section, list: string, key: string): TextLeaf[] {
  return items(child(root, list)).flatMap((item) => textLeaf(child(item, key)) ?? []);
}

/** A domain's id, or its name where it has none. */
function domainIds(root: Section): TextLeaf[] {
  return items(child(root, 'domains')).flatMap((domain) => textLeaf(child(domain, 'id')) ?? textLeaf(child(domain, 'name')) ?? []);
}

function projectReferences(root: Section): TextLeaf[] {
  const lists = [...items(child(root, 'keys')), ...items(child(root, 'callbacks'))].flatMap((item) => items(child(item, 'projects')));
  return [...lists, ...items(child(root, 'domains')).map((domain) => child(domain, 'project'))].flatMap((tree) => textLeaf(tree) ?? []);
}

function repeated(leaves: readonly TextLeaf[], fold: (name: string) => string = (name) => name): Fault[] {
  const first = new Map<string, TextLeaf>();
  return leaves.flatMap((leaf) => {
    const earlier = first.get(fold(leaf.value));
    if (earlier === undefined) {
      first.set(fold(leaf.value), leaf);
      return [];
    }
    const { file, line } = earlier.place;
    return [faultAt(leaf.place, `${leaf.path} is ${shownValue(leaf)} a second time; it stands already in line ${line} of ${file}`)];
  });
}

function asSent(domain: string): string {
  const host = normalHost(domain);
  return typeof host === 'string' ? host : domain;
}

function unknown(leaf: TextLeaf, known: readonly TextLeaf[], noun: string): Fault[] {
  if (known.some((name) => name.value === leaf.value)) return [];
  const names = asWritten(known);
  const meant = leaf.template === undefined ? nearestOf(leaf.value, names) : undefined;
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  const listed = names.length > 12 ? `${names.slice(0, 12).join(', ')}, … (${names.length} in all)` : names.join(', ');
  return [
    faultAt(leaf.place, `${leaf.path} names the ${noun} ${shownValue(leaf)}, which is not there${hint || ';'} known: ${listed || 'none'}`),
  ];
}

/** Each once. What came through `${…}` may be no name at all. */
function asWritten(leaves: readonly TextLeaf[]): string[] {
  return [...new Set(leaves.map((leaf) => leaf.template ?? leaf.value))];
}

function selectorFaults(selector: Tree, root: Section): Fault[] {
  const name = textLeaf(child(selector, 'name'));
  const region = textLeaf(child(selector, 'region'));
  const layer = textLeaf(child(selector, 'layer'));
  if (selector.kind === 'section' && selector.entries.size === 0) {
    return [faultAt(selector.place, `${selector.path} selects nothing; accepted: a node's name, { region: … } or { layer: … }`)];
  }
  const strange = name === undefined ? [] : unknown(name, namesOf(root, 'nodes', 'name'), 'node');
  if (strange.length > 0 || (region === undefined && layer === undefined)) return strange;
  const found = items(child(root, 'nodes')).some(
    (node) => holds(name, child(node, 'name')) && holds(region, child(node, 'region')) && holds(layer, child(node, 'layer'), 'edge'),
  );
  if (found) return [];
  const asked = [name, region, layer].flatMap((leaf) => (leaf === undefined ? [] : shownValue(leaf))).join(' and ');
  const regions = asWritten(namesOf(root, 'nodes', 'region')).join(', ');
  return [faultAt(selector.place, `${selector.path} selects no node: none has ${asked}; known regions: ${regions || 'none'}`)];
}

function holds(wanted: TextLeaf | undefined, given: Tree | undefined, otherwise?: string): boolean {
  return wanted === undefined || wanted.value === (given === undefined ? otherwise : textLeaf(given)?.value);
}
