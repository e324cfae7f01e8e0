import type { Client } from '../../client/client.ts';
import type { TaskSummary } from '../../client/wait.ts';
import type { Answer } from '../../wire/actions.ts';
import { counted, shownCount } from '../screen/quantities.ts';
import type { Style } from '../screen/style.ts';
import { columnsOf, printable, shortened, wrapped } from '../screen/text.ts';
import { urlDetailActions } from './taskactions.ts';

type UrlDetail = Answer<'DescribePrefetchUrlDetail'>['UrlDetailList'][number];

export type FailureExample = { readonly Url: string; readonly Node: string; readonly Message: string; readonly HttpStatus?: number };

/** URLs that ended for one reason, some of them as examples. A URL that failed for two reasons counts under both. */
export type FailureGroup = {
  readonly Status: 'failure' | 'unknow';
  readonly Reason: string;
  readonly HttpStatus?: number;
  readonly UrlCount: number;
  readonly Nodes: readonly string[];
  readonly Examples: readonly FailureExample[];
};

export type Failures = {
  /** The most frequent first. */
  readonly groups: readonly FailureGroup[];
  /** URLs that were not looked at: there were too many. */
  readonly omittedUrls: number;
};

const pageUrls = 1000;
const examplesEach = 3;

/** Why URLs of these tasks failed or can't be known; `maxUrls` bounds how many are asked for. */
export async function readFailures(
  client: Client,
  tasks: readonly Pick<TaskSummary, 'TaskId' | 'Type' | 'FailureCount' | 'UnknowCount'>[],
  { maxUrls = 20_000, signal }: { maxUrls?: number; signal?: AbortSignal } = {},
): Promise<Failures> {
  const groups = new Map<string, Gathered>();
  let left = maxUrls;
  let omittedUrls = 0;
  for (const task of tasks) {
    for (const [status, count] of [
      ['failure', task.FailureCount],
      ['unknow', task.UnknowCount],
    ] as const) {
      const wanted = Math.min(count, left);
      omittedUrls += count - wanted;
      left -= wanted;
      for (let offset = 0; offset < wanted; offset += pageUrls) {
        const request = { TaskId: task.TaskId, Status: status, Offset: offset, Limit: Math.min(pageUrls, wanted - offset) };
        const { UrlDetailList } = await client.call(urlDetailActions[task.Type], request, { signal });
        for (const url of UrlDetailList) gather(url, status, groups);
      }
    }
  }
  return { groups: [...groups.values()].map(closed).sort((a, b) => b.UrlCount - a.UrlCount), omittedUrls };
}

type Gathered = Omit<FailureGroup, 'Nodes' | 'Examples' | 'UrlCount'> & {
  urlCount: number;
  lastUrl?: UrlDetail;
  nodes: Set<string>;
  examples: FailureExample[];
};

function gather(url: UrlDetail, status: 'failure' | 'unknow', groups: Map<string, Gathered>): void {
  for (const node of url.Nodes) {
    if (node.Status !== status) continue;
    const reason = node.Reason ?? 'internal';
    const httpStatus = reason === 'http_status' ? node.HttpStatus : undefined;
    const key = `${status} ${reason} ${httpStatus ?? ''}`;
    const group: Gathered = groups.get(key) ?? {
      Status: status,
      Reason: reason,
      ...(httpStatus !== undefined && { HttpStatus: httpStatus }),
      urlCount: 0,
      nodes: new Set(),
      examples: [],
    };
    groups.set(key, group);
    group.nodes.add(node.Node);
    if (group.lastUrl === url) continue;
    group.lastUrl = url;
    group.urlCount += 1;
    if (group.examples.length < examplesEach) {
      const { Message = '', HttpStatus } = node;
      group.examples.push({ Url: url.Url, Node: node.Node, Message, ...(HttpStatus !== undefined && { HttpStatus }) });
    }
  }
}

function closed({ Status, Reason, HttpStatus, urlCount, nodes, examples }: Gathered): FailureGroup {
  return { Status, Reason, ...(HttpStatus !== undefined && { HttpStatus }), UrlCount: urlCount, Nodes: [...nodes], Examples: examples };
}

/** By reason, each with where it happened and some URLs. */
export function failureLines({ groups, omittedUrls }: Failures, width: number, style: Style): string[] {
  const lines = groups.flatMap((group) => {
    const name = group.HttpStatus === undefined ? group.Reason : `HTTP ${group.HttpStatus}`;
    const nodes =
      group.Nodes.length > 3 ? `${group.Nodes.slice(0, 3).join(', ')} and ${group.Nodes.length - 3} more` : group.Nodes.join(', ');
    const verb = group.Status === 'failure' ? '' : ' (not known)';
    const head = `${name}${verb}: ${counted(group.UrlCount, 'URL')} on ${printable(nodes)}`;
    const more = group.UrlCount - group.Examples.length;
    return [
      style.bold(shortened(head, width)),
      ...group.Examples.flatMap((example) => exampleLines(example, width, style)),
      ...(more > 0 ? [style.dim(`  … and ${shownCount(more)} more`)] : []),
    ];
  });
  return omittedUrls === 0 ? lines : [...lines, style.dim(`… and ${counted(omittedUrls, 'URL')} that ended so, not looked at`)];
}

export function exampleLines(
  { Url, Node, Message }: Pick<FailureExample, 'Url' | 'Node' | 'Message'>,
  width: number,
  style: Style,
): string[] {
  const said = `${printable(Node)}: ${printable(Message)}`;
  const lines =
    width === Infinity ? [said] : wrapped(said, Math.max(20, width - 4)).map((line) => shortened(line, Math.max(20, width - 4)));
  return [
    `  ${shortened(printable(Url), Math.max(10, width - 2))}`,
    ...lines.filter((line) => columnsOf(line) > 0).map((line) => style.dim(`    ${line}`)),
  ];
}
