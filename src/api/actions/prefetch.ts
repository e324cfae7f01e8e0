import type { TargetUrl } from '../../tasks/url.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Params } from '../../wire/json.ts';
import { gatherLists } from '../../wire/lists.ts';
import { shown } from '../../wire/shown.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Handler } from '../handler.ts';
import type { Key } from '../access/keys.ts';

export const prefetch: Handler<'PrefetchNewUcdnDomainCache'> = async ({ request, project, key, decoded, control, settings }) => {
  refuseUrlsOutside(key, request.UrlList, decoded.params);
  const windowMs = settings.limits.duplicateWindowMs;
  const repeat = windowMs > 0 ? { repeat: { fingerprint: fingerprint(decoded), windowMs } } : {};
  const { taskId } = await control.submitPrefetch({ project, by: key.publicKey, urls: request.UrlList, ...repeat });
  return { TaskId: taskId };
};

function refuseUrlsOutside({ urls }: Key, targets: readonly TargetUrl[], params: Params): void {
  const outside = targets.findIndex((target) => urls?.allow(target) === false);
  const target = targets[outside];
  if (urls === undefined || target === undefined) return;
  // Indices may have gaps, so that the line's place in the list is not its name.
  const name = gatherLists(params, ['UrlList']).get('UrlList')?.[outside]?.name ?? 'UrlList';
  throw apiError('notPermitted', {
    detail: `${name} came as ${shown(target.text)}; this key may submit URLs below ${urls.texts.join(', ')}, without dot segments`,
  });
}
