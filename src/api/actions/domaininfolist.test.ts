import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness } from '../testing/harness.ts';

const Action = 'GetUcdnDomainInfoList';

/** 45 domains of org-main beside the harness's own, which is the first. */
async function start(): Promise<Harness> {
  const api = await Harness.start();
  for (let count = 1; count <= 45; count += 1)
    api.control.domains.set(`d${count}.test`, { project: 'org-main', nodes: [], id: `id-${count}` });
  return api;
}

async function listed(api: Harness, params: Record<string, string>): Promise<string[]> {
  const { json } = await api.call({ Action, ...params });
  const answer = actions[Action].response.parse(json);
  expect(answer.TotalCount).toBe(46);
  return answer.DomainInfoList.map(({ DomainId }) => DomainId);
}

const all = ['cdn.example.com', ...Array.from({ length: 45 }, (_, index) => `id-${index + 1}`)];

test('lists domains with their ids, in the configuration’s order', async () => {
  await using api = await start();
  const { json } = await api.call({ Action, PageSize: '2' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    TotalCount: 46,
    DomainInfoList: [
      { Domain: 'cdn.example.com', DomainId: 'cdn.example.com' },
      { Domain: 'd1.test', DomainId: 'id-1' },
    ],
  });
});

test.each<[string, Record<string, string>, string[]]>([
  ['The first page, of 20, is the default', {}, all.slice(0, 20)],
  ['the third', { PageIndex: '3' }, all.slice(40)],
  ['a page behind the last', { PageIndex: '4' }, []],
  ['pages of another size', { PageIndex: '2', PageSize: '7' }, all.slice(7, 14)],
  ['page 0 is all', { PageIndex: '0' }, all],
  ['page 0 is all, whatever the size', { PageIndex: '0', PageSize: '1' }, all],
  ['the last page that 32 bits name', { PageIndex: '2147483647', PageSize: '2147483647' }, []],
  ['one huge page', { PageSize: '2147483647' }, all],
  ['QueryByProject changes nothing', { QueryByProject: 'true', PageIndex: '0' }, all],
  ['nor does its default', { QueryByProject: 'false', PageIndex: '0' }, all],
])('%s: %j', async (_what, params, expected) => {
  await using api = await start();
  expect(await listed(api, params)).toEqual(expected);
});

test('shows another project nothing of it', async () => {
  await using api = await start();
  expect((await api.call({ Action, ProjectId: 'org-other', PageIndex: '0' })).json).toMatchObject({
    TotalCount: 1,
    DomainInfoList: [{ Domain: 'other.example.com', DomainId: 'other.example.com' }],
  });
});

test.each([
  [{ PageSize: '0' }, 'PageSize', 'a whole number from 1 to 2147483647'],
  [{ PageSize: '-1' }, 'PageSize', 'a whole number from 1 to 2147483647'],
  [{ PageIndex: '-1' }, 'PageIndex', 'a whole number from 0 to 2147483647'],
  [{ PageIndex: '1.5' }, 'PageIndex', 'a whole number from 0 to 2147483647'],
  [{ PageIndex: 'first' }, 'PageIndex', 'a whole number from 0 to 2147483647'],
  [{ QueryByProject: '1' }, 'QueryByProject', 'true or false'],
])('%j is refused', async (params, name, accepted) => {
  await using api = await start();
  const { json } = await api.call({ Action, ...params });
  expect(json).toMatchObject({
    RetCode: 230,
    Message: expect.stringMatching(`^Params \\[${name}\\] not available: came .*; accepted is ${accepted}$`),
  });
});
