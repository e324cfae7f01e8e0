import { beforeAll, describe, expect, test } from 'vitest';
import { waitForTask } from '../../../src/client/index.ts';
import { isActionName } from '../../../src/wire/actions.ts';
import type { Params } from './driver.ts';
import type { SdkName } from './programs.ts';
import { host } from './scene.ts';
import { type GetSubject, taskIdOf } from './subject.ts';

/** What was done before the calls, through the SDK: a prefetch and a refresh of `url`, by their TaskIds; the prefetch has ended. */
type Given = { url: string; prefetched: string; refreshed: string };

/** One call of an action with every parameter that SDKs have for it, and the typed answer that all of them show. */
type ActionRow = {
  action: string;
  params: (given: Given) => Params;
  answer: (given: Given) => object;
  /** Where SDKs differ: what each shows beside. */
  shows?: Record<SdkName, object>;
  lackedBy?: readonly SdkName[];
};

const int = expect.toSatisfy(Number.isInteger, 'a whole number');
const text = expect.any(String);
const describeParams = { Offset: 0, Limit: 10, IsDcdn: false, BeginTime: 0, EndTime: 2_147_483_647 };
const ended = ({ url }: Given) => ({ Url: url, Status: 'success', Progress: 100, CreateTime: int, FinishTime: int });
const without = (field: string): object => expect.not.objectContaining({ [field]: expect.anything() });
const withoutType = { TaskList: [without('Type')] };

const rows: ActionRow[] = [
  {
    action: 'PrefetchNewUcdnDomainCache',
    params: () => ({ ProjectId: 'org-main', UrlList: [`http://${host}/again`] }),
    answer: () => ({ TaskId: text }),
  },
  {
    action: 'DescribeNewUcdnPrefetchCacheTask',
    params: ({ prefetched }) => ({ ...describeParams, TaskId: [prefetched], Status: 'success' }),
    answer: (given) => ({
      TotalCount: 1,
      TaskList: [{ TaskId: given.prefetched, Status: 'success', CreateTime: int, UrlLists: [ended(given)] }],
    }),
    // Go has the field, and zero for what was not sent.
    shows: { python: withoutType, go: { TaskList: [{ Type: '' }] }, java: withoutType },
  },
  {
    action: 'DescribeNewUcdnPrefetchCacheTask',
    params: () => ({ TaskId: ['no-such-task'] }),
    answer: () => ({ TotalCount: 0, TaskList: [] }),
  },
  {
    action: 'RefreshNewUcdnDomainCache',
    params: () => ({ ProjectId: 'org-main', Type: 'file', UrlList: [`http://${host}/again`] }),
    answer: () => ({ TaskId: text }),
  },
  {
    action: 'DescribeNewUcdnRefreshCacheTask',
    params: ({ refreshed }) => ({ ...describeParams, TaskId: [refreshed] }),
    answer: ({ url, refreshed }) => ({
      TotalCount: 1,
      TaskList: [{ TaskId: refreshed, Status: text, CreateTime: int, UrlLists: [{ Url: url, CreateTime: int, FinishTime: int }] }],
    }),
    // Java's TaskInfo has no such field.
    shows: { python: { TaskList: [{ Type: 'file' }] }, go: { TaskList: [{ Type: 'file' }] }, java: withoutType },
  },
  {
    action: 'GetUcdnDomainPrefetchEnable',
    params: () => ({ DomainId: 'ucdn-demo' }),
    answer: () => ({ Enable: 1 }),
    lackedBy: ['java'],
  },
  {
    action: 'GetUcdnDomainPrefetchRefreshState',
    params: () => ({ DomainId: 'ucdn-demo' }),
    answer: () => ({
      SubmitPrefetchCount: int,
      SubmitRefreshFile: int,
      SubmitRefreshDir: int,
      PrefetchQuota: -1,
      RefreshFileQuota: -1,
      RefreshDirQuota: -1,
    }),
  },
  {
    action: 'GetUcdnDomainInfoList',
    params: () => ({ PageSize: 1, PageIndex: 1, QueryByProject: false }),
    answer: () => ({ TotalCount: int, DomainInfoList: [{ Domain: host, DomainId: 'ucdn-demo' }] }),
  },
  {
    action: 'GetUcdnDomainConfig',
    params: () => ({ Offset: 0, Limit: 10, DomainId: ['ucdn-demo'], IsDcdn: false }),
    answer: () => ({ DomainList: [{ Domain: host, DomainId: 'ucdn-demo', Status: 'enable', CreateTime: int, Cname: text }] }),
  },
  {
    action: 'GetProjectList',
    params: () => ({ IsFinance: 'No' }),
    answer: () => ({
      ProjectCount: 3,
      ProjectSet: [
        { ProjectId: 'org-main', ProjectName: 'Main', IsDefault: true, CreateTime: int, ResourceCount: int, MemberCount: int },
        { ProjectId: 'org-other', IsDefault: false },
        { ProjectId: 'org-bulk', IsDefault: false },
      ],
    }),
  },
];

/** Those of actions that forewarm has. */
export const actionRows = rows.filter(({ action }) => isActionName(action));

/** What an SDK shows of the envelope in a typed result: Python nothing, not even RetCode. */
const envelopes: Record<SdkName, (action: string) => object> = {
  python: () => without('RetCode'),
  go: (action) => ({ RetCode: 0, Action: `${action}Response` }),
  java: (action) => ({ RetCode: 0, Action: `${action}Response` }),
};

export function actionPromises(name: SdkName, getSubject: GetSubject): void {
  describe('shows the typed answer of', () => {
    let given: Given;
    beforeAll(async () => {
      const { invoke, scene } = getSubject();
      const url = `http://${host}/given/${name}`;
      const prefetched = taskIdOf(await invoke('PrefetchNewUcdnDomainCache', { UrlList: [url] }));
      await waitForTask(scene.client, prefetched, { pollMs: 50 });
      const refresh = 'RefreshNewUcdnDomainCache';
      const refreshed = isActionName(refresh) ? taskIdOf(await invoke(refresh, { Type: 'file', UrlList: [url] })) : '';
      given = { url, prefetched, refreshed };
    });

    test.each(actionRows)('$action', async ({ action, params, answer, shows, lackedBy = [] }) => {
      const result = await getSubject().invoke(action, params(given), { projectId: 'org-main', region: 'cn-bj2' });
      const lacking = { lacking: expect.stringContaining(action) };
      const parts = [answer(given), shows?.[name] ?? {}, envelopes[name](action)];
      for (const part of parts) expect(result).toMatchObject(lackedBy.includes(name) ? lacking : { answer: part });
    });
  });

  test('calls an action of forewarm’s own, if it has a call for any action', async () => {
    const { invoke } = getSubject();
    const result = await invoke('DescribeUcdnTaskSummary', { Limit: 1 }, {}, { generic: true });
    const found = { answer: { RetCode: 0, TaskSummaryList: [{ TaskId: text, UrlCount: int }] } };
    expect(result).toMatchObject({ python: found, go: found, java: { lacking: text } }[name]);
  });
}
