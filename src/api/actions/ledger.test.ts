import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, mainKey, subKey } from '../testing/harness.ts';

test('A replay is asked for by name, and the answer tells how the node stands then', async () => {
  await using api = await Harness.start();
  api.control.ledgers.set('edge-a', { state: 'purging', sinceMs: 1_800_000_000_999, openUrls: 12, because: 'somebody asked' });
  const { json } = await api.call({ Action: 'ResyncUcdnNode', Node: 'edge-a' });
  expect(json).toStrictEqual({
    Action: 'ResyncUcdnNodeResponse',
    RetCode: 0,
    Node: 'edge-a',
    LedgerState: 'purging',
    LedgerSince: 1_800_000_000,
    LedgerOpenUrls: 12,
    LedgerReason: 'somebody asked',
  });
  expect(actions.ResyncUcdnNode.response.safeParse(json).success).toBe(true);
  expect(api.control.resynced).toEqual([{ node: 'edge-a', by: mainKey.publicKey }]);
});

test('A node is drained and undrained; to do either twice is no fault', async () => {
  await using api = await Harness.start();
  for (const [Action, LedgerState] of [
    ['DrainUcdnNode', 'drained'],
    ['DrainUcdnNode', 'drained'],
    ['UndrainUcdnNode', 'ready'],
    ['UndrainUcdnNode', 'ready'],
  ]) {
    expect((await api.call({ Action: Action ?? '', Node: 'edge-a' })).json).toMatchObject({ RetCode: 0, Node: 'edge-a', LedgerState });
  }
});

test.each(['ResyncUcdnNode', 'DrainUcdnNode', 'UndrainUcdnNode'])('%s says what is wrong with a name, and does nothing', async (Action) => {
  await using api = await Harness.start();
  expect((await api.call({ Action, Node: 'edge-z' })).json).toMatchObject({
    RetCode: 606,
    Message: 'Node [edge-z] not exists: accepted is a name that DescribeUcdnNode lists',
  });
  expect((await api.call({ Action })).json['RetCode']).toBe(220);
  // A node serves every project: a key of some may not take it from the others.
  expect((await api.call({ Action, Node: 'edge-a', ProjectId: 'org-main' }, subKey)).json['RetCode']).toBe(299);
  expect([api.control.resynced, api.control.ledgers.size]).toEqual([[], 0]);
});
