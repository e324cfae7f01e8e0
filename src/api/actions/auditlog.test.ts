import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness } from '../testing/harness.ts';

const Action = 'DescribeUcdnAuditLog';

test('What was done and refused is told, with what is not known left out', async () => {
  await using api = await Harness.start();
  await api.call({ Action: 'DrainUcdnNode', Node: 'edge-a' });
  await api.call({ Action: 'DrainUcdnNode', Node: 'edge-z' });
  const { json } = await api.call({ Action });
  const { AuditList, NextCursor } = actions.DescribeUcdnAuditLog.response.parse(json);
  expect(NextCursor).toBe('');
  expect(AuditList.map(({ Action: of, Code, PublicKey, Address }) => [of, Code, PublicKey, Address])).toEqual([
    ['DrainUcdnNode', 0, 'main-public', '127.0.0.1'],
    ['DrainUcdnNode', 606, 'main-public', '127.0.0.1'],
  ]);
  expect(AuditList[0]).not.toHaveProperty('TaskId');
});

test.each<[string, Record<string, string>, string]>([
  ['a window that ends before it begins', { BeginTime: '20', EndTime: '10' }, 'Params [BeginTime] not available'],
  ['a place that no page told', { Cursor: '12' }, 'Params [Cursor] not available: came "12"; accepted is NextCursor of the page before'],
  ['a page of nothing', { Limit: '0' }, 'Params [Limit] not available'],
  ['a page beyond a thousand', { Limit: '1001' }, 'Params [Limit] not available'],
])('refuses %s', async (_what, params, message) => {
  await using api = await Harness.start();
  expect((await api.call({ Action, ...params })).json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(message) });
});
