import { wireStatuses, type RequestInput, type WireStatus } from '../../../../src/client/index.ts';

export const taskTypes = ['prefetch', 'refresh'] as const;
export const spans = ['1h', '24h', '7d', '30d', 'all'] as const;
export type Span = (typeof spans)[number];

const spanS: Readonly<Record<Span, number>> = { '1h': 3600, '24h': 86_400, '7d': 604_800, '30d': 2_592_000, all: Infinity };

/** The latest time that the API takes. */
const foreverS = 2_147_483_647;

/** What the address says of the list: which tasks, and where in it one is. Named as the API names it, where it does. */
export type Filters = {
  status: WireStatus | undefined;
  type: (typeof taskTypes)[number] | undefined;
  /** Only these, whenever they were created. */
  taskIds: readonly string[];
  /** Up to now; or between two times, s since 1970, which may be left open. */
  window: { span: Span } | { beginS: number | undefined; endS: number | undefined };
};

export const defaultSpan: Span = '24h';

export function readFilters(search: URLSearchParams): Filters {
  const beginS = timeOf(search.get('BeginTime'));
  const endS = timeOf(search.get('EndTime'));
  const isBetween = search.has('BeginTime') || search.has('EndTime');
  return {
    status: oneOf(wireStatuses, search.get('Status')),
    type: oneOf(taskTypes, search.get('Type')),
    taskIds:
      search
        .get('TaskId')
        ?.split(/[\s,]+/)
        .filter((id) => id !== '') ?? [],
    window: isBetween ? { beginS, endS } : { span: oneOf(spans, search.get('window')) ?? defaultSpan },
  };
}

/** Whether tasks that come now may belong to the list. */
export function isLive({ taskIds, window }: Filters): boolean {
  return taskIds.length === 0 && ('span' in window || window.endS === undefined);
}

export function hasFilter({ status, type, taskIds, window }: Filters): boolean {
  return status !== undefined || type !== undefined || taskIds.length > 0 || !('span' in window) || window.span !== defaultSpan;
}

type ListRequest = Pick<RequestInput<'DescribeUcdnTaskSummary'>, 'Status' | 'Type' | 'TaskId' | 'BeginTime' | 'EndTime'>;

/** The list as it was when its newest task was made at `asOfS`: what comes later moves nothing in it. Undefined: as it is. */
export function listRequest(filters: Filters, asOfS: number | undefined, nowS: number): ListRequest {
  const { taskIds, window } = filters;
  if (taskIds.length > 0) return { ...kindOf(filters), TaskId: [...taskIds] };
  const endS = ('span' in window ? undefined : window.endS) ?? asOfS ?? foreverS;
  const beginS = 'span' in window ? Math.max(0, nowS - spanS[window.span]) : (window.beginS ?? 0);
  // Where this clock is ahead of the server's, the window would begin after its end.
  return { ...kindOf(filters), BeginTime: Math.min(beginS, endS), EndTime: endS };
}

/** What has come since then. The end lies in the future, as a clock may be ahead of another. */
export function sinceRequest(filters: Filters, asOfS: number): ListRequest {
  return { ...kindOf(filters), BeginTime: asOfS + 1, EndTime: foreverS };
}

function kindOf({ status, type }: Filters): ListRequest {
  return { ...(status !== undefined && { Status: status }), ...(type !== undefined && { Type: type }) };
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | undefined {
  return values.find((value) => value === text);
}

function timeOf(text: string | null): number | undefined {
  if (text === null || !/^\d{1,10}$/.test(text)) return undefined;
  return Math.min(Number(text), foreverS);
}
