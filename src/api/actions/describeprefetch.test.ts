import { describe, expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { type Answer, Harness } from '../testing/harness.ts';
import type { TaskWithUrls } from '../testing/fakecontrol.ts';

const Action = 'DescribeNewUcdnPrefetchCacheTask';
const nowS = 1_800_000_000;

const task = (taskId: string, more: Partial<TaskWithUrls & { project: string }> = {}): TaskWithUrls & { project: string } => ({
  project: 'org-main',
  taskId,
  kind: 'prefetch',
  createdAtS: nowS - 10,
  status: 'succeeded',
  urls: [['http://cdn.example.com/a', 'succeeded', 100, nowS - 5]],
  ...more,
});

async function withTasks(...tasks: (TaskWithUrls & { project: string })[]): Promise<Harness> {
  const api = await Harness.start({ clock: () => nowS * 1000 + 999 });
  api.control.tasks = tasks;
  return api;
}

const ids = ({ json }: Answer) => {
  const { TaskList } = actions[Action].response.parse(json);
  return TaskList.map(({ TaskId }) => TaskId);
};

describe('What is answered', () => {
  test('are the vendor’s fields and spellings, all of them and no others', async () => {
    await using api = await withTasks(
      task('t1', {
        status: 'running',
        urls: [
          ['http://cdn.example.com/waiting', 'waiting', 0, 0],
          ['http://cdn.example.com/running', 'running', 42, 0],
          ['http://cdn.example.com/done', 'succeeded', 100, nowS],
          ['http://cdn.example.com/failed', 'failed', 50, nowS],
          ['http://cdn.example.com/lost', 'unknown', 99, nowS],
        ],
      }),
    );
    const CreateTime = nowS - 10;
    const { json } = await api.call({ Action });
    expect(json).toStrictEqual({
      Action: `${Action}Response`,
      RetCode: 0,
      TotalCount: 1,
      TaskList: [
        {
          TaskId: 't1',
          CreateTime,
          Status: 'process',
          UrlLists: [
            { Url: 'http://cdn.example.com/waiting', CreateTime, FinishTime: 0, Status: 'wait', Progress: 0 },
            { Url: 'http://cdn.example.com/running', CreateTime, FinishTime: 0, Status: 'process', Progress: 42 },
            { Url: 'http://cdn.example.com/done', CreateTime, FinishTime: nowS, Status: 'success', Progress: 100 },
            { Url: 'http://cdn.example.com/failed', CreateTime, FinishTime: nowS, Status: 'failure', Progress: 50 },
            { Url: 'http://cdn.example.com/lost', CreateTime, FinishTime: nowS, Status: 'unknow', Progress: 99 },
          ],
        },
      ],
    });
    expect(actions[Action].response.strict().safeParse({ TotalCount: json['TotalCount'], TaskList: json['TaskList'] }).success).toBe(true);
  });

  test('is text as it was submitted, whatever stands in it', async () => {
    const url = 'http://cdn.example.com/"\\</script>\u2028图片/😀?a=1&b=%22';
    await using api = await withTasks(task('t"1', { urls: [[url, 'succeeded', 100, nowS]] }));
    expect((await api.call({ Action })).json['TaskList']).toMatchObject([{ TaskId: 't"1', UrlLists: [{ Url: url }] }]);
  });

  test('is an empty list, not an error, where nothing matches', async () => {
    await using api = await withTasks();
    const answer = await api.call({ Action });
    expect(answer.json).toStrictEqual({ Action: `${Action}Response`, RetCode: 0, TotalCount: 0, TaskList: [] });
    expect(answer.headers.get('content-length')).toBe(String(answer.text.length));
  });
});

describe('The window', () => {
  const windowOf = async (params: Record<string, string>) => {
    await using api = await withTasks();
    const { json } = await api.call({ Action, ...params });
    return json['RetCode'] === 0 ? api.control.queries[0]?.window : json;
  };

  test('is the last day without times', async () => {
    expect(await windowOf({})).toEqual({ beginS: nowS - 86_400, endS: nowS });
  });

  test('ends now without EndTime', async () => {
    expect(await windowOf({ BeginTime: '5' })).toEqual({ beginS: 5, endS: nowS });
  });

  test('is what both times say, both inclusive', async () => {
    expect(await windowOf({ BeginTime: '5', EndTime: '9' })).toEqual({ beginS: 5, endS: 9 });
    expect(await windowOf({ BeginTime: '9', EndTime: '9' })).toEqual({ beginS: 9, endS: 9 });
    const inside = [task('first', { createdAtS: 9 }), task('second', { createdAtS: 5 })];
    await using api = await withTasks(task('after', { createdAtS: 10 }), ...inside, task('before', { createdAtS: 4 }));
    expect(ids(await api.call({ Action, BeginTime: '5', EndTime: '9' }))).toEqual(['first', 'second']);
  });

  test('can’t be EndTime alone, with or without TaskId', async () => {
    const refusal = { RetCode: 220, Message: expect.stringMatching(/^Missing params \[BeginTime\]/) };
    expect(await windowOf({ EndTime: '9' })).toMatchObject(refusal);
    expect(await windowOf({ EndTime: '9', 'TaskId.0': 't' })).toMatchObject(refusal);
  });

  test('can’t begin after its end, be that given or now', async () => {
    const refusal = { RetCode: 230, Message: expect.stringMatching(/^Params \[BeginTime\] not available: came \d+, after/) };
    expect(await windowOf({ BeginTime: '9', EndTime: '8' })).toMatchObject(refusal);
    expect(await windowOf({ BeginTime: String(nowS + 1) })).toMatchObject(refusal);
  });

  test('is none with TaskId.N and no times', async () => {
    expect(await windowOf({ 'TaskId.0': 't' })).toBeUndefined();
    await using api = await withTasks(task('old', { createdAtS: 5 }));
    expect(ids(await api.call({ Action, 'TaskId.0': 'old' }))).toEqual(['old']);
  });

  test('holds beside TaskId.N where a time is given', async () => {
    expect(await windowOf({ 'TaskId.0': 't', BeginTime: '5' })).toEqual({ beginS: 5, endS: nowS });
  });

  test.each(['-1', '1.5', 'now', '2147483648', '1e3', '05'])('takes no time like %s', async (BeginTime) => {
    expect(await windowOf({ BeginTime })).toMatchObject({
      RetCode: 230,
      Message: `Params [BeginTime] not available: came "${BeginTime}"; accepted is a Unix timestamp in seconds, from 0 to 2147483647`,
    });
  });
});

describe('Tasks are chosen', () => {
  test('by TaskId.N, each once; those of other projects and none are left out without a word', async () => {
    await using api = await withTasks(task('mine'), task('second'), task('theirs', { project: 'org-other' }));
    const answer = await api.call({
      Action,
      'TaskId.0': 'mine',
      'TaskId.3': 'theirs',
      'TaskId.5': 'nobodys',
      'TaskId.9': 'mine',
      'TaskId.11': '',
    });
    expect(ids(answer)).toEqual(['mine']);
    expect(answer.json['TotalCount']).toBe(1);
    expect(api.control.queries[0]?.taskIds).toEqual(['mine', 'theirs', 'nobodys']);
  });

  test.each([
    ['wait', 'waiting'],
    ['process', 'running'],
    ['success', 'succeeded'],
    ['failure', 'failed'],
    ['unknow', 'unknown'],
  ] as const)('by Status=%s', async (wire, status) => {
    await using api = await withTasks(task('other', { status: status === 'failed' ? 'waiting' : 'failed' }), task('it', { status }));
    expect(ids(await api.call({ Action, Status: wire }))).toEqual(['it']);
    expect(api.control.queries[0]?.status).toBe(status);
  });

  test.each(['unknown', 'Success', 'done', '0'])('not by Status=%s', async (Status) => {
    await using api = await withTasks();
    expect((await api.call({ Action, Status })).json).toMatchObject({
      RetCode: 230,
      Message: `Params [Status] not available: came "${Status}"; accepted is one of wait, process, success, failure, unknow`,
    });
  });
});

describe('Pages', () => {
  const five = ['e', 'd', 'c', 'b', 'a'].map((id) => task(id));

  test('Offset and Limit cut the list, TotalCount counts all of it', async () => {
    await using api = await withTasks(...five);
    const page = async (params: Record<string, string>) => {
      const answer = await api.call({ Action, ...params });
      return [answer.json['TotalCount'], ids(answer).join('')];
    };
    expect(await page({})).toEqual([5, 'edcba']);
    expect(await page({ Limit: '2' })).toEqual([5, 'ed']);
    expect(await page({ Offset: '3' })).toEqual([5, 'ba']);
    expect(await page({ Offset: '1', Limit: '3' })).toEqual([5, 'dcb']);
    expect(await page({ Offset: '5', Limit: '3' })).toEqual([5, '']);
    expect(await page({ Offset: '2147483647' })).toEqual([5, '']);
  });

  test('Limit 0 is an empty list, for which no task is read', async () => {
    await using api = await withTasks(...five);
    expect((await api.call({ Action, Limit: '0' })).json).toMatchObject({ RetCode: 0, TotalCount: 5, TaskList: [] });
    expect(api.control.pulled).toBe(0);
  });

  test.each([
    ['Limit', '-1'],
    ['Limit', '1.5'],
    ['Limit', 'all'],
    ['Limit', '2147483648'],
    ['Offset', '-1'],
    ['Offset', '0x1'],
  ])('%s=%s is refused', async (name, value) => {
    await using api = await withTasks(...five);
    expect((await api.call({ Action, [name]: value })).json).toMatchObject({
      RetCode: 230,
      Message: `Params [${name}] not available: came "${value}"; accepted is a whole number from 0 to 2147483647`,
    });
  });
});
