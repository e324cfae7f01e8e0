import type { Queue } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import type { Pause } from '../../tasks/pause.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Catalog } from '../catalog.ts';
import { servesScheme } from '../options.ts';

/** Why a node is not asked what it has: undefined when it can be. In a sentence that says what would change it. */
export type Hindrances = (node: string, domain: string, scheme: Scheme) => string | undefined;

export async function readHindrances(
  { store, queue }: { store: Pick<Store, 'pauses' | 'nodeRecords'>; queue: Pick<Queue, 'loads'> },
  catalog: Catalog,
): Promise<Hindrances> {
  const [pauses, records] = await Promise.all([store.pauses(), store.nodeRecords()]);
  const drained = new Set(records.filter((record) => record.drained).map(({ node }) => node));
  const loads = queue.loads();
  return (name, domain, scheme) => {
    const node = catalog.node(name);
    if (node === undefined) return 'the node was taken out of the configuration';
    if (!servesScheme(node, scheme)) return `the node has no address for ${scheme} URLs (addresses: { ${scheme}: … })`;
    const pause = pauses.find((each) => covers(each, name, domain));
    if (pause !== undefined) return `${subjectOf(pause)} is paused, so that the node is not asked (forewarm resume${optionOf(pause)})`;
    if (drained.has(name)) return `the node is drained, so that it is not asked (forewarm nodes undrain ${name})`;
    const down = loads.get(name)?.down;
    return down === undefined ? undefined : `the node is down: ${down.message}`;
  };
}

function covers(pause: Pause, node: string, domain: string): boolean {
  if (pause.kind === 'all') return true;
  return pause.name === (pause.kind === 'node' ? node : domain);
}

function subjectOf(pause: Pause): string {
  return pause.kind === 'all' ? 'everything' : `${pause.kind} ${pause.name}`;
}

function optionOf(pause: Pause): string {
  return pause.kind === 'all' ? '' : ` --${pause.kind} ${pause.name}`;
}
