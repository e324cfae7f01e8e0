import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, subKey } from '../testing/harness.ts';

const Action = 'DescribePrefetchUrlDetail';

async function withTask(): Promise<Harness> {
  const api = await Harness.start();
  const urls = ['waiting', 'running', 'failed'] as const;
  api.control.tasks = [
    {
      project: 'org-main',
      taskId: 't',
      kind: 'prefetch',
      createdAtS: 1,
      status: 'running',
      urls: urls.map((status) => [`http://cdn.example.com/${status}`, status, 0, 0]),
    },
    { project: 'org-other', taskId: 'theirs', kind: 'prefetch', createdAtS: 1, status: 'running', urls: [] },
  ];
  api.control.details.set(0, [
    { text: 'http://cdn.example.com/waiting', status: 'waiting', progress: 0, finishedAtS: 0, nodes: [{ node: 'edge-a' }] },
    {
      text: 'http://cdn.example.com/running',
      status: 'running',
      progress: 50,
      finishedAtS: 0,
      nodes: [
        {
          node: 'edge-a',
          outcome: {
            status: 'succeeded',
            httpStatus: 200,
            bodyBytes: 5_000_000_000,
            attempts: 1,
            elapsedMs: 12.4,
            cacheStatus: 'X-Cache: MISS',
            verdict: 'stored-likely',
          },
        },
        { node: 'edge-b' },
      ],
    },
    {
      text: 'http://cdn.example.com/failed',
      status: 'failed',
      progress: 0,
      finishedAtS: 99,
      nodes: [
        {
          node: 'edge-a',
          outcome: { status: 'failed', reason: 'connect', message: 'connection refused', bodyBytes: 0, attempts: 3, elapsedMs: 1500 },
        },
        { node: 'edge-b' },
      ],
    },
  ]);
  return api;
}

test('Each node’s outcome is told; what is not known is left out rather than made up', async () => {
  await using api = await withTask();
  const { json } = await api.call({ Action, TaskId: 't' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    TotalCount: 3,
    UrlDetailList: [
      {
        Url: 'http://cdn.example.com/waiting',
        Status: 'wait',
        Progress: 0,
        FinishTime: 0,
        Nodes: [{ Node: 'edge-a', Layer: 'edge', Status: 'wait' }],
      },
      {
        Url: 'http://cdn.example.com/running',
        Status: 'process',
        Progress: 50,
        FinishTime: 0,
        Nodes: [
          {
            Node: 'edge-a',
            Layer: 'edge',
            Status: 'success',
            HttpStatus: 200,
            Bytes: '5000000000',
            Attempts: 1,
            ElapsedMs: 12,
            CacheStatus: 'X-Cache: MISS',
            Verdict: 'stored-likely',
          },
          { Node: 'edge-b', Status: 'process' },
        ],
      },
      {
        Url: 'http://cdn.example.com/failed',
        Status: 'failure',
        Progress: 0,
        FinishTime: 99,
        Nodes: [
          {
            Node: 'edge-a',
            Layer: 'edge',
            Status: 'failure',
            Reason: 'connect',
            Message: 'connection refused',
            Bytes: '0',
            Attempts: 3,
            ElapsedMs: 1500,
          },
          { Node: 'edge-b', Status: 'unknow' },
        ],
      },
    ],
  });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
});

test('Offset, Limit and Status choose among the URLs', async () => {
  await using api = await withTask();
  const urls = async (params: Record<string, string>) => {
    const { TotalCount, UrlDetailList } = actions[Action].response.parse((await api.call({ Action, TaskId: 't', ...params })).json);
    return [TotalCount, ...UrlDetailList.map(({ Url }) => Url.split('/').at(-1))];
  };
  expect(await urls({ Offset: '1', Limit: '1' })).toEqual([3, 'running']);
  expect(await urls({ Status: 'failure' })).toEqual([1, 'failed']);
  expect(await urls({ Limit: '0' })).toEqual([3]);
});

test('Another project’s task reads exactly as one that is not there', async () => {
  await using api = await withTask();
  const nothing = { RetCode: 0, TotalCount: 0, UrlDetailList: [] };
  expect((await api.call({ Action, TaskId: 'nobodys' })).json).toMatchObject(nothing);
  expect((await api.call({ Action, TaskId: 'theirs' })).json).toMatchObject(nothing);
  expect((await api.call({ Action, TaskId: 'theirs', ProjectId: 'org-main' }, subKey)).json).toMatchObject(nothing);
});

test('TaskId is required, and Limit has an end', async () => {
  await using api = await withTask();
  expect((await api.call({ Action })).json['RetCode']).toBe(220);
  expect((await api.call({ Action, TaskId: 't', Limit: '1001' })).json['RetCode']).toBe(230);
});

test('A refresh is told by its own action, in the same words, with what was done; either kind’s action knows only its own tasks', async () => {
  await using api = await withTask();
  const text = 'http://cdn.example.com/a/';
  api.control.tasks.push({
    project: 'org-main',
    taskId: 'r',
    kind: 'refresh',
    createdAtS: 1,
    status: 'succeeded',
    urls: [[text, 'succeeded', 100, 99]],
    refresh: { type: 'dir', mode: 'expire', thenPrefetch: false },
  });
  const outcome = { status: 'succeeded', message: 'expired: banned', httpStatus: 200, bodyBytes: 0, attempts: 1, elapsedMs: 3 } as const;
  api.control.details.set(2, [{ text, status: 'succeeded', progress: 100, finishedAtS: 99, nodes: [{ node: 'edge-a', outcome }] }]);
  const refresh = 'DescribeRefreshUrlDetail';
  const { json } = await api.call({ Action: refresh, TaskId: 'r' });
  expect(actions[refresh].response.parse(json)).toEqual({
    TotalCount: 1,
    UrlDetailList: [
      {
        Url: text,
        Status: 'success',
        Progress: 100,
        FinishTime: 99,
        Nodes: [
          {
            Node: 'edge-a',
            Layer: 'edge',
            Status: 'success',
            Message: 'expired: banned',
            HttpStatus: 200,
            Bytes: '0',
            Attempts: 1,
            ElapsedMs: 3,
          },
        ],
      },
    ],
  });
  expect((await api.call({ Action: refresh, TaskId: 't' })).json).toMatchObject({ RetCode: 0, TotalCount: 0, UrlDetailList: [] });
  expect((await api.call({ Action, TaskId: 'r' })).json).toMatchObject({ RetCode: 0, TotalCount: 0, UrlDetailList: [] });
});
