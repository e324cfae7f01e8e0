import type { OpenUrl, UnfinishedTask } from '../store/store.ts';
import type { Outcome } from '../tasks/outcome.ts';
import { type PlannedDomain, readerOf } from '../tasks/plan.ts';
import { defaultPriority } from '../tasks/priority.ts';
import { isDueIn } from '../tasks/stagger.ts';
import type { Step } from '../tasks/steps.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';
import type { Ended, PullItem, PurgeItem, Started, WorkItem } from '../tasks/work.ts';
import type { Due } from './run.ts';

/** What an item asks for, beside whose and which URLs. */
type Order = Pick<PullItem, 'kind' | 'fenced' | 'manifests'> | Pick<PurgeItem, 'kind' | 'scope' | 'mode' | 'readsPlaylist'>;

/**
 * The work items of a run for one node, one for each domain in it: the URLs that this node has not ended with.
 * `nextId` gives an id that no other item has.
 */
export function workItems(node: string, { run, nodeIndex, step }: Due, urls: readonly OpenUrl[], nextId: () => string): WorkItem[] {
  const { stored } = run.task;
  const byDomain = Map.groupBy(
    urls.filter(({ endedNodes }) => !endedNodes.includes(nodeIndex)),
    ({ domain }) => domain,
  );
  return [...byDomain].flatMap(([place, open]) => {
    const domain = stored.plan.domains[place];
    if (domain === undefined || !domain.nodes.includes(nodeIndex)) return [];
    const due = open.filter(({ id }) => isDueIn(step, stored.plan, domain, nodeIndex, id));
    if (due.length === 0) return [];
    const item = {
      id: nextId(),
      task: stored.task,
      lane: stored.project,
      ...(stored.priority !== defaultPriority && { priority: stored.priority }),
      node,
      nodeIndex,
      domain: domain.name,
      variants: domain.variants,
      urls: due.map(({ id, text }) => ({ id, url: sendable(text) })),
    };
    return Object.assign(item, whatToDo(step, stored, domain, nodeIndex));
  });
}

function whatToDo({ does }: Step, { refresh, plan }: UnfinishedTask, domain: PlannedDomain, nodeIndex: number): Order {
  const { manifests } = plan;
  // Which of the nodes reads them is settled among those that have them: by who is first.
  if (refresh === undefined) return { kind: 'pull', ...(domain.playlists === true && manifests !== undefined && { manifests }) };
  if (does === 'pull') return { kind: 'pull', fenced: true };
  const scope = refresh.type === 'dir' ? 'subtree' : 'object';
  const isReader = domain.playlists === true && readerOf(plan, domain) === nodeIndex;
  return { kind: 'purge', scope, mode: refresh.mode, ...(isReader && { readsPlaylist: true }) };
}

/** What was accepted once is sendable; should a later version read it otherwise, the node is asked for it as it stands. */
function sendable(text: string): string {
  const target = parseTargetUrl(text);
  return isUrlFault(target) ? text : target.url;
}

/** Reports that an item has begun. */
export function startsOf(item: WorkItem): Started[] {
  return item.urls.map(({ id }) => ({ kind: 'started', task: item.task, urlId: id, nodeIndex: item.nodeIndex, item: item.id }));
}

/** Reports that end an item which nobody will work on. */
export function endedWithout(item: WorkItem, outcome: Outcome): Ended[] {
  return item.urls.map(({ id }) => ({ kind: 'ended', task: item.task, urlId: id, nodeIndex: item.nodeIndex, item: item.id, outcome }));
}
