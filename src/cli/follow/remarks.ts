import type { Client } from '../../client/client.ts';
import { shownCount } from '../screen/quantities.ts';
import type { Style } from '../screen/style.ts';
import { exampleLines, type FailureExample } from './failures.ts';

/** What a node said of a URL that it has: how much a manifest names, and what of that was left out. */
export type Remark = Pick<FailureExample, 'Url' | 'Node' | 'Message'>;

/** A prefetch, and how many URLs were submitted with it. */
export type SubmittedUrls = { readonly taskId: string; readonly urlCount: number };

const shownAtMost = 20;

/** Of what was submitted; what manifests name comes behind it. */
export async function readRemarks(client: Client, tasks: readonly SubmittedUrls[], signal: AbortSignal): Promise<Remark[]> {
  const remarks: Remark[] = [];
  for (const { taskId: TaskId, urlCount: Limit } of tasks) {
    const { UrlDetailList } = await client.call('DescribePrefetchUrlDetail', { TaskId, Limit }, { signal });
    for (const { Url, Nodes } of UrlDetailList) {
      for (const { Node, Status, Message } of Nodes)
        if (Status === 'success' && Message !== undefined) remarks.push({ Url, Node, Message });
    }
  }
  return remarks;
}

export function remarkLines(remarks: readonly Remark[], width: number, style: Style): string[] {
  const more = remarks.length - shownAtMost;
  const lines = remarks.slice(0, shownAtMost).flatMap((remark) => exampleLines(remark, width, style));
  return more > 0 ? [...lines, style.dim(`  … and ${shownCount(more)} more`)] : lines;
}
