import type { Store, TaskSummary } from '../../store/store.ts';
import { isUrlFault, parseTargetUrl } from '../../tasks/url.ts';
import type { LookedAt } from '../looks/planlooks.ts';

/** A line of a task that can be asked for. */
export type AskedLine = LookedAt & { readonly line: number };

/** No submit has more lines, and those that a task grows by repeat none. */
const submittedLines = 1000;

/** The objects among the task's lines from `offset` on, each once: neither directories nor what repeats an earlier line. */
export async function readAskedLines(
  store: Pick<Store, 'readUrls' | 'touch'>,
  { task, refresh }: TaskSummary,
  { offset, limit }: { offset: number; limit: number },
): Promise<AskedLine[]> {
  if (refresh?.type === 'dir') return [];
  const seen = new Set<string>();
  if (offset > 0) {
    const { urls } = await store.readUrls(task, { offset: 0, limit: Math.min(offset, submittedLines) });
    for (const { text } of urls) seen.add(urlOf(text));
  }
  const { urls } = await store.readUrls(task, { offset, limit });
  const asked: AskedLine[] = [];
  for (const [index, { text }] of urls.entries()) {
    const target = parseTargetUrl(text);
    if (isUrlFault(target) || seen.has(target.url)) continue;
    const { url, host, scheme } = target;
    seen.add(url);
    const untilS = (await store.touch(url, 'object'))?.freshUntilS;
    asked.push({ line: offset + index, url, domain: host, scheme, ...(untilS !== undefined && { freshUntilMs: untilS * 1000 }) });
  }
  return asked;
}

function urlOf(text: string): string {
  const target = parseTargetUrl(text);
  return isUrlFault(target) ? text : target.url;
}
