import { describe, expect, test } from 'vitest';
import { Refusal } from '../../control/refusal.ts';
import { Harness } from '../testing/harness.ts';

const Action = 'PrefetchNewUcdnDomainCache';
const url = { 'UrlList.0': 'http://cdn.example.com/a' };
const ended = { taskId: 'task-old', project: 'org-main', kind: 'prefetch', createdAtS: 1, status: 'failed', urls: [] } as const;
const open = { ...ended, taskId: 'task-open', status: 'running' } as const;
const foreign = { ...open, taskId: 'task-foreign', project: 'org-other' } as const;

async function harness(): Promise<Harness> {
  const api = await Harness.start();
  api.control.domains.set('cdn.example.com', { project: 'org-main', nodes: ['edge-a'] });
  api.control.tasks = [ended, open, foreign];
  return api;
}

describe('CancelUcdnCacheTask', () => {
  test('answers 0 with the tasks that it has ended; one that had ended is no fault', async () => {
    await using api = await harness();
    const { json } = await api.call({ Action: 'CancelUcdnCacheTask', 'TaskId.0': 'task-old', 'TaskId.1': 'task-open' });
    expect(json).toMatchObject({ RetCode: 0, CancelledList: ['task-open'] });
  });

  test.each(['task-none', 'task-foreign'])('cancels nothing when one of them, %s, is not there', async (TaskId) => {
    await using api = await harness();
    const { json } = await api.call({ Action: 'CancelUcdnCacheTask', 'TaskId.0': 'task-open', 'TaskId.4': TaskId });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(`Params [TaskId.4] not available: came "${TaskId}"`) });
    expect(api.control.cancelled).toEqual([]);
  });

  test('without a task means none, never all', async () => {
    await using api = await harness();
    expect((await api.call({ Action: 'CancelUcdnCacheTask' })).json).toMatchObject({ RetCode: 220 });
  });
});

describe('RetryUcdnCacheTask', () => {
  test('answers the new task', async () => {
    await using api = await harness();
    const { json } = await api.call({ Action: 'RetryUcdnCacheTask', TaskId: 'task-old' });
    expect(json).toMatchObject({ RetCode: 0, TaskId: 'retry-1' });
    expect(api.control.retried).toMatchObject([{ task: { taskId: 'task-old' }, by: 'main-public' }]);
  });

  test.each(['task-none', 'task-foreign'])('is refused for %s, which is not there', async (TaskId) => {
    await using api = await harness();
    const { json } = await api.call({ Action: 'RetryUcdnCacheTask', TaskId });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(`Params [TaskId] not available: came "${TaskId}"`) });
    expect((await api.call({ Action: 'RetryUcdnCacheTask' })).json).toMatchObject({ RetCode: 220 });
    expect(api.control.retried).toEqual([]);
  });

  test('is refused where nothing has failed, with the reason', async () => {
    await using api = await harness();
    api.control.retry = async () => {
      throw new Refusal('nothing_to_retry', 'all of task task-old has succeeded', { subject: 'task-old' });
    };
    const { json } = await api.call({ Action: 'RetryUcdnCacheTask', TaskId: 'task-old' });
    expect(json).toMatchObject({ RetCode: 608, Message: 'Task [task-old] has nothing to retry: all of task task-old has succeeded' });
  });
});

