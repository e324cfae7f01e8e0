import type { RequestValues } from '../form/values.ts';
import type { SampleCall } from './sample.ts';

/** How the vendor's SDKs type a parameter. */
type Kind = 'string' | 'int' | 'bool' | 'list';
type SdkAction = { service: 'ucdn' | 'uaccount'; parameters: Readonly<Record<string, Kind>> };

const describeTasks = {
  BeginTime: 'int',
  EndTime: 'int',
  Limit: 'int',
  Offset: 'int',
  Status: 'string',
  TaskId: 'list',
  IsDcdn: 'bool',
} as const;

/** The actions that the vendor's Python and Go SDKs both have calls for, with the parameters that both of those take. */
export const sdkActions: Readonly<Record<string, SdkAction>> = {
  PrefetchNewUcdnDomainCache: { service: 'ucdn', parameters: { UrlList: 'list' } },
  DescribeNewUcdnPrefetchCacheTask: { service: 'ucdn', parameters: describeTasks },
  RefreshNewUcdnDomainCache: { service: 'ucdn', parameters: { Type: 'string', UrlList: 'list' } },
  DescribeNewUcdnRefreshCacheTask: { service: 'ucdn', parameters: describeTasks },
  GetUcdnDomainPrefetchEnable: { service: 'ucdn', parameters: { DomainId: 'string' } },
  GetUcdnDomainPrefetchRefreshState: { service: 'ucdn', parameters: { DomainId: 'string' } },
  GetUcdnDomainInfoList: { service: 'ucdn', parameters: { PageSize: 'int', PageIndex: 'int' } },
  GetUcdnDomainConfig: { service: 'ucdn', parameters: { DomainId: 'list', Domain: 'list', Limit: 'int', Offset: 'int', IsDcdn: 'bool' } },
  GetProjectList: { service: 'uaccount', parameters: { IsFinance: 'string' } },
};

/** The typed call that an SDK has for this; undefined when it has none, or none that sends all these parameters. */
export function sdkCallOf({
  action,
  request,
  hasToken,
}: SampleCall): { service: SdkAction['service']; request: RequestValues } | undefined {
  const sdkAction = Object.hasOwn(sdkActions, action) ? sdkActions[action] : undefined;
  // Temporary credentials have a setting in one SDK only, and no SDK sends parameters that it does not know.
  if (sdkAction === undefined || hasToken) return undefined;
  const fits = Object.entries(request).every(([name, value]) => {
    if (name === 'ProjectId') return typeof value === 'string' && sdkAction.service === 'ucdn';
    return Object.hasOwn(sdkAction.parameters, name) && kindOf(value) === sdkAction.parameters[name];
  });
  return fits ? { service: sdkAction.service, request } : undefined;
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'number') return 'int';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'list';
}
