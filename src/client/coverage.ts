import type { Answer } from '../wire/actions.ts';
import type { Client } from './client.ts';
import { AnswerUnreadable } from './errors.ts';

type Page = Answer<'CheckUcdnTaskCoverage'>;

/** All pages of CheckUcdnTaskCoverage, summed. */
export type TaskCoverage = Pick<Page, 'TotalCount' | 'UrlCount' | 'NodeList' | 'MissingList' | 'MissingLeftOut'>;

export type CoverageOptions = {
  /** Default: the client's, else the server's default project. */
  projectId?: string | undefined;
  /** Lines in one call. Default: 100. */
  pageLines?: number;
  /** Entries of MissingList to keep; what is beyond counts in MissingLeftOut. Default: 10,000. */
  maxMissing?: number;
  /** Ends it; it then rejects with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** After each page: lines asked for so far, of how many. */
  onProgress?: ((asked: number, total: number) => void) | undefined;
};

/**
 * Asks the nodes of a task again what they have of its URLs, page by page; nothing is fetched by it. What they have may
 * change meanwhile. Rejects with a ClientError: a RequestRefused (230) for a task that is not there.
 */
export async function checkCoverage(client: Client, taskId: string, options: CoverageOptions = {}): Promise<TaskCoverage> {
  const { projectId, pageLines = 100, maxMissing = 10_000, signal, onProgress } = options;
  let sum: TaskCoverage = { TotalCount: 0, UrlCount: 0, NodeList: [], MissingList: [], MissingLeftOut: 0 };
  for (let offset = 0; ;) {
    const request = { ProjectId: projectId, TaskId: taskId, Offset: offset, Limit: pageLines };
    const page = await client.call('CheckUcdnTaskCoverage', request, { signal });
    sum = added(sum, page, maxMissing);
    onProgress?.(page.NextOffset, page.TotalCount);
    if (page.NextOffset >= page.TotalCount) return sum;
    if (page.NextOffset <= offset) throw new AnswerUnreadable(`NextOffset stays at ${offset}`, { httpStatus: 200 });
    offset = page.NextOffset;
  }
}

function added(sum: TaskCoverage, page: Page, maxMissing: number): TaskCoverage {
  const room = Math.max(0, maxMissing - sum.MissingList.length);
  const kept = page.MissingList.slice(0, room);
  return {
    TotalCount: page.TotalCount,
    UrlCount: sum.UrlCount + page.UrlCount,
    NodeList: addedNodes(sum.NodeList, page.NodeList),
    MissingList: [...sum.MissingList, ...kept],
    MissingLeftOut: sum.MissingLeftOut + page.MissingLeftOut + page.MissingList.length - kept.length,
  };
}

function addedNodes(sums: TaskCoverage['NodeList'], nodes: Page['NodeList']): TaskCoverage['NodeList'] {
  const before = new Map(sums.map((node) => [node.Node, node]));
  return nodes.map((node) => {
    const sum = before.get(node.Node);
    if (sum === undefined) return node;
    const because = sum.UnknownBecause ?? node.UnknownBecause;
    return {
      Node: node.Node,
      Layer: node.Layer,
      Fresh: sum.Fresh + node.Fresh,
      Expired: sum.Expired + node.Expired,
      Absent: sum.Absent + node.Absent,
      Unknown: sum.Unknown + node.Unknown,
      ...(because !== undefined && { UnknownBecause: because }),
    };
  });
}
