import type * as z from 'zod';
import { assumeRole } from './actions/assumerole.ts';
import { describeAuditLog } from './actions/auditlog.ts';
import { describeCallbacks, redeliverCallback } from './actions/callbacks.ts';
import { cancelTask } from './actions/cancel.ts';
import { configuration } from './actions/configuration.ts';
import { taskCoverage } from './actions/coverage.ts';
import { domainConfigs } from './actions/domainconfig.ts';
import { domainInfoList } from './actions/domaininfolist.ts';
import { describeDomains } from './actions/domains.ts';
import { explainUrl } from './actions/explain.ts';
import { drainNode, undrainNode } from './actions/drain.ts';
import { createKey, deleteKey, describeKeys, rotateKey, updateKey } from './actions/keys.ts';
import { describeNodes } from './actions/nodes.ts';
import { describePause, pauseFetch, resumeFetch } from './actions/pause.ts';
import { describePrefetch } from './actions/describeprefetch.ts';
import { describeRefresh } from './actions/describerefresh.ts';
import { prefetch } from './actions/prefetch.ts';
import { prefetchEnable } from './actions/prefetchenable.ts';
import { prefetchRefreshState } from './actions/prefetchrefreshstate.ts';
import { projectList } from './actions/projectlist.ts';
import { refresh } from './actions/refresh.ts';
import { resyncNode } from './actions/resync.ts';
import { retryTask } from './actions/retry.ts';
import { sitemap } from './actions/sitemap.ts';
import { taskFailures } from './actions/taskfailure.ts';
import { taskSummaries } from './actions/tasksummary.ts';
import { throughput } from './actions/throughput.ts';
import { prefetchUrlDetails, refreshUrlDetails } from './actions/urldetail.ts';

/** Every action of the API by its name. */
export const actions = {
  PrefetchNewUcdnDomainCache: prefetch,
  DescribeNewUcdnPrefetchCacheTask: describePrefetch,
  RefreshNewUcdnDomainCache: refresh,
  DescribeNewUcdnRefreshCacheTask: describeRefresh,
  GetUcdnDomainPrefetchEnable: prefetchEnable,
  GetUcdnDomainPrefetchRefreshState: prefetchRefreshState,
  GetUcdnDomainInfoList: domainInfoList,
  GetUcdnDomainConfig: domainConfigs,
  GetProjectList: projectList,
  DescribePrefetchUrlDetail: prefetchUrlDetails,
  DescribeRefreshUrlDetail: refreshUrlDetails,
  DescribeUcdnTaskSummary: taskSummaries,
  CancelUcdnCacheTask: cancelTask,
  RetryUcdnCacheTask: retryTask,
  ExplainUcdnUrl: explainUrl,
  CheckUcdnTaskCoverage: taskCoverage,
  PauseUcdnFetch: pauseFetch,
  ResumeUcdnFetch: resumeFetch,
  DescribeUcdnPause: describePause,
  DescribeUcdnNode: describeNodes,
  ResyncUcdnNode: resyncNode,
  DrainUcdnNode: drainNode,
  UndrainUcdnNode: undrainNode,
  CreateUcdnKey: createKey,
  DescribeUcdnKey: describeKeys,
  UpdateUcdnKey: updateKey,
  RotateUcdnKey: rotateKey,
  DeleteUcdnKey: deleteKey,
  AssumeUcdnRole: assumeRole,
  DescribeUcdnAuditLog: describeAuditLog,
  DescribeUcdnTaskFailure: taskFailures,
  DescribeUcdnThroughput: throughput,
  DescribeUcdnDomain: describeDomains,
  DescribeUcdnConfiguration: configuration,
  ReadUcdnSitemap: sitemap,
  DescribeUcdnCallback: describeCallbacks,
  RedeliverUcdnCallback: redeliverCallback,
} as const;

export type ActionName = keyof typeof actions;

export type RequestSchema<A extends ActionName> = (typeof actions)[A]['request'];
export type ResponseSchema<A extends ActionName> = (typeof actions)[A]['response'];

/** A request as a caller writes it: URLs as text, defaults left out. */
export type RequestInput<A extends ActionName> = z.input<RequestSchema<A>>;
/** A request as the server reads it: URLs understood, defaults filled in. */
export type Request<A extends ActionName> = z.output<RequestSchema<A>>;
/** The fields of a successful answer, `RetCode` and `Action` aside. */
export type Answer<A extends ActionName> = z.output<ResponseSchema<A>>;

export function isActionName(name: string): name is ActionName {
  return Object.hasOwn(actions, name);
}
