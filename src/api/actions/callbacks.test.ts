import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../control/callbacks/callbacks.ts';
import { FakeCallbacks } from '../testing/fakecallbacks.ts';
import { baseOptions, Harness, mainKey, subKey } from '../testing/harness.ts';

const partnerKey = { ...mainKey, publicKey: 'partner', privateKey: 'partner-5up3r', urls: ['cdn.example.com/partner/'] };

const waiting: Delivery = {
  id: 7,
  task: 1,
  taskId: 'T1',
  project: 'org-main',
  shown: 'https://hooks.example.com/x',
  endedAtS: 1_782_864_000,
  state: 'waiting',
  attempts: 2,
  firstAtMs: 1_782_864_000_000,
  lastAtMs: 1_782_864_001_999,
  lastStatus: 500,
  lastError: 'the answer was 500',
  nextAtMs: 1_782_864_004_500,
};
const { nextAtMs: _next, lastError: _error, ...ended } = waiting;
const delivered: Delivery = { ...ended, id: 6, taskId: 'T2', state: 'delivered', lastStatus: 204 };

let callbacks: FakeCallbacks;
let harness: Harness;
beforeEach(async () => {
  callbacks = new FakeCallbacks();
  callbacks.deliveries = [waiting, delivered, { ...delivered, id: 5, taskId: 'T3', project: 'org-other' }];
  harness = await Harness.start({ callbacks, options: { ...baseOptions, keys: [mainKey, subKey, partnerKey] } });
  harness.control.tasks = ['T1', 'T2'].map((taskId) => ({
    taskId,
    project: 'org-main',
    kind: 'prefetch',
    createdAtS: 1,
    status: 'succeeded',
    urls: [],
  }));
});
afterEach(() => harness[Symbol.asyncDispose]());

describe('DescribeUcdnCallback', () => {
  test('tells what waits with its next attempt, and what has ended without', async () => {
    const { json } = await harness.call({ Action: 'DescribeUcdnCallback' });
    expect(json).toEqual({
      RetCode: 0,
      Action: 'DescribeUcdnCallbackResponse',
      TotalCount: 2,
      CallbackList: [
        {
          CallbackId: '7',
          TaskId: 'T1',
          Url: 'https://hooks.example.com/x',
          Status: 'waiting',
          TaskEndTime: 1_782_864_000,
          Attempts: 2,
          LastTime: 1_782_864_001,
          LastCode: 500,
          LastError: 'the answer was 500',
          NextTime: 1_782_864_004,
        },
        {
          CallbackId: '6',
          TaskId: 'T2',
          Url: 'https://hooks.example.com/x',
          Status: 'delivered',
          TaskEndTime: 1_782_864_000,
          Attempts: 2,
          LastTime: 1_782_864_001,
          LastCode: 204,
        },
      ],
    });
  });

  test.each([
    [{ Status: 'delivered' }, 1, ['6']],
    [{ 'TaskId.0': 'T1', 'TaskId.1': 'none' }, 1, ['7']],
    [{ Offset: '1', Limit: '1' }, 2, ['6']],
    [{ Limit: '0' }, 2, []],
    [{ Status: 'failed' }, 0, []],
    [{ ProjectId: 'org-other' }, 1, ['5']],
  ])('finds by %o', async (params, total, ids) => {
    const { json } = await harness.call({ Action: 'DescribeUcdnCallback', ...params });
    expect(json).toMatchObject({ RetCode: 0, TotalCount: total, CallbackList: ids.map((CallbackId) => ({ CallbackId })) });
  });
});

describe('RedeliverUcdnCallback', () => {
  test('sends what is named once more, and the audit log knows', async () => {
    callbacks.gone.add(6);
    const { json } = await harness.call({ Action: 'RedeliverUcdnCallback', 'CallbackId.0': '7', 'CallbackId.1': '6' });
    expect(json).toMatchObject({ RetCode: 0, RedeliveredList: ['7'] });
    expect(callbacks.redelivered).toEqual([7]);
    expect(harness.auditLog.entries).toMatchObject([{ action: 'RedeliverUcdnCallback', key: 'main-public', detail: 'callbacks 7' }]);
  });

  test('takes all of a task', async () => {
    callbacks.deliveries.push({ ...delivered, id: 4, taskId: 'T1' });
    const { json } = await harness.call({ Action: 'RedeliverUcdnCallback', TaskId: 'T1' });
    expect(json).toMatchObject({ RetCode: 0, RedeliveredList: ['7', '4'] });
  });

  test.each([
    [{ TaskId: 'T1', 'CallbackId.0': '7' }, 'came "T1", beside CallbackId; accepted is either TaskId or CallbackId.N'],
    [
      Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`CallbackId.${index}`, '7'])),
      'CallbackId] not available: came 101 values; accepted is 1 to 100 texts',
    ],
    [{ 'CallbackId.0': '99' }, 'CallbackId.0] not available: came "99"; accepted is a CallbackId that DescribeUcdnCallback lists'],
    [{ 'CallbackId.0': '1e1' }, 'CallbackId.0] not available: came "1e1"'],
    [{ 'CallbackId.0': '5' }, 'CallbackId.0] not available: came "5"'],
    [{ TaskId: 'T9' }, 'TaskId] not available: came "T9"; accepted is a task of project org-main'],
  ])('refuses %o', async (params, message) => {
    const { json } = await harness.call({ Action: 'RedeliverUcdnCallback', ...params });
    expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(message) });
    expect(callbacks.redelivered).toEqual([]);
  });

  test('wants to know which', async () => {
    const { json } = await harness.call({ Action: 'RedeliverUcdnCallback' });
    expect(json).toMatchObject({ RetCode: 220, Message: 'Missing params [TaskId]: accepted is a task, or CallbackId.N in its place' });
  });

  test('is not for a key of some URLs and a task that is not its own', async () => {
    const { json } = await harness.call({ Action: 'RedeliverUcdnCallback', 'CallbackId.0': '7' }, partnerKey);
    expect(json).toMatchObject({ RetCode: 299 });
    expect(callbacks.redelivered).toEqual([]);
  });
});
