import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, subKey } from '../testing/harness.ts';

const Action = 'GetUcdnDomainPrefetchEnable';

test('Enable is 1, or 0 where prefetch is switched off', async () => {
  await using api = await Harness.start();
  api.control.domains.set('on.example.com', { project: 'org-main', nodes: [], id: 'ucdn-on' });
  api.control.domains.set('off.example.com', { project: 'org-main', nodes: ['edge-a'], id: 'ucdn-off', prefetch: false });
  const { json } = await api.call({ Action, DomainId: 'ucdn-on' });
  expect(json).toStrictEqual({ Action: `${Action}Response`, RetCode: 0, Enable: 1 });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
  expect((await api.call({ Action, DomainId: 'ucdn-off', ProjectId: 'org-main' }, subKey)).json).toMatchObject({ RetCode: 0, Enable: 0 });
});

test.each([Action, 'GetUcdnDomainPrefetchRefreshState'])('%s wants the id of a domain of the project, and nothing else', async (Action) => {
  await using api = await Harness.start();
  api.control.domains.set('cdn.example.com', { project: 'org-main', nodes: [], id: 'ucdn-1' });
  api.control.domains.set('other.example.com', { project: 'org-other', nodes: [], id: 'ucdn-2' });
  for (const DomainId of ['ucdn-2', 'ucdn-3', 'UCDN-1', 'cdn.example.com']) {
    expect((await api.call({ Action, DomainId })).json).toStrictEqual({
      Action: `${Action}Response`,
      RetCode: 600,
      Message: `Domain [${DomainId}] not exists: accepted is a DomainId of project org-main, as GetUcdnDomainInfoList lists them`,
    });
  }
  expect((await api.call({ Action, DomainId: 'ucdn-2', ProjectId: 'org-other' })).json['RetCode']).toBe(0);
  for (const params of [{}, { DomainId: '' }, { 'DomainId.0': 'ucdn-1' }]) {
    expect((await api.call({ Action, ...params })).json).toMatchObject({
      RetCode: 220,
      Message: 'Missing params [DomainId]: accepted is a text',
    });
  }
  expect((await api.call({ Action, DomainId: 'ucdn-1' }, subKey)).json).toMatchObject({
    RetCode: 220,
    Message: expect.stringMatching(/^Missing params \[ProjectId\]/),
  });
});
