import type {
  Control,
  Coverage,
  CoverageRequest,
  DomainView,
  Explanation,
  NodeLedger,
  NodeView,
  RetryRequest,
  RefreshRequest,
  SubmitRequest,
  TaskFailures,
  TaskFlow,
  TaskQuery,
} from '../../control/control.ts';
import { Refusal } from '../../control/refusal.ts';
import type { DomainLoad } from '../../tasks/load.ts';
import type { Pause, PauseScope } from '../../tasks/pause.ts';
import { noCounts } from '../../tasks/status.ts';
import { noVerdicts, type VerdictCounts } from '../../tasks/verdict.ts';

type Submitted = Awaited<ReturnType<Control['submitPrefetch']>>;
type TaskSummary = NonNullable<Awaited<ReturnType<Control['findTask']>>>;
type UrlDetail = Awaited<ReturnType<Control['readUrls']>>['urls'][number];
export type TaskWithUrls = ReturnType<Control['readTasks']> extends AsyncIterable<infer Task> ? Task : never;

/** What a domain of the fake is. */
export type FakeDomain = { project: string; nodes: readonly string[]; id?: string; prefetch?: boolean; quota?: DomainView['quota'] };
type DayCounts = Awaited<ReturnType<Control['countsToday']>>;

/** A control that keeps tasks in memory and notes what it was asked. A test overwrites what it wants to fail or hang. */
export class FakeControl implements Control {
  readonly domains = new Map<string, FakeDomain>();
  /** Prefetches and refreshes, in their order. */
  readonly submits: (SubmitRequest | RefreshRequest)[] = [];
  readonly queries: TaskQuery[] = [];
  readonly details = new Map<number, UrlDetail[]>();
  tasks: (TaskWithUrls & { project: string })[] = [];
  paused: Pause[] = [];
  readonly counts = new Map<string, DayCounts>();
  /** By TaskId. */
  readonly verdicts = new Map<string, VerdictCounts>();
  readonly courses = new Map<string, Pick<TaskSummary, 'bodyBytes' | 'progress' | 'startedAtS' | 'finishedAtS'>>();
  readonly ledgers = new Map<string, NodeLedger>();
  readonly resynced: { node: string; by: string }[] = [];
  explanation: Explanation | undefined;
  onCoverage: (request: CoverageRequest) => Coverage | undefined = () => undefined;
  /** Tasks pulled out of `readTasks`, and readers whose `return` was called or that came to their end. */
  pulled = 0;
  endedReaders = 0;
  /** Called before each task that `readTasks` gives. */
  beforeTask: (index: number) => Promise<void> | void = () => {};
  now: () => number = Date.now;

  async submitPrefetch(request: SubmitRequest): Promise<Submitted> {
    return this.#submit(request, true);
  }

  async submitRefresh(request: RefreshRequest): Promise<Submitted> {
    return this.#submit(request, request.order.thenPrefetch);
  }

  /** Requests that were only to be tried. */
  readonly tried: SubmitRequest[] = [];
  async dryRun(request: SubmitRequest, withSizes = false): ReturnType<Control['dryRun']> {
    this.tried.push(request);
    const { length } = request.urls;
    const node = { node: 'edge-a', layer: 'edge', urls: length, objects: length } as const;
    if (!withSizes) return { nodes: [node] };
    return { nodes: [{ ...node, sizes: { bytes: 5_000_000_000, unknownObjects: 1, because: 'it is down' } }], unaskedUrls: 3 };
  }

  readonly cancelled: { taskId: string; by: string }[] = [];
  async cancel({ taskId, status }: TaskSummary, by: string): Promise<boolean> {
    this.cancelled.push({ taskId, by });
    return status === 'waiting' || status === 'running';
  }

  readonly retried: RetryRequest[] = [];
  async retry(request: RetryRequest): Promise<Submitted> {
    this.retried.push(request);
    return { taskId: `retry-${this.retried.length}`, task: 1000 + this.retried.length, repeated: false };
  }

