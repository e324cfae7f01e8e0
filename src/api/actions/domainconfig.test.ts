import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness, signed } from '../testing/harness.ts';

const Action = 'GetUcdnDomainConfig';

async function start(): Promise<Harness> {
  const api = await Harness.start();
  api.control.domains.clear();
  for (const name of ['a', 'b', 'c', 'd']) api.control.domains.set(`${name}.test`, { project: 'org-main', nodes: [], id: `ucdn-${name}` });
  api.control.domains.set('x.test', { project: 'org-other', nodes: [], id: 'ucdn-x' });
  return api;
}

test('tells every field that the vendor requires, empty where nothing is known', async () => {
  await using api = await start();
  const { json } = await api.call({ Action, Limit: '1' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    DomainList: [
      {
        Domain: 'a.test',
        DomainId: 'ucdn-a',
        Status: 'enable',
        Tag: 'Default',
        CreateTime: 0,
        AreaCode: '',
        CdnType: '',
        Cname: '',
        TestUrl: '',
        HttpsStatusCn: '',
        HttpsStatusAbroad: '',
        CertNameCn: '',
        CertNameAbroad: '',
        OriginConf: {
          OriginIpList: [],
          OriginHost: '',
          OriginPort: 0,
          OriginProtocol: '',
          OriginFollow301: 0,
          BackupOriginEnable: false,
          BackupOriginIpList: [],
          BackupOriginHost: '',
          OriginErrorCode: '',
          OriginErrorNum: 0,
        },
      },
    ],
  });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
});

test.each<[string, Record<string, string>, string]>([
  ['All, in the configuration’s order, is the default', {}, 'abcd'],
  ['Offset passes over', { Offset: '1' }, 'bcd'],
  ['Limit bounds', { Offset: '1', Limit: '2' }, 'bc'],
  ['Limit 0 gives none', { Limit: '0' }, ''],
  ['an Offset behind the last', { Offset: '4' }, ''],
  ['ids select, in the same order', { 'DomainId.4': 'ucdn-a', 'DomainId.0': 'ucdn-c' }, 'ac'],
  ['one id without an index', { DomainId: 'ucdn-b' }, 'b'],
  ['names select, case does not count', { 'Domain.0': 'D.Test', 'Domain.1': 'b.test' }, 'bd'],
  ['both select what both name', { 'Domain.0': 'a.test', 'Domain.1': 'b.test', 'DomainId.0': 'ucdn-b', 'DomainId.1': 'ucdn-c' }, 'b'],
  ['what is unknown is left out', { 'Domain.0': 'nowhere.test', 'Domain.1': 'no host', 'Domain.2': 'a.test' }, 'a'],
  ['an id twice is one domain', { 'DomainId.0': 'ucdn-a', 'DomainId.1': 'ucdn-a' }, 'a'],
  ['another project’s domain is left out, by name', { 'Domain.0': 'x.test' }, ''],
  ['and by id', { 'DomainId.0': 'ucdn-x' }, ''],
  ['Offset counts what matches', { 'DomainId.0': 'ucdn-b', 'DomainId.1': 'ucdn-d', Offset: '1' }, 'd'],
  ['ChannelType and IsDcdn mean nothing', { ChannelType: 'ucdn', IsDcdn: 'true' }, 'abcd'],
])('%s', async (_what, params, expected) => {
  await using api = await start();
  const { json } = await api.call({ Action, ...params });
  const { DomainList } = actions[Action].response.parse(json);
  expect(DomainList.map(({ Domain }) => Domain.charAt(0)).join('')).toBe(expected);
});

test('Lists come as JSON too, and one of empty texts is none', async () => {
  await using api = await start();
  const { json } = await api.post(
    JSON.stringify(signed({ Action, DomainId: ['ucdn-b', 'ucdn-a'], Domain: [''], Limit: 1 })),
    'application/json',
  );
  expect(json['DomainList']).toMatchObject([{ DomainId: 'ucdn-a' }]);
});

test.each([
  [{ Limit: '-1' }, 'Limit', 'a whole number from 0 to 2147483647'],
  [{ Offset: 'x' }, 'Offset', 'a whole number from 0 to 2147483647'],
  [{ 'DomainId.x': 'ucdn-a' }, 'DomainId.x', 'DomainId.N with N from 0 to 99999'],
  [{ IsDcdn: 'yes' }, 'IsDcdn', 'true or false'],
])('%j is refused', async (params, name, accepted) => {
  await using api = await start();
  const { json } = await api.call({ Action, ...params });
  expect(json).toMatchObject({ RetCode: 230, Message: expect.stringContaining(`Params [${name}] not available`) });
  expect(json['Message']).toMatch(new RegExp(`accepted is ${accepted}$`));
});
