/** `object`: this URL alone, all its variants. `subtree`: every object whose URL begins with it (it ends in `/`). */
export type PurgeScope = 'object' | 'subtree';

/** `delete`: the object is gone. `expire`: it is kept and revalidated at the next request, where the cache can. */
export const purgeModes = ['delete', 'expire'] as const;
export type PurgeMode = (typeof purgeModes)[number];

export type PurgeOrder = { readonly scope: PurgeScope; readonly mode: PurgeMode };

/** What a refresh was asked to do with its URLs; `m3u8`: the object, and what the HLS playlist in it names. */
export const refreshTypes = ['file', 'dir', 'm3u8'] as const;
export type RefreshType = (typeof refreshTypes)[number];

/** A refresh task's own part. */
export type RefreshOrder = {
  readonly type: RefreshType;
  readonly mode: PurgeMode;
  /** Warm again what was purged, within the same task. */
  readonly thenPrefetch: boolean;
};
