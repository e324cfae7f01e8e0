import type { SubmitRequest, Submitted } from '../../control/control.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Params } from '../../wire/json.ts';
import { shown } from '../../wire/shown.ts';
import type { Key } from '../access/keys.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Call } from '../handler.ts';
import { lineName, namingLines } from './urllines.ts';

type SubmitAction = 'PrefetchNewUcdnDomainCache' | 'RefreshNewUcdnDomainCache';

/**
 * What all submits have in common: URLs within what the key may submit, the guard against the same submit sent
 * again (`onlyWhile` as RepeatGuard has it), refusals that name their line as it came.
 */
export async function submission(
  { request, project, key, decoded, settings }: Call<SubmitAction>,
  submit: (request: SubmitRequest) => Promise<Submitted>,
  onlyWhile?: 'waiting',
): Promise<{ TaskId: string }> {
  refuseUrlsOutside(key, request.UrlList, decoded.params);
  const windowMs = settings.limits.duplicateWindowMs;
  const repeat = { fingerprint: fingerprint(decoded), windowMs, ...(onlyWhile !== undefined && { onlyWhile }) };
  const submitted = submit({ project, by: key.publicKey, urls: request.UrlList, ...(windowMs > 0 && { repeat }) });
  const { taskId } = await namingLines(decoded.params, submitted);
  return { TaskId: taskId };
}

/** Of a directory all that lies below it begins with its URL, so that a prefix which holds the one holds the other. */
function refuseUrlsOutside({ urls }: Key, targets: readonly TargetUrl[], params: Params): void {
  const outside = targets.findIndex((target) => urls?.allow(target) === false);
  const target = targets[outside];
  if (urls === undefined || target === undefined) return;
  throw apiError('notPermitted', {
    detail: `${lineName(params, outside)} came as ${shown(target.text)}; this key may submit URLs below ${urls.texts.join(', ')}, without dot segments`,
  });
}
