import { keepPreviousData, QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RequestRefused, type ActionName, type Answer, type RequestInput } from '../../../src/client/index.ts';
import { useSession } from '../session/session.tsx';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The client tries again by itself; a refusal stays one.
        retry: false,
        staleTime: 1000,
        refetchOnWindowFocus: true,
        // A refresh never blanks what is there.
        placeholderData: keepPreviousData,
      },
    },
  });
}

export type ReadOptions<Read = unknown> = {
  /** Read again so often while the page is seen; may depend on what was read. Default: never. */
  everyMs?: number | undefined | ((read: Read | undefined) => number | undefined);
  enabled?: boolean | undefined;
};

/** Reads by a query of the API, typed by the action; again by itself if `everyMs` is given. */
export function useRead<A extends ActionName>(
  action: A,
  request: RequestInput<A>,
  { everyMs, enabled = true }: ReadOptions<Answer<A>> = {},
) {
  const { client, id } = useSession();
  return useQuery<Answer<A>>({
    queryKey: [id, action, request],
    queryFn: ({ signal }) => client.call(action, request, { signal }),
    enabled,
    refetchInterval: ({ state }) =>
      state.error instanceof RequestRefused ? false : ((typeof everyMs === 'function' ? everyMs(state.data) : everyMs) ?? false),
  });
}

/** Calls an action that changes something; afterwards all that is shown is read again. */
export function useDo<A extends ActionName>(action: A) {
  const { client } = useSession();
  const queries = useQueryClient();
  return useMutation<Answer<A>, Error, RequestInput<A>>({
    mutationFn: (request) => client.call(action, request),
    onSettled: () => queries.invalidateQueries(),
  });
}
