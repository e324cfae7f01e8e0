import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readParams } from '../wire/params.ts';
import type { WireStatus } from '../wire/status.ts';
import {
  createClient,
  RequestRefused,
  ServerUnreachable,
  TaskUnknown,
  waitForTask,
  waitForTasks,
  WaitTimedOut,
  type TaskSummary,
} from './index.ts';
import { startServer, type Handler } from './testing/server.ts';

const keys = { publicKey: 'demo-public', privateKey: 'demo-private' };
const quick = { pollMs: 1 };

async function started(handler: Handler) {
  const server = await startServer(keys.privateKey, handler);
  return { client: createClient({ endpoint: server.endpoint, ...keys, attempts: 1 }), ...server };
}

function summary(TaskId: string, Status: WireStatus): TaskSummary {
  const counts = { UrlCount: 1, WaitCount: 0, ProcessCount: 0, SuccessCount: 0, FailureCount: 0, UnknowCount: 0 };
  const Verdicts = { HitProven: 0, StoredLikely: 0, Uncacheable: 0, Unknown: 0 };
  return {
    TaskId,
    Type: 'prefetch',
    Status,
    CreateTime: 5,
    SubmittedBy: 'demo-public',
    Priority: 5,
    Verdicts,
    Nodes: ['edge-a'],
    ...counts,
  };
}

const listed = (...TaskSummaryList: TaskSummary[]) => ({ TotalCount: TaskSummaryList.length, TaskSummaryList });

/** Each task goes through the statuses that are given for it, one a look; the last one stays. */
function going(ways: Record<string, WireStatus[]>): Handler {
  const looks = new Map<string, number>();
  return ({ params }) => {
    const { TaskId = [] } = readParams('DescribeUcdnTaskSummary', params);
    const tasks = TaskId.map((taskId) => {
      const look = looks.get(taskId) ?? 0;
      looks.set(taskId, look + 1);
      return summary(taskId, ways[taskId]![Math.min(look, ways[taskId]!.length - 1)]!);
    });
    // The server answers newest first, whatever was asked.
    return listed(...tasks.toReversed());
  };
}

describe('a wait', () => {
  test.each<WireStatus>(['success', 'failure', 'unknow'])('ends on %s', async (end) => {
    await using server = await started(going({ a: ['wait', 'process', end] }));
    const seen: string[] = [];
    const task = await waitForTask(server.client, 'a', { ...quick, onProgress: ([task]) => seen.push(task!.Status) });
    expect(task.Status).toBe(end);
    expect(seen).toEqual(['wait', 'process', end]);
  });

  test('for many tasks asks for all at once, then only for those that go on, and answers in the order that was asked', async () => {
    await using server = await started(going({ a: ['success'], b: ['process', 'failure'], c: ['wait', 'process', 'unknow'] }));
    const tasks = await waitForTasks(server.client, ['c', 'a', 'b', 'a'], quick);
    expect(tasks.map(({ TaskId, Status }) => `${TaskId} ${Status}`)).toEqual(['c unknow', 'a success', 'b failure', 'a success']);
    expect(server.calls.map(({ params }) => params.get('TaskId'))).toEqual([['c', 'a', 'b'], ['c', 'b'], ['c']]);
  });

  test('for more than 1000 tasks asks in turns', async () => {
    const taskIds = Array.from({ length: 1001 }, (_, index) => `t${index}`);
    await using server = await started(going(Object.fromEntries(taskIds.map((taskId) => [taskId, ['success']]))));
    await expect(waitForTasks(server.client, taskIds, quick)).resolves.toHaveLength(1001);
    expect(server.calls.map(({ params }) => params.get('Limit'))).toEqual([1000, 1]);
  });

  test('for nothing ends at once', async () => {
    await using server = await started(going({}));
    await expect(waitForTasks(server.client, [])).resolves.toEqual([]);
    expect(server.calls).toEqual([]);
  });

  test('asks in the project that it is given', async () => {
    await using server = await started(going({ a: ['success'] }));
    await waitForTask(server.client, 'a', { projectId: 'org-2' });
    expect(server.calls[0]?.params.get('ProjectId')).toBe('org-2');
  });
});

describe('a wait that does not come to its end', () => {
  test('times out with the tasks as they stood', async () => {
    await using server = await started(going({ a: ['process'] }));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const onProgress = () => vi.advanceTimersByTime(5000);
    const error = await waitForTask(server.client, 'a', { pollMs: 60_000, timeoutMs: 5000, onProgress }).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(WaitTimedOut);
    expect(error).toMatchObject({ tasks: [{ TaskId: 'a', Status: 'process' }], message: 'not ended within 5000 ms' });
  });

  test('times out even while the server hangs', async () => {
    await using server = await started(() => undefined);
    await expect(waitForTask(server.client, 'a', { ...quick, timeoutMs: 50 })).rejects.toBeInstanceOf(WaitTimedOut);
  });

  test("is ended by the caller's signal, between two looks", async () => {
    await using server = await started(going({ a: ['process'] }));
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    await expect(waitForTask(server.client, 'a', { pollMs: 60_000, signal: controller.signal, onProgress })).rejects.toThrow('enough');
  });

  test('names a task that is not there, also one that vanishes', async () => {
    await using server = await started((_call, _response, count) => (count === 0 ? listed(summary('a', 'process')) : listed()));
    await expect(waitForTask(server.client, 'a', quick)).rejects.toMatchObject({ name: 'TaskUnknown', taskId: 'a' });
    await expect(waitForTask(server.client, 'b', quick)).rejects.toBeInstanceOf(TaskUnknown);
  });
});

describe('a server that is away', () => {
  const breaking: Handler = (_call, response) => void response.destroy();

  test('in the midst of a wait is borne with', async () => {
    const tasks = going({ a: ['process', 'process', 'success'] });
    await using server = await started((call, response, count) => {
      if (count === 1) return breaking(call, response, count);
      if (count === 2) return { RetCode: 150, Message: 'Service unavailable' };
      return tasks(call, response, count);
    });
    await expect(waitForTask(server.client, 'a', quick)).resolves.toMatchObject({ Status: 'success' });
    expect(server.calls).toHaveLength(5);
  });

  test('for too long is not', async () => {
    const tasks = going({ a: ['process'] });
    await using server = await started((call, response, count) => (count === 0 ? tasks : breaking)(call, response, count));
    await expect(waitForTask(server.client, 'a', { pollMs: 5, awayMs: 20 })).rejects.toBeInstanceOf(ServerUnreachable);
  });

  test('from the beginning is not: nothing shows that it ever was there', async () => {
    await using server = await started(breaking);
    await expect(waitForTask(server.client, 'a', quick)).rejects.toBeInstanceOf(ServerUnreachable);
    expect(server.calls).toHaveLength(1);
  });

  test('a refusal that waiting does not mend ends the wait', async () => {
    await using server = await started((call, response, count) =>
      count === 0 ? going({ a: ['process'] })(call, response, count) : { RetCode: 172, Message: 'User Not Exists' },
    );
    await expect(waitForTask(server.client, 'a', quick)).rejects.toBeInstanceOf(RequestRefused);
  });
});
