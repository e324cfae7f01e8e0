import type { Client } from '../../client/client.ts';
import type { TaskSummary } from '../../client/wait.ts';
import type { ActionName } from '../../wire/actions.ts';
import { maxTaskSummaries } from '../../wire/limits.ts';

/** One file of the bundle and how it is had; what it rejects with is told in its place. */
export type Part = { readonly name: string; readonly read: () => Promise<string | object> };

/** Of one project; with a million tasks a day nobody reads more. */
const mostTasks = 5000;
const mostAuditEntries = 1000;
const daySeconds = 86_400;
const pageTimeoutMs = 10_000;

/** What a running server tells by its API. The key needs to be a main key of every project for some of it. */
export function apiParts(client: Client): Part[] {
  const asked = (name: string, action: ActionName): Part => ({ name, read: () => client.call(action, {}) });
  return [
    asked('server/configuration.json', 'DescribeUcdnConfiguration'),
    asked('server/projects.json', 'GetProjectList'),
    asked('server/nodes.json', 'DescribeUcdnNode'),
    asked('server/pauses.json', 'DescribeUcdnPause'),
    { name: 'server/domains.json', read: () => perProject(client, (ProjectId) => client.call('DescribeUcdnDomain', { ProjectId })) },
    { name: 'server/tasks.json', read: () => perProject(client, (ProjectId) => tasksOf(client, ProjectId)) },
    { name: 'server/audit.json', read: () => auditOf(client) },
    asked('server/keys.json', 'DescribeUcdnKey'),
  ];
}

/** What it tells whoever asks; first whether it is there. Metrics may be at an address of their own. */
export function pageParts(endpoint: string, metricsAt: string): readonly [Part, ...Part[]] {
  return [
    { name: 'server/healthz.json', read: () => page(new URL('/healthz', endpoint)) },
    { name: 'server/readyz.json', read: () => page(new URL('/readyz', endpoint)) },
    { name: 'server/metrics.txt', read: () => page(new URL('/metrics', metricsAt)) },
  ];
}

async function page(url: URL): Promise<string> {
  const response = await fetch(url, { signal: AbortSignal.timeout(pageTimeoutMs) });
  const text = await response.text();
  // 503 is what /readyz says of a server in trouble: just what is wanted.
  if (response.ok || response.status === 503) return text;
  throw new Error(`HTTP ${response.status}: ${text.slice(0, 200)}`);
}

async function perProject(client: Client, read: (projectId: string) => Promise<object>): Promise<object> {
  const { ProjectSet } = await client.call('GetProjectList', {});
  const found: [string, object][] = [];
  for (const { ProjectId } of ProjectSet) found.push([ProjectId, await read(ProjectId)]);
  return Object.fromEntries(found);
}

/** Of the last day, newest first. */
async function tasksOf(client: Client, ProjectId: string): Promise<object> {
  const found: TaskSummary[] = [];
  const BeginTime = Math.floor(Date.now() / 1000) - daySeconds;
  for (;;) {
    const request = { ProjectId, BeginTime, Offset: found.length, Limit: maxTaskSummaries };
    const { TotalCount, TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', request);
    found.push(...TaskSummaryList);
    if (TaskSummaryList.length < maxTaskSummaries || found.length >= mostTasks) return { TotalCount, TaskSummaryList: found };
  }
}

async function auditOf(client: Client): Promise<object> {
  const EndTime = Math.floor(Date.now() / 1000);
  return await client.call('DescribeUcdnAuditLog', { BeginTime: EndTime - daySeconds, EndTime, Limit: mostAuditEntries });
}
