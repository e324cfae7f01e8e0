import { randomUUID } from 'node:crypto';
import { helloPath } from '../../edge/purge/only-if-cached.ts';
import type { Scheme } from '../../tasks/url.ts';
import type { Clock } from '../clock.ts';
import type { EngineNode, TimeoutOptions } from '../options.ts';
import { Asking } from '../purge/asking.ts';
import { requestHeaders } from '../request-headers.ts';
import type { Transport } from '../transport.ts';
import type { Knock, KnockOrder, Place } from './breaker.ts';

/** Where can be knocked, as it is configured at the moment. */
export type Door = {
  readonly node: EngineNode;
  readonly transport: Transport;
  /** By scheme, where it is dialled. */
  readonly addresses: { readonly http?: string | undefined; readonly https?: string | undefined };
  /** Hosts that it is asked for by anybody; the names that it needs to choose a certificate by. */
  readonly hosts: readonly string[];
  readonly timeouts: TimeoutOptions;
  readonly userAgent: string;
};

/** What its query begins with, so that it can be told in a log from the question whether a node knows only-if-cached. */
export const knockQuery = 'knock-';

/**
 * `HEAD /.well-known/forewarm-probe`, only-if-cached: nobody stores anything there, and a cache that honours it asks no
 * origin. One that does not asks an origin for one host after another, since the first may be the one that hangs.
 */
export function knockAt(clock: Clock, door: () => Door | undefined): Knock {
  return (order, onEnd) => {
    const at = door();
    const place = at === undefined ? undefined : placeFor(at, order);
    if (at === undefined || place === undefined) {
      onEnd({ reason: 'internal', message: 'there is nothing to knock at', passing: true });
      return () => undefined;
    }
    const { node, transport, timeouts, userAgent } = at;
    const { scheme, host } = place;
    const patienceMs = Math.min(timeouts.headersMs, order.patienceMs);
    const peer = peerOf(at, scheme);
    const asking = new Asking({
      clock,
      connectMs: timeouts.connectMs,
      patienceMs,
      idleMs: timeouts.idleMs,
      peer,
      wantsBody: false,
      onEnd({ status, failure }) {
        const silence = {
          reason: 'timeout',
          message: `no response from ${peer} to a knock within ${patienceMs} ms`,
          passing: true,
        } as const;
        onEnd(status === undefined ? (failure ?? silence) : undefined);
      },
    });
    const headers = requestHeaders({
      host,
      userAgent,
      variant: {},
      node: { ...node.headers, 'Cache-Control': 'only-if-cached' },
      forwardedProto: node.sharedSchemes ? scheme : undefined,
    });
    transport.get({ method: 'HEAD', scheme, host, path: helloPath(`${knockQuery}${randomUUID()}`), headers }, asking);
    return () => asking.cancel();
  };
}

/**
 * The first knock goes to another host than the one whose request failed, else to another address: whoever answers there
 * shows that the node is alive. The following ones go round.
 */
function placeFor({ addresses, hosts }: Door, { index, failedAt }: KnockOrder): Place | undefined {
  const places: Place[] = [];
  const seen = new Set<string>();
  for (const scheme of ['http', 'https'] as const) {
    const address = addresses[scheme];
    if (address === undefined || seen.has(address)) continue;
    seen.add(address);
    const names = hosts.length > 0 ? hosts : [address.slice(address.indexOf('//') + 2).replace(/:\d+$/, '')];
    for (const host of names) places.push({ scheme, host });
  }
  if (index > 0 || failedAt === undefined) return places[index % places.length];
  return places.find(({ host }) => host !== failedAt.host) ?? places.find(({ scheme }) => scheme !== failedAt.scheme) ?? places[0];
}

function peerOf({ addresses }: Door, scheme: Scheme): string {
  const address = addresses[scheme] ?? '';
  return address.slice(address.indexOf('//') + 2);
}
