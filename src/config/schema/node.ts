import type { z } from 'zod';
import { layers } from '../../tasks/plan.ts';
import { nodeAddress } from './address.ts';
import { nodeHeaders } from './headers.ts';
import { fromText, label, leaf, matching, oneOf, Refused, secret, yesNo } from './leaf.ts';
import { purgeSection } from './purge.ts';
import { sizeBytes, wholeNumber } from './quantity.ts';
import { section } from './section.ts';

export const caches = ['nginx', 'varnish', 'trafficserver', 'squid', 'auto'] as const;
export type Cache = (typeof caches)[number];

/** A node's name stands in paths, metrics and subjects of a message queue. */
export function nodeName() {
  return leaf('1 to 64 letters, digits, - _ and ., beginning with a letter or digit', matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/));
}

const onlyIfCached = leaf('auto, true or false', (value): 'auto' | boolean | Refused => {
  if (value === 'auto' || typeof value === 'boolean') return value;
  return value === 'true' || value === 'false' ? value === 'true' : new Refused();
});

/** Everything of a node that `nodeDefaults` may give as well. */
const sharedShape = {
  sharedSchemes: yesNo()
    .default(false)
    .describe('True: its one address serves both http and https URLs, told apart by the request header X-Forwarded-Proto.'),
  tls: section({
    ca: secret(
      'a path to a PEM file, or its text',
      fromText((text) => text),
    )
      .exactOptional()
      .describe("Certificates that are trusted for this node beside the system's."),
    verify: yesNo().default(true).describe("False: the node's certificate is not checked."),
  })
    .prefault({})
    .describe('For https addresses.'),
  layer: oneOf(layers).default('edge').describe('`mid` nodes (shields) are filled before `edge` nodes.'),
  region: label(64).exactOptional().describe('Any name; a domain can select nodes by it.'),
  concurrency: wholeNumber(1, 10_000).default(64).describe('Fetches at once through this node, all domains together.'),
  cache: oneOf(caches).default('auto').describe('Which cache it runs: how its headers read, and how it is made to forget.'),
  pull: oneOf(['body', 'head']).default('body').describe('`body` fetches whole objects; `head` lets the cache fill itself.'),
  headers: nodeHeaders().default({}).describe('Sent with every request to this node. Never shown.'),
  onlyIfCached: onlyIfCached
    .default('auto')
    .describe(
      'Whether it answers `Cache-Control: only-if-cached` from its store alone; `auto`: that is tried, on a path that nobody stores.',
    ),
  slice: sizeBytes(1024, 2 ** 40)
    .exactOptional()
    .describe('The size of a slice, if it slices: each is purged.'),
  purge: purgeSection.exactOptional().describe('How it is told to forget. Without it a refresh of this node is `unsupported`.'),
};

export const nodeSchema = section({
  name: nodeName().describe('Its name in tasks, logs and metrics.'),
  address: nodeAddress().exactOptional().describe("Where it is dialled; a URL's own host is never resolved."),
  addresses: section({
    http: nodeAddress('http').exactOptional().describe('For http URLs.'),
    https: nodeAddress('https').exactOptional().describe('For https URLs.'),
  })
    .exactOptional()
    .describe('Instead of `address`: one for each scheme of URL.'),
  ...sharedShape,
});

export const nodeDefaultsSchema = section(sharedShape);
export const nodeDefaultKeys: readonly string[] = Object.keys(sharedShape);

export type CheckedNode = z.output<typeof nodeSchema>;
