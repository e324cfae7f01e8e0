import { expect, test } from 'vitest';
import type { Coverage, CoverageRequest } from '../../control/control.ts';
import { actions } from '../../wire/actions.ts';
import { Harness, subKey } from '../testing/harness.ts';

const Action = 'CheckUcdnTaskCoverage';

const coverage: Coverage = {
  totalLines: 250,
  nextOffset: 130,
  urls: 25,
  nodes: [
    { node: 'edge-a', layer: 'edge', counts: { fresh: 22, expired: 1, absent: 2, unknown: 0 } },
    { node: 'edge-b', layer: 'mid', counts: { fresh: 0, expired: 0, absent: 0, unknown: 25 }, unknownBecause: 'the node is down' },
  ],
  missing: [
    {
      url: 'http://cdn.example.com/a',
      node: 'edge-a',
      variant: { 'Accept-Encoding': 'br' },
      sighting: { state: 'expired', because: '504 to only-if-cached', ageS: 90 },
    },
  ],
  missingLeftOut: 2,
};

async function asking(): Promise<{ api: Harness; asked: CoverageRequest[] }> {
  const api = await Harness.start();
  const asked: CoverageRequest[] = [];
  api.control.onCoverage = (request) => {
    asked.push(request);
    return request.taskId === 't' && request.project === 'org-main' ? coverage : undefined;
  };
  return { api, asked };
}

test('Counts are told by node, and what is missing with its evidence', async () => {
  const { api, asked } = await asking();
  await using _ = api;
  const { json } = await api.call({ Action, TaskId: 't', Offset: '100', Limit: '500' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    TotalCount: 250,
    NextOffset: 130,
    UrlCount: 25,
    NodeList: [
      { Node: 'edge-a', Layer: 'edge', Fresh: 22, Expired: 1, Absent: 2, Unknown: 0 },
      { Node: 'edge-b', Layer: 'mid', Fresh: 0, Expired: 0, Absent: 0, Unknown: 25, UnknownBecause: 'the node is down' },
    ],
    MissingList: [
      {
        Url: 'http://cdn.example.com/a',
        Node: 'edge-a',
        Variant: 'Accept-Encoding: br',
        State: 'expired',
        Because: '504 to only-if-cached',
        AgeSeconds: 90,
      },
    ],
    MissingLeftOut: 2,
  });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
  expect(asked).toEqual([{ project: 'org-main', taskId: 't', offset: 100, limit: 500 }]);
});

test('A page is a hundred lines unless said, and 1 to 500', async () => {
  const { api, asked } = await asking();
  await using _ = api;
  await api.call({ Action, TaskId: 't' });
  expect(asked).toMatchObject([{ offset: 0, limit: 100 }]);
  for (const Limit of ['0', '501', '-1', 'x']) expect((await api.call({ Action, TaskId: 't', Limit })).json['RetCode']).toBe(230);
  expect((await api.call({ Action })).json['RetCode']).toBe(220);
});

test('A task that is not there is named, and another project’s reads the same', async () => {
  const { api } = await asking();
  await using _ = api;
  const { json } = await api.call({ Action, TaskId: 'nope' });
  expect(json).toMatchObject({
    RetCode: 230,
    Message: expect.stringMatching(/^Params \[TaskId\] not available: came "nope"; accepted is a task of project org-main/),
  });
  const theirs = await api.call({ Action, TaskId: 't', ProjectId: 'org-other' });
  expect(theirs.json['RetCode']).toBe(230);
  expect((await api.call({ Action, TaskId: 't', ProjectId: 'org-main' }, subKey)).json['RetCode']).toBe(0);
});
