import type { Page } from 'playwright-core';
import * as z from 'zod';

const event = z.object({
  name: z.string(),
  ph: z.string(),
  pid: z.number(),
  tid: z.number(),
  tdur: z.number().optional(),
  args: z.object({ name: z.unknown().optional() }).optional(),
});

/**
 * How long the page's main thread worked in each of its tasks while something is done on it, ms, the longest first: time of
 * the processor, as the browser's own trace has it, so that a busy machine does not count against the page.
 */
export async function pageTasks(page: Page, act: () => Promise<void>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: z.infer<typeof event>[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...z.array(event).parse(value)));
  const complete = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  const traceConfig = { includedCategories: ['toplevel', '__metadata'], excludedCategories: ['*'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await act();
  await session.send('Tracing.end');
  await complete;
  await session.detach();
  const threadOf = ({ pid, tid }: { pid: number; tid: number }) => `${pid} ${tid}`;
  const mains = new Set(events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf));
  const tasks = events.filter((one) => one.ph === 'X' && mains.has(threadOf(one)) && one.tdur !== undefined);
  if (tasks.length === 0) throw new Error('the trace has no task of the page');
  return tasks.map(({ tdur = 0 }) => tdur / 1000).sort((a, b) => b - a);
}
