import { useQueries } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { RequestRefused, type ActionName, type Answer, type RequestInput } from '../../../src/client/index.ts';
import { useSession } from '../session/session.tsx';

export type Rows<Row> = {
  /** How many there are in all; undefined until the first page is there. */
  total: number | undefined;
  /** The row at a place, or undefined while its page is being read. */
  rowAt(index: number): Row | undefined;
  /** Told by the table which rows are seen: their pages are read. */
  see(first: number, last: number): void;
  error: Error | null;
  isFetching: boolean;
  /** When the seen rows were read, ms since 1970; 0: not yet. */
  readAtMs: number;
};

/** Pages that are no longer seen are kept so long: of a long list that is scrolled through, not all of it. */
const keptMs = 30_000;

/** What was last seen whole: shown in the same places while another list, as of another filter, is being read. */
type Seen<Row> = { id: string; list: string; first: number; pages: readonly (readonly Row[])[] };

/** A long list that is read by pages, as far as it is seen. `page` gives the request for one page, `pick` its rows. */
export function useRows<A extends ActionName, Row>(
  action: A,
  options: {
    pageSize: number;
    page(offset: number, limit: number): RequestInput<A>;
    pick(answer: Answer<A>): { rows: readonly Row[]; total: number };
    everyMs?: number | undefined;
    enabled?: boolean;
  },
): Rows<Row> {
  const { client, id } = useSession();
  const { pageSize, page, pick, everyMs, enabled = true } = options;
  const [seen, setSeen] = useState<readonly [first: number, last: number]>([0, 0]);
  const first = Math.floor(seen[0] / pageSize);
  const last = Math.floor(seen[1] / pageSize);
  const places = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const results = useQueries({
    queries: places.map((place) => {
      const request = page(place * pageSize, pageSize);
      return {
        queryKey: [id, action, request],
        queryFn: ({ signal }: { signal: AbortSignal }) => client.call(action, request, { signal }),
        enabled,
        gcTime: keptMs,
        refetchInterval: ({ state }: { state: { error: Error | null } }) =>
          state.error instanceof RequestRefused ? (false as const) : (everyMs ?? (false as const)),
      };
    }),
  });
  const picked = results.map(({ data }) => (data === undefined ? undefined : pick(data)));
  const list = JSON.stringify(page(0, pageSize));
  const before = useRef<Seen<Row>>(undefined);
  useEffect(() => {
    const pages = picked.filter((one) => one !== undefined).map(({ rows }) => rows);
    if (pages.length === picked.length) before.current = { id, list, first, pages };
  });
  const [known, setKnown] = useState<{ id: string; total: number }>();
  const total = picked.find((one) => one !== undefined)?.total;
  if (total !== undefined && (total !== known?.total || id !== known.id)) setKnown({ id, total });
  const see = useMemo(() => (from: number, to: number) => setSeen((now) => (now[0] === from && now[1] === to ? now : [from, to])), []);
  return {
    total: total ?? (known?.id === id ? known.total : undefined),
    rowAt(index) {
      const place = Math.floor(index / pageSize);
      const now = picked[place - first];
      if (now !== undefined) return now.rows[index % pageSize];
      const { current } = before;
      // Of the same list nothing is shown from elsewhere in it: a row would stand where it does not belong.
      if (current === undefined || current.id !== id || current.list === list) return undefined;
      return current.pages[place - current.first]?.[index % pageSize];
    },
    see,
    error: results.find(({ error }) => error !== null)?.error ?? null,
    isFetching: results.some(({ isFetching }) => isFetching),
    readAtMs: Math.min(...results.map(({ dataUpdatedAt }) => dataUpdatedAt)),
  };
}
