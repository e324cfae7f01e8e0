import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness } from '../testing/harness.ts';

const Action = 'DescribeUcdnTaskSummary';
const nowS = 1_800_000_000;

async function withTasks(): Promise<Harness> {
  const api = await Harness.start({ clock: () => nowS * 1000 });
  api.control.tasks = ['c', 'b', 'a'].map((taskId) => ({
    project: 'org-main',
    taskId,
    kind: 'prefetch' as const,
    createdAtS: nowS - 10,
    status: 'running' as const,
    urls: (['waiting', 'running', 'succeeded', 'failed', 'failed', 'unknown'] as const).map(
      (status) => ['http://cdn.example.com/', status, 0, 0] as const,
    ),
  }));
  return api;
}

test('A task is summed up by counts named after the statuses, and by its verdicts', async () => {
  await using api = await withTasks();
  api.control.verdicts.set('b', { 'hit-proven': 4, 'stored-likely': 3, uncacheable: 2, unknown: 1 });
  api.control.courses.set('b', { startedAtS: nowS - 9, bodyBytes: 5_000_000_000, progress: 61 });
  api.control.flows.set(1, { receivedBytes: 700, expectedBytes: 900, bytesPerSecond: 3_000_000_000 });
  const { json } = await api.call({ Action, 'TaskId.0': 'b' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    TotalCount: 1,
    TaskSummaryList: [
      {
        TaskId: 'b',
        Type: 'prefetch',
        Status: 'process',
        CreateTime: nowS - 10,
        StartTime: nowS - 9,
        Progress: 61,
        Bytes: '5000000000',
        FlowingBytes: '700',
        FlowingExpectedBytes: '900',
        BytesPerSecond: '3000000000',
        SubmittedBy: 'someone',
        Priority: 5,
        UrlCount: 6,
        WaitCount: 1,
        ProcessCount: 1,
        SuccessCount: 1,
        FailureCount: 2,
        UnknowCount: 1,
        Verdicts: { HitProven: 4, StoredLikely: 3, Uncacheable: 2, Unknown: 1 },
        Nodes: ['edge-a'],
      },
    ],
    NextCursor: '',
  });
  const { Action: _action, RetCode: _retCode, ...fields } = json;
  expect(actions[Action].response.strict().safeParse(fields).success).toBe(true);
});

test('Both kinds are listed together, or the one that is asked for; a refresh tells its order', async () => {
  await using api = await withTasks();
  api.control.tasks.unshift({
    project: 'org-main',
    taskId: 'r',
    kind: 'refresh',
    createdAtS: nowS - 5,
    status: 'succeeded',
    urls: [],
    refresh: { type: 'file', mode: 'expire', thenPrefetch: true },
  });
  const listed = async (params: Record<string, string>) => (await api.call({ Action, ...params })).json;
  const refresh = { TaskId: 'r', Type: 'refresh', RefreshType: 'file', RefreshMode: 'expire', ThenPrefetch: true };
  expect(await listed({ Limit: '2' })).toMatchObject({ TotalCount: 4, TaskSummaryList: [refresh, { TaskId: 'c', Type: 'prefetch' }] });
  expect(await listed({ Type: 'refresh' })).toMatchObject({ TotalCount: 1, TaskSummaryList: [refresh] });
  expect(await listed({ Type: 'prefetch' })).toMatchObject({ TotalCount: 3, TaskSummaryList: [{ TaskId: 'c' }, {}, {}] });
  expect(await listed({ 'TaskId.0': 'r', 'TaskId.1': 'a' })).toMatchObject({ TotalCount: 2 });
  expect(await listed({ Type: 'dir' })).toMatchObject({
    RetCode: 230,
    Message: 'Params [Type] not available: came "dir"; accepted is one of prefetch, refresh',
  });
});

test('Choosing and paging go by the rules of the vendor’s Describe', async () => {
  await using api = await withTasks();
  const ids = async (params: Record<string, string>) => {
    const { json } = await api.call({ Action, ...params });
    if (json['RetCode'] !== 0) return json['RetCode'];
    return [json['TotalCount'], ...actions[Action].response.parse(json).TaskSummaryList.map(({ TaskId }) => TaskId)];
  };
  expect(await ids({})).toEqual([3, 'c', 'b', 'a']);
  expect(await ids({ Offset: '1', Limit: '1' })).toEqual([3, 'b']);
  expect(await ids({ Limit: '0' })).toEqual([3]);
  expect(await ids({ BeginTime: '5', EndTime: '9' })).toEqual([0]);
  expect(await ids({ Status: 'success' })).toEqual([0]);
  expect(await ids({ EndTime: '9' })).toBe(220);
  expect(await ids({ Limit: '1001' })).toBe(230);
});

test('What flows is told of a task that runs only, and when it ended of one that has', async () => {
  await using api = await withTasks();
  api.control.tasks = api.control.tasks.map((task) => ({ ...task, status: 'succeeded' }));
  api.control.courses.set('a', { startedAtS: nowS - 9, finishedAtS: nowS - 2, bodyBytes: 9, progress: 100 });
  const { json } = await api.call({ Action, 'TaskId.0': 'a' });
  const [task] = actions[Action].response.parse(json).TaskSummaryList;
  expect(task).toMatchObject({ StartTime: nowS - 9, FinishTime: nowS - 2, Progress: 100, Bytes: '9' });
  expect(task).not.toHaveProperty('FlowingBytes');
});

test('By the cursor each page goes on behind the one before, whatever came in between', async () => {
  await using api = await withTasks();
  const page = async (params: Record<string, string>) => {
    const answer = actions[Action].response.parse((await api.call({ Action, Limit: '2', ...params })).json);
    return { ids: answer.TaskSummaryList.map(({ TaskId }) => TaskId), next: answer.NextCursor ?? '' };
  };
  const first = await page({});
  expect(first).toEqual({ ids: ['c', 'b'], next: `${nowS - 10}.b` });
  api.control.tasks.unshift({ ...api.control.tasks[0]!, taskId: 'd' });
  expect(await page({ Cursor: first.next })).toEqual({ ids: ['a'], next: '' });
  expect((await page({})).ids).toEqual(['d', 'c']);
  for (const Cursor of ['b', '1.', '-1.b', `1.b c`, `1.${'b'.repeat(65)}`]) {
    expect((await api.call({ Action, Cursor })).json).toMatchObject({ RetCode: 230, Message: expect.stringContaining('[Cursor]') });
  }
});
