import { faultAt, type Fault } from './fault.ts';
import { isLoopback } from './schema/address.ts';
import { child, items, textLeaf, type Section, type Tree } from './tree.ts';

/** What single values can't show: keys that belong together or contradict each other. */
export function crossFaults(root: Section): Fault[] {
  return [
    ...listenFaults(child(root, 'listen')),
    ...defaultProjectFaults(child(root, 'projects')),
    ...items(child(root, 'nodes')).flatMap(addressFaults),
    ...items(child(root, 'nodes')).flatMap(pullFaults),
    ...items(child(root, 'nodes')).flatMap((node) => directoryFaults(child(child(node, 'purge'), 'directory'))),
    ...items(child(root, 'domains')).flatMap((domain) => repeatedVariants(items(child(domain, 'variants')))),
    ...backoffFaults(child(root, 'retry')),
  ];
}

function listenFaults(listen: Tree | undefined): Fault[] {
  const address = textLeaf(child(listen, 'address'));
  const host = address === undefined ? undefined : /^\[?([^\]]*)\]?:\d+$/.exec(address.value)?.[1];
  if (address === undefined || host === undefined || isLoopback(host)) return [];
  if (child(listen, 'tls') !== undefined || isTrue(child(listen, 'plaintext'))) return [];
  return [
    faultAt(
      address.place,
      `${address.path} is an address beyond this machine, and there is no tls: signed requests could be read and repeated; ` +
        'accepted: a loopback address, tls: { cert, key }, or plaintext: true where something else protects the way',
    ),
  ];
}

function defaultProjectFaults(projects: Tree | undefined): Fault[] {
  const all = items(projects);
  const [first, ...further] = all.filter((project) => isTrue(child(project, 'default')));
  if (first !== undefined) {
    return further.map((project) =>
      faultAt(project.place, `${project.path} is a second default project; accepted: exactly one (${first.path} is one)`),
    );
  }
  if (projects === undefined || all.length < 2) return [];
  return [faultAt(projects.place, 'projects has no default project; accepted: default: true on exactly one')];
}

function addressFaults(node: Tree): Fault[] {
  if (node.kind !== 'section') return [];
  const address = child(node, 'address');
  const addresses = child(node, 'addresses');
  if (address === undefined && addresses === undefined)
    return [faultAt(node.place, `${node.path} has no address; accepted: http://HOST:PORT or https://HOST:PORT`)];
  if (address !== undefined && addresses !== undefined) {
    return [faultAt(addresses.place, `${node.path} has address and addresses; accepted: one of the two`)];
  }
  if (addresses?.kind !== 'section') return [];
  if (addresses.entries.size === 0) return [faultAt(addresses.place, `${addresses.path} is empty; accepted: http, https or both`)];
  const shared = child(node, 'sharedSchemes');
  if (addresses.entries.size < 2 || !isTrue(shared)) return [];
  return [
    faultAt(
      shared?.place ?? node.place,
      `${node.path} has an address for each scheme, so sharedSchemes does not fit; accepted: sharedSchemes with one address`,
    ),
  ];
}

/** Caches that pass a HEAD on and store nothing. */
const storesNoHead: ReadonlySet<string | undefined> = new Set(['trafficserver', 'squid']);

function pullFaults(node: Tree): Fault[] {
  const pull = textLeaf(child(node, 'pull'));
  if (pull?.value !== 'head') return [];
  // It may stand in nodeDefaults, and fit other nodes.
  const whose = pull.path.startsWith(`${node.path}.`) ? '' : ` for ${node.path}`;
  const fault = (why: string, accepted: string) => [faultAt(pull.place, `${pull.path} is head${whose}, but ${why}; accepted: ${accepted}`)];
  const cache = textLeaf(child(node, 'cache'))?.value;
  if (storesNoHead.has(cache)) return fault(`a HEAD stores nothing in ${cache === 'squid' ? 'Squid' : 'Traffic Server'}`, 'body');
  if (child(node, 'slice') !== undefined) return fault('of a node that slices a HEAD fills the first slice only', 'body, or no slice');
  const onlyIfCached = child(node, 'onlyIfCached');
  if (onlyIfCached?.kind !== 'leaf' || (onlyIfCached.value !== false && onlyIfCached.value !== 'false')) return [];
  return fault('with onlyIfCached: false nobody could tell when the object is complete', 'body, or a node that answers only-if-cached');
}

function directoryFaults(directory: Tree | undefined): Fault[] {
  if (directory?.kind !== 'section') return [];
  const accepted = ['ban', 'files', 'objects', 'regexRevalidate', 'purgeAll'];
  const [first, second] = [...directory.entries.keys()].filter((key) => accepted.includes(key));
  const ways = `exactly one of ${accepted.join(', ')}`;
  if (first === undefined) return [faultAt(directory.place, `${directory.path} names no way; accepted: ${ways}`)];
  if (second === undefined) return [];
  const place = directory.entries.get(second)?.keyPlace ?? directory.place;
  return [faultAt(place, `${directory.path} has ${first} and ${second}; accepted: ${ways}`)];
}

function repeatedVariants(variants: readonly Tree[]): Fault[] {
  const seen = new Set<string>();
  return variants.flatMap((variant) => {
    if (variant.kind !== 'section') return [];
    const headers = [...variant.entries].map(([name, entry]) => [name.toLowerCase(), textLeaf(entry.value)?.value]);
    const identity = JSON.stringify(headers.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
    if (!seen.has(identity)) {
      seen.add(identity);
      return [];
    }
    return [faultAt(variant.place, `${variant.path} is the same variant a second time; accepted: each once`)];
  });
}

function backoffFaults(retry: Tree | undefined): Fault[] {
  const first = child(retry, 'backoffMs');
  const most = child(retry, 'maxBackoffMs');
  if (most?.kind !== 'leaf' || typeof most.value !== 'number') return [];
  const backoffMs = first === undefined ? 500 : first.kind === 'leaf' ? first.value : undefined;
  if (typeof backoffMs !== 'number' || backoffMs <= most.value) return [];
  return [faultAt(most.place, `${most.path} is ${most.value}, less than backoffMs (${backoffMs}); accepted: at least as much`)];
}

function isTrue(tree: Tree | undefined): boolean {
  return tree?.kind === 'leaf' && (tree.value === true || tree.value === 'true');
}
