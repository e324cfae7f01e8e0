import type { z } from 'zod';
import { layers } from '../../tasks/plan.ts';
import { variantHeaders } from './headers.ts';
import { label, leaf, matching, oneOf, yesNo } from './leaf.ts';
import { domainName } from './network.ts';
import { nodeName } from './node.ts';
import { anyNumber, sizeBytes, wholeNumber } from './quantity.ts';
import { listOf, nonEmptyListOf, section } from './section.ts';

/** An entry of a domain's `nodes`; a plain name reads as `{ name }`. All that is given must hold. */
const nodeSelector = section({
  name: nodeName().exactOptional().describe('One node.'),
  region: label(64).exactOptional().describe('All nodes of this region.'),
  layer: oneOf(layers).exactOptional().describe('All nodes of this layer.'),
});
export type NodeSelector = z.output<typeof nodeSelector>;

export const domainId = leaf('1 to 64 letters, digits, - _ and .', matching(/^[A-Za-z0-9._-]{1,64}$/));

/** -1 is the vendor's "unlimited". */
function quota() {
  return wholeNumber(-1, 2 ** 31 - 1).default(-1);
}

export const domainSchema = section({
  name: domainName().describe("The host of users' URLs; case does not count."),
  id: domainId.exactOptional().describe("The API's DomainId. Default: the name."),
  project: label(64).exactOptional().describe('The `id` of its project. Default: the default project.'),
  prefetch: yesNo().default(true).describe('False: prefetches of its URLs are refused.'),
  nodes: listOf(nodeSelector, 'node names, { region: … } or { layer: … }')
    .default([])
    .describe('The nodes that serve it: names, `{ region: … }`, `{ layer: … }`, or both in one, which selects what has both.'),
  variants: nonEmptyListOf(variantHeaders(), 'a list of request header maps; {} is the plain request')
    .default([{}])
    .describe('Each set of request headers is a cached object of its own.'),
  verify: oneOf(['off', 'headers', 'rehit'])
    .default('headers')
    .describe(
      'How it is judged whether an object is in the cache. `off`: a whole 2xx response is a success; `headers`: by what node and response say; `rehit`: by asking the cache a second time.',
    ),
  rate: section({
    requestsPerSecond: anyNumber('above 0').exactOptional().describe('Default: no bound.'),
    bytesPerSecond: sizeBytes(1, 2 ** 50)
      .exactOptional()
      .describe('Default: no bound.'),
    concurrency: wholeNumber(1, 100_000).default(64).describe('Fetches at once.'),
  })
    .prefault({})
    .describe('Protects the origin: over all nodes of the domain together.'),
  quota: section({
    prefetchPerDay: quota().describe('URLs to prefetch; -1: no bound.'),
    refreshFilePerDay: quota().describe('URLs to refresh, playlists among them; -1: no bound.'),
    refreshDirPerDay: quota().describe('Directories to refresh; -1: no bound.'),
  })
    .prefault({})
    .describe('What may be submitted on a calendar day of `timezone`. A submit that would exceed one is refused whole.'),
  stagger: yesNo().default(false).describe('True: within a layer one node pulls an object first, and the others once it has it.'),
  keepWarm: section({
    hours: wholeNumber(1, 24 * 366)
      .default(24)
      .describe('How long after its last prefetch a URL belongs to what a node gets back.'),
    maxUrls: wholeNumber(1, 10_000_000).default(10_000).describe('How many URLs at most; the latest.'),
  })
    .exactOptional()
    .describe('What a node that was away, or has lost its store, gets back. Without it only what was purged meanwhile is made good.'),
});

export type CheckedDomain = z.output<typeof domainSchema>;
