import type { RefreshOrder } from '../../tasks/purge.ts';
import type { Request } from '../../wire/actions.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Key } from '../access/keys.ts';
import type { Handler } from '../handler.ts';
import { submission } from './submission.ts';

type RefreshRequest = Request<'RefreshNewUcdnDomainCache'>;

export const refresh: Handler<'RefreshNewUcdnDomainCache'> = async (call) => {
  refuseUnknownUrls(call.key, call.request);
  return submission(call, orderOf(call.request));
};

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
