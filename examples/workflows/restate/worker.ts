/**
 * A durable prefetch on Restate: submits URLs to forewarm, waits, and tells why when something failed. Whatever is
 * killed in the midst, this worker, Restate or forewarm, it goes on where it was, and the task is submitted once.
 *
 *     export FOREWARM_ENDPOINT=http://127.0.0.1:8460 FOREWARM_PUBLIC_KEY=... FOREWARM_PRIVATE_KEY=...
 *     node worker.ts
 */
import { createServer } from 'node:http2';
import * as restate from '@restatedev/restate-sdk';
import { createClient, isEndedOnWire, RequestRefused, type TaskSummary } from 'forewarm';

type Order = { urls: string[] };

const { FOREWARM_ENDPOINT: endpoint = '', FOREWARM_PUBLIC_KEY: publicKey = '', FOREWARM_PRIVATE_KEY: privateKey = '' } = process.env;
const client = createClient({ endpoint, publicKey, privateKey });

const prefetch = restate.workflow({
  name: 'prefetch',
  handlers: {
    /** The workflow's key is whatever names this piece of work: a build, a release. */
    async run(ctx: restate.WorkflowContext, { urls }: Order) {
      // Restate notes the result of a step when it has ended. A worker that dies before that submits again: the
      // same ClientToken then gets the same task.
      const taskId = await ctx.run('submit', () => submit(urls, `restate-${ctx.key}`));

      let task = await ctx.run('look', () => look(taskId));
      for (let pauseMs = 500; !isEndedOnWire(task.Status); pauseMs = Math.min(2 * pauseMs, 30_000)) {
        await ctx.sleep(pauseMs); // kept by Restate, not by this process
        task = await ctx.run('look', () => look(taskId));
      }
      if (task.Status === 'success') return { taskId, urls: task.UrlCount };

      const reasons = await ctx.run('reasons', () => reasonsOf(task));
      throw new restate.TerminalError(`prefetch task ${taskId} ended as ${task.Status}\n${reasons.join('\n')}`);
    },
  },
});

async function submit(urls: string[], ClientToken: string): Promise<string> {
  return (await ours(client.call('PrefetchNewUcdnDomainCache', { UrlList: urls, ClientToken }))).TaskId;
}

async function look(taskId: string): Promise<TaskSummary> {
  const { TaskSummaryList } = await ours(client.call('DescribeUcdnTaskSummary', { TaskId: [taskId] }));
  const [task] = TaskSummaryList;
  if (task === undefined) throw new restate.TerminalError(`forewarm has no task ${taskId}: its history is kept for history.keepDays`);
  return task;
}

/** Two kinds of bad ends: failed, and can not be known. A line for each URL and node, of the first hundred URLs of each. */
async function reasonsOf({ TaskId }: TaskSummary): Promise<string[]> {
  const lines: string[] = [];
  for (const Status of ['failure', 'unknow'] as const) {
    const { UrlDetailList } = await ours(client.call('DescribePrefetchUrlDetail', { TaskId, Status, Limit: 100 }));
    for (const { Url, Nodes } of UrlDetailList) {
      for (const node of Nodes) if (node.Status === Status) lines.push(`${Url} on ${node.Node}: ${node.Reason}: ${node.Message}`);
    }
  }
  return lines;
}

/** What is thrown in a step is tried again by Restate, as its retry policy says, but for what can't get better. */
async function ours<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof RequestRefused && !error.isRetryable) throw new restate.TerminalError(`forewarm refused: ${error.message}`);
    throw error;
  }
}

const port = Number(process.env['PORT'] ?? 9080);
// Restate's own `serve` listens on every address.
createServer(restate.createEndpointHandler({ services: [prefetch] })).listen(port, '127.0.0.1');