  #submit(request: SubmitRequest, pulls: boolean): Submitted {
    const { project, urls } = request;
    for (const [line, { host }] of urls.entries()) {
      const domain = this.domains.get(host);
      if (domain?.project !== project)
        throw new Refusal('domain_unknown', `${host} is no domain of project ${project}`, { line, subject: host });
      if (pulls && domain.prefetch === false)
        throw new Refusal('prefetch_disabled', `prefetch is switched off for ${host}`, { line, subject: host });
    }
    this.submits.push(request);
    const task = this.submits.length;
    return { taskId: `task-${task}`, task, repeated: false };
  }

  async countTasks(query: TaskQuery): Promise<number> {
    this.queries.push(query);
    return this.#matching(query).length;
  }

  async *readTasks(query: TaskQuery, { offset, limit = Infinity }: { offset: number; limit?: number }): AsyncGenerator<TaskWithUrls> {
    try {
      for (const [index, task] of this.#matching(query)
        .slice(offset, offset + limit)
        .entries()) {
        await this.beforeTask(index);
        this.pulled += 1;
        yield task;
      }
    } finally {
      this.endedReaders += 1;
    }
  }

  async listTasks(query: TaskQuery, { offset, limit, after }: Parameters<Control['listTasks']>[1]): Promise<TaskSummary[]> {
    const matching = this.#matching(query);
    const begin = after === undefined ? 0 : matching.findIndex(({ taskId }) => taskId === after.taskId) + 1;
    return matching
      .slice(begin)
      .slice(offset, offset + limit)
      .map((task) => this.#summary(task));
  }

  async findTask(project: string, taskId: string): Promise<TaskSummary | undefined> {
    const task = this.tasks.find((candidate) => candidate.project === project && candidate.taskId === taskId);
    return task && this.#summary(task);
  }

  async readUrls(
    task: number,
    { status, offset, limit }: { status?: UrlDetail['status']; offset: number; limit: number },
  ): Promise<{ total: number; urls: UrlDetail[] }> {
    const matching = (this.details.get(task) ?? []).filter((url) => status === undefined || url.status === status);
    return { total: matching.length, urls: matching.slice(offset, offset + limit) };
  }

  async pause(scope: PauseScope, by: string): Promise<void> {
    await this.resume(scope);
    this.paused.push({ ...scope, atMs: this.now(), by });
  }

  async resume(scope: PauseScope): Promise<boolean> {
    const text = nameOf(scope);
    const before = this.paused.length;
    this.paused = this.paused.filter((pause) => nameOf(pause) !== text);
    return this.paused.length < before;
  }

  async pauses(): Promise<readonly Pause[]> {
    return this.paused;
  }

  nodes(): NodeView[] {
    const names = new Set([...this.domains.values()].flatMap((domain) => domain.nodes));
    return [...names].map((name) => ({
      name,
      layer: 'edge',
      cache: 'nginx',
      addresses: { http: 'http://127.0.0.1:8081' },
      concurrency: 64,
      domains: [...this.domains].filter(([, domain]) => domain.nodes.includes(name)).map(([domain]) => domain),
      ledger: this.ledgers.get(name) ?? { state: 'ready', sinceMs: 0, openUrls: 0 },
      load: { inFlight: 3, waiting: 2, succeeded: 5_000_000_000, failed: 1, bodyBytes: 4096 },
    }));
  }

  nodeLedger(name: string): NodeLedger | undefined {
    return this.nodes().find((node) => node.name === name)?.ledger;
  }

  readonly loads = new Map<string, DomainLoad>();
  domainLoads(): ReturnType<Control['domainLoads']> {
    return this.loads;
  }

  nextDayMs(): number {
    return this.now() + 3_600_000;
  }

  async resync(node: string, by: string): Promise<void> {
    this.resynced.push({ node, by });
  }

  async drain(node: string, drained: boolean): Promise<boolean> {
    const was = this.ledgers.get(node)?.state === 'drained';
    this.ledgers.set(node, { state: drained ? 'drained' : 'ready', sinceMs: this.now(), openUrls: 0 });
    return was !== drained;
  }

  async explain({ url }: Parameters<Control['explain']>[0]): Promise<Explanation> {
    return this.explanation ?? { url: url.url, domain: url.host, nodes: [] };
  }

  async coverage(request: CoverageRequest): Promise<Coverage | undefined> {
    return this.onCoverage(request);
  }

  failuresFound: TaskFailures = { groups: [], otherOutcomes: 0, lines: 0, isWhole: true };
  async failures(): Promise<TaskFailures> {
    return this.failuresFound;
  }

  onSitemap: Control['readSitemap'] = async () => ({ urls: [], documents: [], leftOut: 0, isWhole: true });
  readSitemap(url: string, limit: number): ReturnType<Control['readSitemap']> {
    return this.onSitemap(url, limit);
  }

  onThroughput: Control['throughput'] = () => ({ sinceMs: 0, series: new Map() });
  throughput(query: Parameters<Control['throughput']>[0]): ReturnType<Control['throughput']> {
    return this.onThroughput(query);
  }

  /** By a task's number. */
  readonly flows = new Map<number, TaskFlow>();
  flowOf(task: number): TaskFlow {
    return this.flows.get(task) ?? { receivedBytes: 0, expectedBytes: 0, bytesPerSecond: 0 };
  }

  projectOfDomain(domain: string): string | undefined {
    return this.domains.get(domain)?.project;
  }

  domainsOf(project: string): DomainView[] {
    return [...this.domains]
      .filter(([, domain]) => domain.project === project)
      .map(([name, { id = name, prefetch = true, quota = {}, nodes }]) => ({ name, id, prefetch, quota, nodes }));
  }

  async countsToday(domain: string): Promise<DayCounts> {
    return this.counts.get(domain) ?? { prefetch: 0, refresh_file: 0, refresh_dir: 0 };
  }

  async ping(): Promise<void> {}

  #matching({ project, kind, status, window, taskIds }: TaskQuery): (TaskWithUrls & { project: string })[] {
    return this.tasks.filter(
      (task) =>
        task.project === project &&
        (kind === undefined || task.kind === kind) &&
        (status === undefined || task.status === status) &&
        (window === undefined || (task.createdAtS >= window.beginS && task.createdAtS <= window.endS)) &&
        (taskIds === undefined || taskIds.includes(task.taskId)),
    );
  }

  #summary(task: TaskWithUrls & { project: string }): TaskSummary {
    const counts = noCounts();
    for (const [, status] of task.urls) counts[status] += 1;
    return {
      task: this.tasks.indexOf(task),
      taskId: task.taskId,
      project: task.project,
      kind: task.kind,
      createdAtS: task.createdAtS,
      submittedBy: 'someone',
      status: task.status,
      urlCount: task.urls.length,
      counts,
      verdicts: this.verdicts.get(task.taskId) ?? noVerdicts(),
      plan: { nodes: [{ name: 'edge-a', layer: 'edge' }], domains: [] },
      priority: 5,
      ...(task.refresh !== undefined && { refresh: task.refresh }),
      ...(this.courses.get(task.taskId) ?? { bodyBytes: 0, progress: 0 }),
    };
  }
}

function nameOf(scope: PauseScope): string {
  return scope.kind === 'all' ? 'all' : `${scope.kind} ${scope.name}`;
}
