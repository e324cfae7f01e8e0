import { useEffect, useState } from 'react';
import { useRead } from '../../server/queries.ts';
import { useRows, type Rows } from '../../server/pages.ts';
import type { Task } from '../../tasks/task.ts';
import { isLive, listRequest, sinceRequest, type Filters } from './filters.ts';

const everyMs = 2000;
const pageSize = 50;

export type LiveList = {
  rows: Rows<Task>;
  /** When the newest task of the list was made, s since 1970: what came later waits. Undefined while there is none. */
  asOfS: number | undefined;
  /** How many tasks wait to be shown. */
  waiting: number;
  showWaiting(): void;
};

/**
 * The list of tasks, which stands still: it goes up to the newest task that was there when it was opened, and its pages are
 * counted from that one. `startAsOfS`: the one that the address names.
 */
export function useLiveList(filters: Filters, startAsOfS: number | undefined): LiveList {
  const live = isLive(filters);
  const key = JSON.stringify(filters);
  const [pinned, setPinned] = useState<{ key: string; asOfS: number } | undefined>(
    startAsOfS === undefined ? undefined : { key, asOfS: startAsOfS },
  );
  // Frozen with the filters: a window that began later at each reading would be another list at each.
  const [openedAt, setOpenedAt] = useState(() => ({ key, nowS: nowS() }));
  if (openedAt.key !== key) setOpenedAt({ key, nowS: nowS() });
  const asOfS = live && pinned?.key === key ? pinned.asOfS : undefined;
  const head = useRead(
    'DescribeUcdnTaskSummary',
    { ...(asOfS === undefined ? listRequest(filters, undefined, openedAt.nowS) : sinceRequest(filters, asOfS)), Limit: 1 },
    { everyMs, enabled: live },
  );
  const newestS = head.isPlaceholderData ? undefined : head.data?.TaskSummaryList[0]?.CreateTime;
  const pin = (atS: number) => setPinned({ key, asOfS: atS });
  useEffect(() => {
    if (live && asOfS === undefined && newestS !== undefined) setPinned({ key, asOfS: newestS });
  }, [live, asOfS, newestS, key]);

  const request = listRequest(filters, asOfS, openedAt.nowS);
  const rows = useRows('DescribeUcdnTaskSummary', {
    pageSize,
    page: (offset, limit) => ({ ...request, Offset: offset, Limit: limit }),
    pick: ({ TaskSummaryList, TotalCount }) => ({ rows: TaskSummaryList, total: TotalCount }),
    everyMs,
    // Until it is known where the list begins, there is nothing to read of it, unless there is nothing in it at all.
    enabled: !live || asOfS !== undefined || head.data?.TotalCount === 0,
  });
  return {
    rows,
    asOfS,
    waiting: asOfS === undefined || head.isPlaceholderData ? 0 : (head.data?.TotalCount ?? 0),
    showWaiting: () => newestS !== undefined && pin(newestS),
  };
}

function nowS(): number {
  return Math.floor(Date.now() / 1000);
}