describe('a submit', () => {
  test('hands on what stands beside its URLs', async () => {
    await using api = await harness();
    const beside = {
      Priority: '9',
      Comment: 'release 7',
      AfterTaskId: 'task-open',
      'Nodes.0': 'edge-a',
      NodeLayer: 'edge',
      'Header.0': 'accept-encoding:  br ',
    };
    expect((await api.call({ Action, ...url, ...beside })).json).toMatchObject({ RetCode: 0 });
    expect(api.control.submits).toMatchObject([
      {
        priority: 9,
        comment: 'release 7',
        after: { taskId: 'task-open' },
        selection: { names: ['edge-a'], layer: 'edge' },
        headers: [{ name: 'Accept-Encoding', value: 'br' }],
      },
    ]);
  });

  test.each<[string, Record<string, string>, string]>([
    ['a priority beyond 9', { Priority: '10' }, 'Params [Priority] not available: came "10"; accepted is a whole number from 0 to 9'],
    ['a comment too long', { Comment: 'x'.repeat(257) }, 'Params [Comment] not available: came "xxx'],
    ['a task that is not there', { AfterTaskId: 'task-foreign' }, 'Params [AfterTaskId] not available: came "task-foreign"'],
    [
      'a header that is not safe',
      { 'Header.1': '', 'Header.3': 'Cookie: a=b' },
      'Params [Header.3] not available: came "Cookie: a=b", whose name',
    ],
    ['a header of the edge’s own', { 'Header.0': 'X-Forwarded-Host: evil' }, 'Params [Header.0] not available'],
    ['a header that would break out', { 'Header.0': 'Accept: a\r\nCookie: b' }, 'Params [Header.0] not available'],
    ['a layer that is none', { NodeLayer: 'top' }, 'Params [NodeLayer] not available: came "top"; accepted is one of mid, edge'],
  ])('refuses %s', async (_what, more, message) => {
    await using api = await harness();
    const { json } = await api.call({ Action, ...url, ...more });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(message) });
    expect(api.control.submits).toEqual([]);
  });

  test('with a ClientToken is guarded by that alone, for a day, whatever its encoding; another body has another digest', async () => {
    await using api = await harness();
    const named = { Action, ...url, ClientToken: 'once' };
    await api.call(named);
    await api.call({ ...named, Region: 'cn-bj2' });
    await api.call({ ...named, Comment: 'other' });
    const [first, again, other] = api.control.submits.map(({ repeat }) => repeat);
    expect(first).toMatchObject({ windowMs: 86_400_000, body: expect.any(String) });
    expect(again).toEqual(first);
    expect(other?.fingerprint).toBe(first?.fingerprint);
    expect(other?.body).not.toBe(first?.body);
  });

  test('under a token that stands for another is refused, and names that', async () => {
    await using api = await harness();
    api.control.submitPrefetch = async () => ({ taskId: 'task-open', task: 1, repeated: true, differs: true });
    const { json } = await api.call({ Action, ...url, ClientToken: 'once' });
    expect(json).toMatchObject({ RetCode: 607, Message: expect.stringContaining('ClientToken [once] is taken: task task-open') });
  });

  test('as a dry run stores nothing and tells each node', async () => {
    await using api = await harness();
    const { json } = await api.call({ Action, ...url, DryRun: 'true' });
    expect(json).toMatchObject({ RetCode: 0, TaskId: '', DryRunList: [{ Node: 'edge-a', Layer: 'edge', UrlCount: 1, ObjectCount: 1 }] });
    expect(api.control.submits).toEqual([]);
  });

  test('as a dry run with sizes tells what is known of them, and what is not', async () => {
    await using api = await harness();
    const { json } = await api.call({ Action, ...url, DryRun: 'true', DryRunSizes: 'true' });
    expect(json).toMatchObject({
      DryRunList: [{ Node: 'edge-a', SizeBytes: '5000000000', UnsizedCount: 1, UnsizedBecause: 'it is down' }],
      UnaskedUrlCount: 3,
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['a submit', { Action }, 'came "true", without DryRun; accepted is true with DryRun=true only'],
    [
      'a directory',
      { Action: 'RefreshNewUcdnDomainCache', Type: 'dir', 'UrlList.0': 'http://cdn.example.com/d/', DryRun: 'true' },
      'beside Type=dir; accepted is true with Type=file only',
    ],
  ])('refuses sizes for %s', async (_what, of, message) => {
    await using api = await harness();
    const { json } = await api.call({ ...url, ...of, DryRunSizes: 'true' });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining('Params [DryRunSizes] not available') });
    expect(json).toMatchObject({ Message: expect.stringContaining(message) });
    expect([...api.control.submits, ...api.control.tried]).toEqual([]);
  });
});
