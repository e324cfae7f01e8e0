import { describe, expect, test } from 'vitest';
import type { ClientSettings } from './driver.ts';
import type { SdkName } from './programs.ts';
import { host } from './scene.ts';
import { answerOf, type GetSubject, refusalIn, taskIdOf } from './subject.ts';

/** A task with these URLs; or a refusal; or an error of the SDK itself, with nothing sent. */
type Outcome = { urls: readonly string[] } | { retCode: number; words: string } | { type: string };

/** What becomes of an UrlList that a program hands to each SDK. */
type ListRow = {
  what: string;
  urlList: readonly (string | null)[];
  settings?: Partial<ClientSettings>;
  outcome: Record<SdkName, Outcome>;
};

const url = (name: string | number) => `http://${host}/list/${name}`;
const same = (outcome: Outcome): Record<SdkName, Outcome> => ({ python: outcome, go: outcome, java: outcome });
const gap = (value: string | null) => [url('a'), value, url('c')];
const withoutGap = { urls: [url('a'), url('c')] };
const refusedGap = { retCode: 230, words: '[UrlList.1]' };

// `.10` comes before `.2` on Go's wire, and Java's order is that of a hash map.
const many = Array.from({ length: 25 }, (_, index) => url(index));
export const hostileUrls = ['中文/图片.png', 'a%20b%2Fc', 'a?x=1&y=2&&z==', 'a+b+', 'é&=%E4%BD%A0+', "q?it's<b>\"'"].map(url);

const listRows: ListRow[] = [
  { what: '25 URLs, in order', urlList: many, outcome: same({ urls: many }) },
  { what: 'Chinese, &, =, +, %, quotes', urlList: hostileUrls, outcome: same({ urls: hostileUrls }) },
  {
    what: 'an empty text in the midst, which Go leaves out',
    urlList: gap(''),
    outcome: { python: refusedGap, go: withoutGap, java: refusedGap },
  },
  {
    what: 'null in the midst, which Python sends as None, Go has no way to say, and Java breaks on',
    urlList: gap(null),
    outcome: { python: refusedGap, go: withoutGap, java: { type: 'NullPointerException' } },
  },
  { what: 'nothing', urlList: [], outcome: same({ retCode: 220, words: '[UrlList]' }) },
  {
    what: 'more than a call may have',
    urlList: Array.from({ length: 1001 }, (_, index) => url(index)),
    outcome: same({ retCode: 230, words: '1000' }),
  },
];

/** Go's second encoder sends real arrays, empty texts and all. */
const goJsonRows = listRows.map(({ what, urlList, outcome }) => ({
  what: `${what}, by the JSON encoder`,
  urlList,
  settings: { encoder: 'json' as const },
  outcome: { ...outcome, go: what.includes('in the midst') ? refusedGap : outcome.go },
}));

function resultIn(name: SdkName, outcome: Outcome): object {
  if ('type' in outcome) return { failure: { type: outcome.type, retCode: null } };
  if ('retCode' in outcome) return refusalIn(name, outcome.retCode, outcome.words);
  return { answer: { TaskList: [{ UrlLists: outcome.urls.map((Url) => ({ Url })) }] } };
}

export function listPromises(name: SdkName, getSubject: GetSubject): void {
  describe('hands over an UrlList with', () => {
    const rows: ListRow[] = name === 'go' ? [...listRows, ...goJsonRows] : listRows;
    test.each(rows)('$what', async ({ urlList, settings, outcome }) => {
      const { invoke } = getSubject();
      const submitted = await invoke('PrefetchNewUcdnDomainCache', { UrlList: urlList }, settings);
      // What was refused has no task to look at.
      const result =
        submitted.answer === undefined
          ? submitted
          : await invoke('DescribeNewUcdnPrefetchCacheTask', { TaskId: [taskIdOf(submitted)] }, settings);
      expect(result).toMatchObject(resultIn(name, outcome[name]));
    });
  });

  test.each([
    ['null', { Status: null, Offset: null, Limit: null, BeginTime: null, EndTime: null, IsDcdn: null }],
    ['an empty text', { Status: '', ProjectId: '' }],
    ['an empty list', { TaskId: [] }],
  ])('an optional parameter that is %s is as good as absent', async (_what, params) => {
    const { invoke } = getSubject();
    for (const settings of name === 'go' ? [{}, { encoder: 'json' as const }] : [{}]) {
      const { TotalCount } = answerOf(await invoke('DescribeNewUcdnPrefetchCacheTask', params, settings));
      expect(TotalCount).toBeGreaterThan(0);
    }
  });
}
