import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import type { TaskWithUrls } from '../testing/fakecontrol.ts';
import { Harness } from '../testing/harness.ts';

// What both kinds of tasks share is tested in describeprefetch.test.ts.
const Action = 'DescribeNewUcdnRefreshCacheTask';
const nowS = 1_800_000_000;
const CreateTime = nowS - 10;

const refresh = (taskId: string, type: 'file' | 'dir' | 'm3u8', more: Partial<TaskWithUrls> = {}) => ({
  project: 'org-main',
  taskId,
  kind: 'refresh' as const,
  createdAtS: CreateTime,
  status: 'succeeded' as const,
  urls: [['http://cdn.example.com/a/', 'succeeded', 100, nowS] as const],
  refresh: { type, mode: 'delete' as const, thenPrefetch: false },
  ...more,
});

async function withTasks(): Promise<Harness> {
  const api = await Harness.start({ clock: () => nowS * 1000 });
  const { refresh: _order, ...prefetch } = refresh('prefetch', 'file');
  api.control.tasks = [
    refresh('r3', 'm3u8', { status: 'running', urls: [['http://cdn.example.com/a.m3u8', 'running', 50, 0]] }),
    { ...prefetch, kind: 'prefetch' },
    refresh('r2', 'dir'),
    refresh('r1', 'file'),
  ];
  return api;
}

test('Refresh tasks are told as prefetch tasks are, with the Type of each; no prefetch is among them', async () => {
  await using api = await withTasks();
  const { json } = await api.call({ Action });
  const done = { Url: 'http://cdn.example.com/a/', CreateTime, FinishTime: nowS, Status: 'success', Progress: 100 };
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    TotalCount: 3,
    TaskList: [
      {
        TaskId: 'r3',
        CreateTime,
        Status: 'process',
        Type: 'm3u8',
        UrlLists: [{ Url: 'http://cdn.example.com/a.m3u8', CreateTime, FinishTime: 0, Status: 'process', Progress: 50 }],
      },
      { TaskId: 'r2', CreateTime, Status: 'success', Type: 'dir', UrlLists: [done] },
      { TaskId: 'r1', CreateTime, Status: 'success', Type: 'file', UrlLists: [done] },
    ],
  });
  expect(actions[Action].response.strict().safeParse({ TotalCount: json['TotalCount'], TaskList: json['TaskList'] }).success).toBe(true);
});

test('Neither kind’s Describe knows the other’s tasks, not even by name', async () => {
  await using api = await withTasks();
  expect((await api.call({ Action, 'TaskId.0': 'prefetch', 'TaskId.1': 'r1' })).json).toMatchObject({
    TotalCount: 1,
    TaskList: [{ TaskId: 'r1' }],
  });
  expect((await api.call({ Action: 'DescribeNewUcdnPrefetchCacheTask', 'TaskId.0': 'prefetch', 'TaskId.1': 'r1' })).json).toMatchObject({
    TotalCount: 1,
    TaskList: [{ TaskId: 'prefetch' }],
  });
});

test('Choosing and paging go by the same rules', async () => {
  await using api = await withTasks();
  const ids = async (params: Record<string, string>) => {
    const { json } = await api.call({ Action, ...params });
    if (json['RetCode'] !== 0) return json['RetCode'];
    return [json['TotalCount'], ...actions[Action].response.parse(json).TaskList.map(({ TaskId }) => TaskId)];
  };
  expect(await ids({ Status: 'process' })).toEqual([1, 'r3']);
  expect(await ids({ Offset: '1', Limit: '1' })).toEqual([3, 'r2']);
  expect(await ids({ Limit: '0' })).toEqual([3]);
  expect(await ids({ BeginTime: '5', EndTime: '9' })).toEqual([0]);
  expect(await ids({ EndTime: '9' })).toBe(220);
  expect(await ids({ Status: 'unknown' })).toBe(230);
});
