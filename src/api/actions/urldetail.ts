import type { TaskKind } from '../../control/control.ts';
import type { Outcome } from '../../tasks/outcome.ts';
import type { Layer } from '../../tasks/plan.ts';
import type { Status } from '../../tasks/status.ts';
import type { Answer } from '../../wire/actions.ts';
import { statusOfWire, wireStatus } from '../../wire/status.ts';
import type { Call, Handler } from '../handler.ts';

type UrlDetails = Answer<'DescribePrefetchUrlDetail'>;
type UrlDetail = UrlDetails['UrlDetailList'][number];
type DetailCall = Call<'DescribePrefetchUrlDetail' | 'DescribeRefreshUrlDetail'>;

export const prefetchUrlDetails: Handler<'DescribePrefetchUrlDetail'> = (call) => urlDetails('prefetch', call);
export const refreshUrlDetails: Handler<'DescribeRefreshUrlDetail'> = (call) => urlDetails('refresh', call);

async function urlDetails(kind: TaskKind, { request, project, control }: DetailCall): Promise<UrlDetails> {
  const task = await control.findTask(project, request.TaskId);
  if (task?.kind !== kind) return { TotalCount: 0, UrlDetailList: [] };
  const { total, urls } = await control.readUrls(task.task, {
    offset: request.Offset,
    limit: request.Limit,
    ...(request.Status !== undefined && { status: statusOfWire(request.Status) }),
  });
  const layers = new Map(task.plan.nodes.map((node) => [node.name, node.layer]));
  return {
    TotalCount: total,
    UrlDetailList: urls.map((url) => ({
      Url: url.text,
      Status: wireStatus(url.status),
      Progress: url.progress,
      FinishTime: url.finishedAtS,
      Nodes: url.nodes.map(({ node, outcome }) => nodeDetail(node, layers.get(node), url.status, outcome)),
    })),
  };
}

function nodeDetail(node: string, layer: Layer | undefined, urlStatus: Status, outcome: Outcome | undefined): UrlDetail['Nodes'][number] {
  const named = { Node: node, ...(layer !== undefined && { Layer: layer }) };
  if (outcome === undefined) return { ...named, Status: wireStatus(shareOf(urlStatus)) };
  return {
    ...named,
    Status: wireStatus(outcome.status),
    ...(outcome.reason !== undefined && { Reason: outcome.reason }),
    ...(outcome.message !== undefined && { Message: outcome.message }),
    ...(outcome.httpStatus !== undefined && { HttpStatus: outcome.httpStatus }),
    Bytes: String(outcome.bodyBytes),
    Attempts: outcome.attempts,
    ElapsedMs: Math.round(outcome.elapsedMs),
    ...(outcome.cacheStatus !== undefined && { CacheStatus: outcome.cacheStatus }),
    ...(outcome.verdict !== undefined && { Verdict: outcome.verdict }),
  };
}

/** What a node's share without an outcome is: only the URL's start is kept, not each node's. */
function shareOf(urlStatus: Status): Status {
  return urlStatus === 'waiting' || urlStatus === 'running' ? urlStatus : 'unknown';
}
