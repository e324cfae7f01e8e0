import { maxPrefetchUrls, maxRefreshUrls, splitUrls, type Client } from '../../../../src/client/index.ts';
import type { Action, RefreshType } from './lines.ts';

/** What is to be done with the URLs, and how. */
export type Order = {
  action: Action;
  type: RefreshType;
  priority: string;
  comment: string;
  layer: 'all' | 'edge' | 'mid';
  /** With a prefetch: read HLS and DASH manifests, and warm what they name. */
  parseManifest: boolean;
  firstSeconds: string;
  /** Bits per second. */
  maxBitrate: string;
};

export const plainOrder: Order = {
  action: 'prefetch',
  type: 'file',
  priority: '',
  comment: '',
  layer: 'all',
  parseManifest: false,
  firstSeconds: '',
  maxBitrate: '',
};

const mostSized = 500;

/** A list in as many submits as the API needs. */
export function batchesOf(urls: readonly string[], { action }: Order): string[][] {
  return [...splitUrls(urls, { maxUrls: action === 'prefetch' ? maxPrefetchUrls : maxRefreshUrls })];
}

/** What stands beside the action and the URLs. */
export type Extras = Omit<Order, 'action' | 'type'>;

/** One submit. With the same `token` it may be sent again: the server answers with the same task. */
export function submit(client: Client, order: Order, UrlList: string[], how: { token: string } | { dryRun: true }) {
  const options = {
    UrlList,
    ...(order.priority !== '' && { Priority: Number(order.priority) }),
    ...(order.comment !== '' && { Comment: order.comment }),
    ...(order.layer !== 'all' && { NodeLayer: order.layer }),
    ...('token' in how ? { ClientToken: how.token } : { DryRun: true }),
  };
  // More than the server asks its nodes for at once would be told in part only.
  const withSizes = 'dryRun' in how &&
    UrlList.length <= mostSized &&
    (order.action !== 'refresh' || order.type === 'file') && { DryRunSizes: true };
  if (order.action === 'prefetch')
    return client.call('PrefetchNewUcdnDomainCache', { ...options, ...withSizes, ...manifestOptions(order) });
  const thenPrefetch = order.action === 'both';
  const Type = thenPrefetch ? 'file' : order.type;
  return client.call('RefreshNewUcdnDomainCache', { ...options, ...withSizes, Type, ...(thenPrefetch && { Prefetch: true }) });
}

function manifestOptions({ parseManifest, firstSeconds, maxBitrate }: Order) {
  if (!parseManifest) return {};
  return {
    ParseManifest: true,
    ...(firstSeconds !== '' && { FirstSeconds: Number(firstSeconds) }),
    ...(maxBitrate !== '' && { MaxBitrate: Number(maxBitrate) }),
  };
}
