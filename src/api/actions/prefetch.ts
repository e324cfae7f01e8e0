import type { ManifestOrder } from '../../tasks/manifest.ts';
import type { Request } from '../../wire/actions.ts';
import type { Key } from '../access/keys.ts';
import type { Handler } from '../handler.ts';
import { submission } from './submission.ts';

export const prefetch: Handler<'PrefetchNewUcdnDomainCache'> = (call) => {
  const manifests = orderOf(call.request, call.key);
  return submission(call, manifests === undefined ? {} : { manifests });
};

/** Whoever writes a manifest says what is warmed with it: it must not lead out of what the key is held to. */
function orderOf(
  { ParseManifest, FirstSeconds: firstSeconds, MaxBitrate: maxBitrate }: Request<'PrefetchNewUcdnDomainCache'>,
  { urls }: Key,
): ManifestOrder | undefined {
  if (ParseManifest !== true) return undefined;
  return {
    ...(firstSeconds !== undefined && { firstSeconds }),
    ...(maxBitrate !== undefined && { maxBitrate }),
    ...(urls !== undefined && { within: urls.lists }),
  };
}
