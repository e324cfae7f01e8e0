import type { OpenUrl, UnfinishedTask } from '../store/store.ts';
import type { Outcome } from '../tasks/outcome.ts';
import { readerOf } from '../tasks/plan.ts';
import type { Step } from '../tasks/steps.ts';
import { isUrlFault, parseTargetUrl } from '../tasks/url.ts';
import type { Ended, PullItem, PurgeItem, WorkItem } from '../tasks/work.ts';
import type { Due } from './run.ts';

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
    return {
      ...whatToDo(step, stored),
      ...(domain.playlists === true &&
        step.does === 'purge' &&
        readerOf(stored.plan, domain) === nodeIndex && { readsPlaylist: true as const }),
      id: nextId(),
      task: stored.task,
      lane: stored.project,
      node,
      nodeIndex,
      domain: domain.name,
      variants: domain.variants,
      urls: open.map(({ id, text }) => ({ id, url: sendable(text) })),
    };
  });
}

function whatToDo(
  { does }: Step,
  { refresh }: UnfinishedTask,
): Pick<PullItem, 'kind' | 'fenced'> | Pick<PurgeItem, 'kind' | 'scope' | 'mode'> {
  if (refresh === undefined) return { kind: 'pull' };
  if (does === 'pull') return { kind: 'pull', fenced: true };
  return { kind: 'purge', scope: refresh.type === 'dir' ? 'subtree' : 'object', mode: refresh.mode };
}

/** What was accepted once is sendable; should a later version read it otherwise, the node is asked for it as it stands. */
function sendable(text: string): string {
  const target = parseTargetUrl(text);
  return isUrlFault(target) ? text : target.url;
}

/** Reports that end an item which nobody will work on. */
export function endedWithout(item: WorkItem, outcome: Outcome): Ended[] {
  return item.urls.map(({ id }) => ({ kind: 'ended', task: item.task, urlId: id, nodeIndex: item.nodeIndex, item: item.id, outcome }));
}
