import { waitForTask, type Answer } from '../../src/client/index.ts';
import { host, paths, type Demo } from './demo.ts';
import { good, bad, screen } from './screen.ts';

/** Submits all objects through the signed API, waits for the end and shows the vendor's answer. True: every URL is a success. */
export async function warm({ forewarm: { client } }: Demo, signal: AbortSignal): Promise<boolean> {
  screen.title(`1. Submit ${paths.length} URLs through the signed API`);
  const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map((path) => `http://${host}${path}`) });
  screen.line(`PrefetchNewUcdnDomainCache, UrlList.0 = http://${host}${paths[0]} …`);
  screen.line(`TaskId: ${TaskId}`);

  screen.title('2. Wait until the task has ended');
  // It ends as success, failure or unknow: a wait for success alone could wait for ever.
  const task = await waitForTask(client, TaskId, {
    pollMs: 200,
    timeoutMs: 120_000,
    signal,
    onProgress: ([now]) => screen.live(`${now?.SuccessCount ?? 0} of ${paths.length} URLs`),
  });
  screen.liveEnd();
  const isSuccess = task.Status === 'success';
  screen.line(`Status: ${isSuccess ? good(task.Status) : bad(task.Status)}, ${task.SuccessCount} of ${task.UrlCount} URLs`);

  screen.title('3. What DescribeNewUcdnPrefetchCacheTask answers in the end');
  showAnswer(await client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [TaskId] }));
  return isSuccess;
}

/** The answer as JSON, in few lines of 80 columns. */
function showAnswer({ TotalCount, TaskList }: Answer<'DescribeNewUcdnPrefetchCacheTask'>): void {
  screen.line(`{"TotalCount":${TotalCount},"TaskList":[`);
  for (const { UrlLists, ...task } of TaskList) {
    screen.line(` ${JSON.stringify(task).slice(0, -1).replace(',"Status"', ',\n    "Status"')},"UrlLists":[`);
    const lines = UrlLists.map((url) => `   ${JSON.stringify(url).replace(',"FinishTime"', ',\n      "FinishTime"')}`);
    screen.line(lines.join(',\n  '));
    screen.line(' ]}');
  }
  screen.line(']}');
}
