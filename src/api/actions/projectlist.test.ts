import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, mainKey, subKey } from '../testing/harness.ts';

const Action = 'GetProjectList';
const main = { ProjectId: 'org-main', ProjectName: 'Main', CreateTime: 1_700_000_000, IsDefault: true, ResourceCount: 2, MemberCount: 2 };
const other = { ProjectId: 'org-other', ProjectName: 'Other', CreateTime: 0, IsDefault: false, ResourceCount: 1, MemberCount: 1 };

test('A key sees the projects that it may act in', async () => {
  await using api = await Harness.start();
  api.control.domains.set('bare.example.com', { project: 'org-main', nodes: [] });
  const { json } = await api.call({ Action }, mainKey);
  expect(json).toStrictEqual({ Action: `${Action}Response`, RetCode: 0, ProjectCount: 2, ProjectSet: [main, other] });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
  expect((await api.call({ Action }, subKey)).json).toMatchObject({ ProjectCount: 1, ProjectSet: [main] });
});

test.each(['', 'org-nowhere', 'org-other'])(
  'ProjectId=%j, which SDKs send, means nothing here, for a sub-account too',
  async (ProjectId) => {
    await using api = await Harness.start();
    expect((await api.call({ Action, ProjectId }, subKey)).json).toMatchObject({ RetCode: 0, ProjectSet: [{ ProjectId: 'org-main' }] });
  },
);

test('IsFinance is Yes or No and means nothing either', async () => {
  await using api = await Harness.start();
  expect((await api.call({ Action, IsFinance: 'Yes' })).json).toMatchObject({ RetCode: 0, ProjectCount: 2 });
  expect((await api.call({ Action, IsFinance: 'Perhaps' })).json).toMatchObject({
    RetCode: 230,
    Message: expect.stringContaining('one of Yes, No'),
  });
});
