import type { Report, WorkItem, WorkUrl } from '../tasks/work.ts';

/** What a report is about. */
export function subjectOf(item: WorkItem, source: WorkUrl): Pick<Report, 'task' | 'urlId' | 'nodeIndex' | 'item'> {
  return { task: item.task, urlId: source.id, nodeIndex: item.nodeIndex, item: item.id };
}
