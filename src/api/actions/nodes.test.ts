import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, subKey } from '../testing/harness.ts';

const Action = 'DescribeUcdnNode';

test('Nodes are listed with what they do and what troubles them', async () => {
  await using api = await Harness.start();
  const [edgeA, edgeB] = api.control.nodes();
  if (edgeA === undefined || edgeB === undefined) throw new Error('the fake has two nodes');
  const trouble = { reason: 'connect', message: 'connection refused', sinceMs: 1_800_000_000_999 } as const;
  const down = { reason: 'timeout', message: 'no answer to a knock', sinceMs: 1_800_000_001_999 } as const;
  const ledger = { state: 'away', sinceMs: 1_800_000_002_999, openUrls: 0, because: 'no answer to a knock' } as const;
  api.control.nodes = () => [{ ...edgeA, region: 'cn-sh2', load: { ...edgeA.load, trouble, down }, ledger }, edgeB];
  await api.control.pause({ kind: 'node', name: 'edge-b' }, 'x');
  const { json } = await api.call({ Action });
  const figures = {
    Layer: 'edge',
    Cache: 'nginx',
    HttpAddress: 'http://127.0.0.1:8081',
    Concurrency: 64,
    InFlight: 3,
    Waiting: 2,
    Succeeded: '5000000000',
    Failed: '1',
    Bytes: '4096',
    LedgerState: 'ready',
    LedgerSince: 0,
    LedgerOpenUrls: 0,
  };
  expect(json['NodeList']).toStrictEqual([
    {
      Name: 'edge-a',
      ...figures,
      Region: 'cn-sh2',
      Domains: ['cdn.example.com'],
      Paused: false,
      TroubleReason: 'connect',
      TroubleMessage: 'connection refused',
      TroubleSince: 1_800_000_000,
      DownReason: 'timeout',
      DownMessage: 'no answer to a knock',
      DownSince: 1_800_000_001,
      LedgerState: 'away',
      LedgerSince: 1_800_000_002,
      LedgerReason: 'no answer to a knock',
    },
    { Name: 'edge-b', ...figures, Domains: ['other.example.com'], Paused: true },
  ]);
  expect(actions[Action].response.safeParse(json).success).toBe(true);
});

test('A pause of everything pauses every node', async () => {
  await using api = await Harness.start();
  await api.control.pause({ kind: 'all' }, 'x');
  const { NodeList } = actions[Action].response.parse((await api.call({ Action })).json);
  expect(NodeList.map(({ Paused }) => Paused)).toEqual([true, true]);
});

test('A key of some projects sees the nodes of their domains, and of these its own domains only', async () => {
  await using api = await Harness.start();
  api.control.domains.set('shared.example.com', { project: 'org-other', nodes: ['edge-a'] });
  const { NodeList } = actions[Action].response.parse((await api.call({ Action, ProjectId: 'org-main' }, subKey)).json);
  expect(NodeList.map(({ Name, Domains }) => [Name, Domains])).toEqual([['edge-a', ['cdn.example.com']]]);
});
