import type { TargetUrl } from '../../tasks/url.ts';
import type { Answer, Request } from '../../wire/actions.ts';
import { apiError } from '../../wire/apierror.ts';
import { isEndedOnWire, type WireStatus } from '../../wire/status.ts';

type Summary = Answer<'DescribeUcdnTaskSummary'>['TaskSummaryList'][number];
type RefreshOrder = Required<Pick<Summary, 'RefreshType' | 'RefreshMode' | 'ThenPrefetch'>>;
type FakeTask = { readonly id: string; readonly urls: readonly string[]; readonly order?: RefreshOrder; looks: number };
type Detail = Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number];

export const createdAtS = 1_800_000_000;

/**
 * Tasks whose URLs end at the second look, each as its path says: `/404`, `/refused` and `/truncated` fail so,
 * `/unsupported` does where it is refreshed, `/unknown` can't be known, `/never` does not end, all else succeeds. A URL
 * of `foreign.example` is refused.
 */
export class FakeTasks {
  readonly #tasks: FakeTask[] = [];

  /** As many as there are URLs in all submits. */
  get urlCount(): number {
    return this.#tasks.reduce((sum, task) => sum + task.urls.length, 0);
  }

  get ids(): string[] {
    return this.#tasks.map((task) => task.id);
  }

  /** A task that has ended, without a client. */
  addEnded(urls: readonly string[], order?: RefreshOrder): string {
    const id = this.#nextId();
    this.#tasks.push({ id, urls, looks: 2, ...(order !== undefined && { order }) });
    return id;
  }

  prefetch({ UrlList }: Request<'PrefetchNewUcdnDomainCache'>): Answer<'PrefetchNewUcdnDomainCache'> {
    return this.#submit(UrlList);
  }

  refresh({ UrlList, Type, Mode, Prefetch = false }: Request<'RefreshNewUcdnDomainCache'>): Answer<'RefreshNewUcdnDomainCache'> {
    return this.#submit(UrlList, {
      RefreshType: Type,
      RefreshMode: Mode ?? (Type === 'dir' ? 'expire' : 'delete'),
      ThenPrefetch: Prefetch,
    });
  }

  #submit(urls: readonly TargetUrl[], order?: RefreshOrder): { TaskId: string } {
    const foreign = urls.findIndex((url) => url.host === 'foreign.example');
    if (foreign >= 0) throw apiError('domainUnknown', { subject: 'foreign.example', detail: `UrlList.${foreign}` });
    const id = this.#nextId();
    this.#tasks.push({ id, urls: urls.map((url) => url.text), looks: 0, ...(order !== undefined && { order }) });
    return { TaskId: id };
  }

  #nextId(): string {
    return `01TASK${String(this.#tasks.length + 1).padStart(20, '0')}`;
  }

  summaries(request: Request<'DescribeUcdnTaskSummary'>): Answer<'DescribeUcdnTaskSummary'> {
    const { TaskId, Type, Status, Offset, Limit } = request;
    for (const task of this.#tasks) if (TaskId?.includes(task.id) === true) task.looks += 1;
    const all = this.#tasks
      .map(summaryOf)
      .filter((task) => (TaskId?.includes(task.TaskId) ?? true) && (Status ?? task.Status) === task.Status)
      .filter((task) => (Type ?? task.Type) === task.Type);
    return { TotalCount: all.length, TaskSummaryList: all.toReversed().slice(Offset, Offset + Limit), NextCursor: '' };
  }

  describe(type: Summary['Type'], { TaskId = [] }: Request<'DescribeNewUcdnPrefetchCacheTask'>): object {
    const TaskList = this.#tasks.filter((task) => TaskId.includes(task.id) && typeOf(task) === type).map(infoOf);
    return { TotalCount: TaskList.length, TaskList };
  }

  details(
    type: Summary['Type'],
    { TaskId, Offset, Limit, Status }: Request<'DescribePrefetchUrlDetail'>,
  ): Answer<'DescribePrefetchUrlDetail'> {
    const task = this.#tasks.find((one) => one.id === TaskId && typeOf(one) === type);
    const all =
      task === undefined ? [] : task.urls.map((url) => detailOf(url, task)).filter((url) => (Status ?? url.Status) === url.Status);
    return { TotalCount: all.length, UrlDetailList: all.slice(Offset, Offset + Limit) };
  }
}

