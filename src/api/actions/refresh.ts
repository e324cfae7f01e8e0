import type { RefreshOrder } from '../../tasks/purge.ts';
import type { Request } from '../../wire/actions.ts';
import { manifestOptions } from '../../wire/actions/manifestoptions.ts';
import { apiError, badParam } from '../../wire/apierror.ts';
import type { Params } from '../../wire/json.ts';
import { shown } from '../../wire/shown.ts';
import type { Key } from '../access/keys.ts';
import type { Handler } from '../handler.ts';
import { submission } from './submission.ts';

type RefreshRequest = Request<'RefreshNewUcdnDomainCache'>;

export const refresh: Handler<'RefreshNewUcdnDomainCache'> = async (call) => {
  refuseManifestOptions(call.decoded.params);
  refuseUnknownUrls(call.key, call.request);
  return submission(call, { order: orderOf(call.request) });
};

/** Passed over like any other unknown parameter, they would make somebody believe that what a manifest names is warm. */
function refuseManifestOptions(params: Params): void {
  for (const name of Object.keys(manifestOptions)) {
    const value = params.get(name) ?? '';
    if (value === '' || value === false || value === 'false') continue;
    throw badParam(
      name,
      `${shown(value)}, with a refresh`,
      `it with PrefetchNewUcdnDomainCache only; Type=m3u8 refreshes what playlists name`,
    );
  }
}

/** Whoever writes a playlist says what is refreshed with it, so that it would lead out of what a key is held to. */
function refuseUnknownUrls({ urls }: Key, { Type }: RefreshRequest): void {
  if (Type !== 'm3u8' || urls === undefined) return;
  throw apiError('notPermitted', {
    detail: `Type came as "m3u8"; this key is held to URLs below ${urls.texts.join(', ')}, and a playlist may name others: accepted is file or dir`,
  });
}

function orderOf({ Type: type, Mode, Prefetch: thenPrefetch = false }: RefreshRequest): RefreshOrder {
  return { type, mode: Mode ?? (type === 'dir' ? 'expire' : 'delete'), thenPrefetch };
}
