import { useSearch } from 'wouter';
import { wireStatuses, type WireStatus } from '../../../../src/client/index.ts';

/** What the address of a task's page says beside the task: the status that is filtered by, and the URL that is open. */
export type TaskAddress = { status: WireStatus | undefined; url: number | undefined };

export function readAddress(search: string): TaskAddress {
  const params = new URLSearchParams(search);
  const url = params.get('url');
  return {
    status: wireStatuses.find((status) => status === params.get('Status')),
    url: url !== null && /^\d{1,9}$/.test(url) ? Number(url) : undefined,
  };
}

export function useTaskAddress(taskId: string): TaskAddress & { hrefWith(change: { status: WireStatus | undefined }): string } {
  const search = useSearch();
  return {
    ...readAddress(search),
    // A URL's place is one in the list as it is filtered: with another filter none is open.
    hrefWith: ({ status }) => `/tasks/${encodeURIComponent(taskId)}${status === undefined ? '' : `?Status=${status}`}`,
  };
}
