import type { OpenUrl } from '../store/store.ts';
import type { Outcome } from '../tasks/outcome.ts';
import { parseTargetUrl } from '../tasks/url.ts';
import type { Ended, WorkItem } from '../tasks/work.ts';
import type { Due } from './lanes.ts';

/**
 * The work items of a run for one node, one for each domain in it: the URLs that this node has not ended with.
 * `nextId` gives an id that no other item has.
 */
export function workItems(node: string, { run, nodeIndex }: Due, urls: readonly OpenUrl[], nextId: () => string): WorkItem[] {
  const { stored } = run.task;
  const byDomain = Map.groupBy(
    urls.filter(({ endedNodes }) => !endedNodes.includes(nodeIndex)),
    ({ domain }) => domain,
  );
  return [...byDomain].flatMap(([place, open]) => {
    const domain = stored.plan.domains[place];
    if (domain === undefined || !domain.nodes.includes(nodeIndex)) return [];
    return {
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

/** What was accepted once is sendable; should a later version read it otherwise, the node is asked for it as it stands. */
function sendable(text: string): string {
  const target = parseTargetUrl(text);
  return 'url' in target ? target.url : text;
}

/** Reports that end an item which nobody will work on. */
export function endedWithout(item: WorkItem, outcome: Outcome): Ended[] {
  return item.urls.map(({ id }) => ({ kind: 'ended', task: item.task, urlId: id, nodeIndex: item.nodeIndex, item: item.id, outcome }));
}
