import type { RepeatGuard, SubmitRequest } from '../../control/control.ts';
import type { ManifestOrder } from '../../tasks/manifest.ts';
import type { RefreshOrder } from '../../tasks/purge.ts';
import type { TargetUrl } from '../../tasks/url.ts';
import type { Answer } from '../../wire/actions.ts';
import { apiError } from '../../wire/apierror.ts';
import type { Params } from '../../wire/json.ts';
import { shown } from '../../wire/shown.ts';
import type { Key } from '../access/keys.ts';
import { fingerprint } from '../fingerprint.ts';
import type { Call } from '../handler.ts';
import { dryRunFields } from './dryrun.ts';
import { optionsOf, tokenGuard } from './submitoptions.ts';
import { lineName, namingLines } from './urllines.ts';

type SubmitCall = Call<'PrefetchNewUcdnDomainCache'> | Call<'RefreshNewUcdnDomainCache'>;
type SubmitAnswer = Answer<'PrefetchNewUcdnDomainCache'>;

/**
 * What all submits have in common: URLs within what the key may submit, the guard against the same submit sent
 * again, refusals that name their line as it came. `order`: of a refresh; `manifests`: of a prefetch.
 */
export async function submission(
  call: SubmitCall,
  { order, manifests }: { order?: RefreshOrder; manifests?: ManifestOrder },
): Promise<SubmitAnswer> {
  const { request, project, key, decoded, nowMs, audit, control } = call;
  refuseUrlsOutside(key, request.UrlList, decoded.params);
  const options = await optionsOf(call);
  const repeat = guardOf(call, order);
  const wanted: SubmitRequest = {
    project,
    by: key.lastingKey,
    urls: request.UrlList,
    ...(key.dailyUrls !== undefined && { dailyUrls: key.dailyUrls }),
    audit: audit.entry(nowMs, 0),
    ...(repeat !== undefined && { repeat }),
    ...options,
    ...(manifests !== undefined && { manifests }),
  };
  if (request.DryRun === true) {
    audit.detail = 'a dry run';
    const trying = control.dryRun(order === undefined ? wanted : { ...wanted, order }, request.DryRunSizes === true);
    const told = dryRunFields(await namingLines(decoded.params, trying));
    return {
      TaskId: '',
      ...told,
      ...(manifests !== undefined && { ManifestUrlCount: new Set(request.UrlList.map(({ url }) => url)).size }),
    };
  }
  const submitted = order === undefined ? control.submitPrefetch(wanted) : control.submitRefresh({ ...wanted, order });
  const { taskId, repeated, differs } = await namingLines(decoded.params, submitted);
  if (differs === true) {
    const detail = `task ${taskId} was submitted under it, and not with this: accepted is the very same submit, or another token`;
    throw apiError('tokenTaken', { subject: request.ClientToken ?? '', detail });
  }
  audit.isStored = !repeated;
  if (repeated) audit.detail = 'the same submit again: the earlier task answers';
  return { TaskId: taskId };
}

/** A second purge is never swallowed: an earlier refresh answers for it only while none of its purges has begun. */
function guardOf(call: SubmitCall, order: RefreshOrder | undefined): RepeatGuard | undefined {
  const { duplicateWindowMs: windowMs } = call.settings.limits;
  const named = tokenGuard(call);
  if (named !== undefined || windowMs === 0) return named;
  return { fingerprint: fingerprint(call.decoded), windowMs, ...(order !== undefined && { onlyWhile: 'waiting' }) };
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
