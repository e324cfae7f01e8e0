import type { Variant } from '../tasks/plan.ts';
import type { Scheme } from '../tasks/url.ts';
import type { WorkItem, WorkUrl } from '../tasks/work.ts';
import type { EngineNode } from './options.ts';
import { requestHeaders } from './request-headers.ts';

/** What a run's requests are told apart by, beside their paths. */
type HeaderKey = { host: string; forwardedProto: Scheme | undefined; node: EngineNode; userAgent: string };

const plainVariants: readonly Variant[] = [{}];

/** A work item that is being worked through. */
export class Run {
  readonly item: WorkItem;
  readonly variants: readonly Variant[];
  #cursor = 0;
  /** By variant: the URLs of a run differ by their paths only, so their headers are put together once. */
  readonly #headers: ({ key: HeaderKey; headers: string[] } | undefined)[] = [];

  constructor(item: WorkItem) {
    this.item = item;
    this.variants = item.variants.length > 0 ? item.variants : plainVariants;
  }

  next(): WorkUrl | undefined {
    const url = this.item.urls[this.#cursor];
    this.#cursor += 1;
    return url;
  }

  /** URLs that `next` has not given. */
  get left(): number {
    return Math.max(0, this.item.urls.length - this.#cursor);
  }

  get isDone(): boolean {
    return this.#cursor >= this.item.urls.length;
  }

  headersFor(variantIndex: number, key: HeaderKey): string[] {
    const cached = this.#headers[variantIndex];
    if (cached !== undefined && isSame(cached.key, key)) return cached.headers;
    const { host, forwardedProto, node, userAgent } = key;
    const headers = requestHeaders({ host, userAgent, variant: this.variants[variantIndex] ?? {}, node: node.headers, forwardedProto });
    this.#headers[variantIndex] = { key, headers };
    return headers;
  }
}

function isSame(one: HeaderKey, other: HeaderKey): boolean {
  return (
    one.host === other.host && one.node === other.node && one.forwardedProto === other.forwardedProto && one.userAgent === other.userAgent
  );
}