function infoOf(task: FakeTask): object {
  return {
    TaskId: task.id,
    CreateTime: createdAtS,
    Status: summaryOf(task).Status,
    ...(task.order !== undefined && { Type: task.order.RefreshType }),
    UrlLists: task.urls.map((url) => {
      const { Url, Status, Progress, FinishTime } = detailOf(url, task);
      return { Url, CreateTime: createdAtS, FinishTime, Status, Progress };
    }),
  };
}

function summaryOf(task: FakeTask): Summary {
  const counts: Record<WireStatus, number> = { wait: 0, process: 0, success: 0, failure: 0, unknow: 0 };
  for (const url of task.urls) counts[statusOf(url, task)] += 1;
  return {
    TaskId: task.id,
    Type: typeOf(task),
    ...task.order,
    Status: taskStatus(counts),
    CreateTime: createdAtS,
    Progress: progressOf(task),
    Bytes: '0',
    SubmittedBy: 'demo-public',
    Priority: 5,
    UrlCount: task.urls.length,
    WaitCount: counts.wait,
    ProcessCount: counts.process,
    SuccessCount: counts.success,
    FailureCount: counts.failure,
    UnknowCount: counts.unknow,
    Verdicts: verdictsOf(task),
    Nodes: ['edge-a', 'edge-b'],
  };
}

function progressOf(task: FakeTask): number {
  return Math.floor(task.urls.reduce((sum, url) => sum + detailOf(url, task).Progress, 0) / task.urls.length);
}

function verdictsOf(task: FakeTask): Summary['Verdicts'] {
  const verdicts = task.urls.flatMap((url) => detailOf(url, task).Nodes.map(({ Verdict }) => Verdict));
  const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
  return {
    HitProven: count('hit-proven'),
    StoredLikely: count('stored-likely'),
    Uncacheable: count('uncacheable'),
    Unknown: count('unknown'),
  };
}

function typeOf({ order }: FakeTask): Summary['Type'] {
  return order === undefined ? 'prefetch' : 'refresh';
}

function taskStatus(counts: Record<WireStatus, number>): WireStatus {
  if (counts.wait > 0 || counts.process > 0) return 'process';
  if (counts.failure > 0) return 'failure';
  return counts.unknow > 0 ? 'unknow' : 'success';
}

function statusOf(url: string, { looks }: FakeTask): WireStatus {
  if (looks < 2 || url.includes('/never')) return 'process';
  if (/\/(404|refused|truncated|unsupported)/.test(url)) return 'failure';
  return url.includes('/unknown') ? 'unknow' : 'success';
}

function detailOf(url: string, task: FakeTask): Detail {
  const Status = statusOf(url, task);
  const purged = { Layer: 'edge', Status: 'success', Message: 'deleted with PURGE', HttpStatus: 200, Bytes: '0', Attempts: 1 } as const;
  const pulled = {
    Layer: 'edge',
    Status: 'success',
    HttpStatus: 200,
    Bytes: '1048576',
    Attempts: 1,
    CacheStatus: 'X-Cache: MISS',
    Verdict: 'stored-likely',
    ...(url.endsWith('.m3u8') && { Message: '14 URLs found in 4 manifests' }),
  } as const;
  const stored = task.order === undefined ? pulled : purged;
  const lacking = { Layer: 'edge', Status, ...faultOf(url, Status) } as const;
  const onBoth = Status === 'process' || url.includes('/404');
  return {
    Url: url,
    Status,
    Progress: Status === 'success' ? 100 : 40,
    FinishTime: isEndedOnWire(Status) ? createdAtS + 1 : 0,
    Nodes: [
      { Node: 'edge-a', ...(onBoth ? lacking : stored) },
      { Node: 'edge-b', ...(Status === 'success' ? stored : lacking) },
    ],
  };
}

function faultOf(url: string, status: WireStatus): Partial<Detail['Nodes'][number]> {
  if (status === 'unknow') return { Reason: 'removed', Message: 'the node was taken out of the configuration', Attempts: 0 };
  if (status !== 'failure') return {};
  if (url.includes('/404')) return { Reason: 'http_status', HttpStatus: 404, Message: 'the node answered with status 404', Attempts: 1 };
  if (url.includes('/refused')) return { Reason: 'connect', Message: 'connection refused\u001b[31m', Attempts: 3 };
  if (url.includes('/unsupported')) return { Reason: 'unsupported', Message: 'this node has no way to forget a directory', Attempts: 0 };
  return { Reason: 'truncated', Message: 'the body ended after 10 of 20 bytes', HttpStatus: 200, Bytes: '10', Attempts: 3 };
}
