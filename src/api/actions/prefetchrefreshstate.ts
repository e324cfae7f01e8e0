import type { Handler } from '../handler.ts';
import { domainById } from './domainby.ts';

export const prefetchRefreshState: Handler<'GetUcdnDomainPrefetchRefreshState'> = async ({ request, project, control }) => {
  const { name, quota } = domainById(control, project, request.DomainId);
  const counts = await control.countsToday(name);
  return {
    SubmitPrefetchCount: counts.prefetch,
    SubmitRefreshFile: counts.refresh_file,
    SubmitRefreshDir: counts.refresh_dir,
    PrefetchQuota: quota.prefetch ?? unlimited,
    RefreshFileQuota: quota.refresh_file ?? unlimited,
    RefreshDirQuota: quota.refresh_dir ?? unlimited,
  };
};

const unlimited = -1;
