import { type ActionName, type Answer } from '../wire/actions.ts';
import { readParams, readProjectId } from '../wire/params.ts';
import { assumeRole } from './actions/assumerole.ts';
import { describeAuditLog } from './actions/auditlog.ts';
import { describeCallbacks, redeliverCallback } from './actions/callbacks.ts';
import { cancelTask } from './actions/cancel.ts';
import { configuration } from './actions/configuration.ts';
import { taskCoverage } from './actions/coverage.ts';
import { describePrefetch } from './actions/describeprefetch.ts';
import { describeRefresh } from './actions/describerefresh.ts';
import { domainConfigs } from './actions/domainconfig.ts';
import { domainInfoList } from './actions/domaininfolist.ts';
import { describeDomains } from './actions/domains.ts';
import { drainNode, undrainNode } from './actions/drain.ts';
import { explainUrl } from './actions/explain.ts';
import { createKey, deleteKey, describeKeys, rotateKey, updateKey } from './actions/keys.ts';
import { describeNodes } from './actions/nodes.ts';
import { describePause, pauseFetch, resumeFetch } from './actions/pause.ts';
import { prefetch } from './actions/prefetch.ts';
import { prefetchEnable } from './actions/prefetchenable.ts';
import { prefetchRefreshState } from './actions/prefetchrefreshstate.ts';
import { projectList } from './actions/projectlist.ts';
import { refresh } from './actions/refresh.ts';
import { resyncNode } from './actions/resync.ts';
import { retryTask } from './actions/retry.ts';
import { readSitemap } from './actions/sitemap.ts';
import { taskFailures } from './actions/taskfailure.ts';
import { taskSummaries } from './actions/tasksummary.ts';
import { throughput } from './actions/throughput.ts';
import { prefetchUrlDetails, refreshUrlDetails } from './actions/urldetail.ts';
import type { Call, Handler, Streamed } from './handler.ts';

/** What answers each action; the compiler sees to it that none is missing. */
const handlers: { readonly [A in ActionName]: Handler<A> } = {
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
  ReadUcdnSitemap: readSitemap,
  DescribeUcdnCallback: describeCallbacks,
  RedeliverUcdnCallback: redeliverCallback,
};

/** SDKs send ProjectId with every call, also with the one that tells which there are. */
const projectIgnored: ReadonlySet<ActionName> = new Set(['GetProjectList']);

/** Settles the project, then reads the other parameters, then carries the call out: refusals come in that order. */
export function dispatch<A extends ActionName>(call: Omit<Call<A>, 'request' | 'project'>): Promise<Answer<A> | Streamed> {
  const { action, decoded, key, settings, audit } = call;
  const project = projectIgnored.has(action) ? '' : settings.projects.resolve(readProjectId(decoded.params), key);
  audit.project = project;
  const handle: Handler<A> = handlers[action];
  const request = readParams(action, decoded.params);
  if ('UrlList' in request) audit.reach(request.UrlList);
  return handle({ ...call, project, request });
}
