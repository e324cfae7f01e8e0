import type { Control, DomainView } from '../../control/control.ts';
import type { Answer } from '../../wire/actions.ts';
import type { Handler } from '../handler.ts';
import { domainById } from './domainby.ts';

export const prefetchRefreshState: Handler<'GetUcdnDomainPrefetchRefreshState'> = async ({ request, project, control }) => {
  const domain = domainById(control, project, request.DomainId);
  return quotaFields(domain, await control.countsToday(domain.name));
};

export function quotaFields(
  { quota }: DomainView,
  counts: Awaited<ReturnType<Control['countsToday']>>,
): Answer<'GetUcdnDomainPrefetchRefreshState'> {
  return {
    SubmitPrefetchCount: counts.prefetch,
    SubmitRefreshFile: counts.refresh_file,
    SubmitRefreshDir: counts.refresh_dir,
    PrefetchQuota: quota.prefetch ?? unlimited,
    RefreshFileQuota: quota.refresh_file ?? unlimited,
    RefreshDirQuota: quota.refresh_dir ?? unlimited,
  };
}

const unlimited = -1;
