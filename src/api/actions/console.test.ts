import { describe, expect, test } from 'vitest';
import { Refusal } from '../../control/refusal.ts';
import { actions, type ActionName } from '../../wire/actions.ts';
import { baseOptions, Harness, mainKey, subKey } from '../testing/harness.ts';

/** What was added for people who look at a console: what failed, the last hour, the configuration, sitemaps. */
async function asked(api: Harness, params: Record<string, string> & { Action: ActionName }, key = mainKey) {
  const { json } = await api.call(params, key);
  const { Action: _action, RetCode, Message: _message, ...fields } = json;
  // An answer has the fields that it is described with, and no other.
  if (RetCode === 0) actions[params.Action].response.strict().parse(fields);
  return json;
}

describe('What failed of a task', () => {
  const task = { project: 'org-main', taskId: 'a', kind: 'refresh', createdAtS: 1_800_000_000, status: 'running', urls: [] } as const;

  test('comes in groups with an example of each', async () => {
    await using api = await Harness.start();
    api.control.tasks = [task];
    const group = { reason: 'uncacheable', httpStatus: 200, verdict: 'uncacheable', message: 'Set-Cookie' } as const;
    const first = { url: 'http://cdn.example.com/<b>', node: 'edge-a' };
    api.control.failuresFound = {
      groups: [
        { status: 'failed', ...group, outcomes: 3, urls: 2, nodes: [{ node: 'edge-a', outcomes: 3 }], ...first },
        { status: 'unknown', outcomes: 1, urls: 1, nodes: [], ...first },
      ],
      otherOutcomes: 4,
      lines: 3,
      isWhole: false,
    };
    expect(await asked(api, { Action: 'DescribeUcdnTaskFailure', TaskId: 'a' })).toMatchObject({
      RetCode: 0,
      FailureList: [
        {
          Status: 'failure',
          Reason: 'uncacheable',
          HttpStatus: 200,
          Verdict: 'uncacheable',
          Message: 'Set-Cookie',
          Count: 3,
          UrlCount: 2,
          NodeList: [{ Node: 'edge-a', Count: 3 }],
          Url: 'http://cdn.example.com/<b>',
          Node: 'edge-a',
        },
        { Status: 'unknow', Count: 1 },
      ],
      OtherCount: 4,
      Complete: false,
    });
  });

  test('of one that is not there, or another project’s, is refused by the name of the parameter', async () => {
    await using api = await Harness.start();
    api.control.tasks = [{ ...task, project: 'org-other' }];
    for (const TaskId of ['a', 'none']) {
      expect(await asked(api, { Action: 'DescribeUcdnTaskFailure', TaskId })).toMatchObject({
        RetCode: 230,
        Message: expect.stringContaining('Params [TaskId]'),
      });
    }
  });
});

describe('The last hour', () => {
  const nowS = 1_800_000_000;
  const tally = { bytes: 5_000_000_000, succeeded: 4, failed: 3, unknown: 2, hits: 1, purged: 6, purgesFailed: 5 };

  async function counting(): Promise<{ api: Harness; queries: object[] }> {
    const api = await Harness.start({ clock: () => nowS * 1000 });
    const queries: object[] = [];
    api.control.onThroughput = (query) => {
      queries.push(query);
      return { sinceMs: (nowS - 7200) * 1000, series: new Map([['edge-a', [{ beginS: nowS, tally }]]]) };
    };
    return { api, queries };
  }

  test('is told of the project’s domains, in periods', async () => {
    const { api, queries } = await counting();
    await using _ = api;
    expect(await asked(api, { Action: 'DescribeUcdnThroughput', By: 'node', PeriodSeconds: '300' })).toMatchObject({
      SinceTime: nowS - 3600,
      PeriodSeconds: 300,
      SeriesList: [
        {
          Name: 'edge-a',
          PeriodList: [
            {
              BeginTime: nowS,
              Bytes: '5000000000',
              SuccessCount: 4,
              FailureCount: 3,
              UnknowCount: 2,
              HitCount: 1,
              PurgeCount: 6,
              PurgeFailureCount: 5,
            },
          ],
        },
      ],
    });
    expect(queries).toEqual([{ domains: new Set(['cdn.example.com']), periodS: 300, by: 'node' }]);
  });

  test('is told in no finer periods than are kept', async () => {
    const { api, queries } = await counting();
    await using _ = api;
    expect(await asked(api, { Action: 'DescribeUcdnThroughput', PeriodSeconds: '31' })).toMatchObject({ PeriodSeconds: 60 });
    expect(queries).toMatchObject([{ periodS: 60 }]);
  });

  test('is told of another project to those who may act in it', async () => {
    const { api, queries } = await counting();
    await using _ = api;
    const other = { Action: 'DescribeUcdnThroughput', ProjectId: 'org-other' } as const;
    expect(await asked(api, other)).toMatchObject({ RetCode: 0 });
    expect(await asked(api, other, subKey)).toMatchObject({ RetCode: 299 });
    expect(queries).toEqual([{ domains: new Set(['other.example.com']), periodS: 60, by: 'all' }]);
  });

  test.each([
    [{ Domain: 'other.example.com' }, 600],
    [{ Domain: 'nope.example.com' }, 600],
    [{ Node: 'edge-c' }, 606],
    [{ PeriodSeconds: '601' }, 230],
    [{ PeriodSeconds: '29' }, 230],
    [{ PeriodSeconds: '3600' }, 230],
    [{ By: 'task' }, 230],
    [{ Domain: 'CDN.example.com', Node: 'edge-a', PeriodSeconds: '600' }, 0],
  ])('with %j is answered with RetCode %i', async (params, retCode) => {
    const { api } = await counting();
    await using _ = api;
    expect(await asked(api, { Action: 'DescribeUcdnThroughput', ...params })).toMatchObject({ RetCode: retCode });
  });
});

describe('The configuration', () => {
  test('is shown to those who manage keys, and nobody else', async () => {
    const inForce = { sinceMs: 1_800_000_000_999, configuration: { timezone: 'UTC', listen: { port: 1 } } };
    const partial = { ...mainKey, publicKey: 'partial', projects: ['org-main'] };
    const options = { ...baseOptions, inForce, keys: [mainKey, subKey, partial] };
    await using api = await Harness.start({ options });
    expect(await asked(api, { Action: 'DescribeUcdnConfiguration' })).toMatchObject({
      Version: '1.2.3',
      LoadTime: 1_800_000_000,
      Configuration: '{"timezone":"UTC","listen":{"port":1}}',
    });
    expect(await asked(api, { Action: 'DescribeUcdnConfiguration', ProjectId: 'org-main' }, subKey)).toMatchObject({ RetCode: 299 });
    expect(await asked(api, { Action: 'DescribeUcdnConfiguration' }, partial)).toMatchObject({ RetCode: 299 });
    api.api.reconfigure({ ...options, inForce: { sinceMs: 1_800_000_005_000, configuration: {} } });
    expect(await asked(api, { Action: 'DescribeUcdnConfiguration' })).toMatchObject({ LoadTime: 1_800_000_005, Configuration: '{}' });
  });
});

describe('A sitemap', () => {
  test('is read from its address, and told with what was read', async () => {
    await using api = await Harness.start();
    const reads: unknown[][] = [];
    api.control.onSitemap = async (...read) => {
      reads.push(read);
      const documents = [
        { url: 'https://www.example.com/s.xml', urls: 2 },
        { url: 'https://www.example.com/2.xml', urls: 0, fault: 'it is empty' },
      ];
      return { urls: ['https://cdn.example.com/', 'https://elsewhere.example/'], documents, leftOut: 3, isWhole: false };
    };
    expect(await asked(api, { Action: 'ReadUcdnSitemap', Url: 'HTTPS://www.example.com:443/s.xml', Limit: '7' })).toMatchObject({
      UrlList: ['https://cdn.example.com/', 'https://elsewhere.example/'],
      SitemapList: [
        { Url: 'https://www.example.com/s.xml', UrlCount: 2 },
        { Url: 'https://www.example.com/2.xml', UrlCount: 0, Fault: 'it is empty' },
      ],
      LeftOutCount: 3,
      Complete: false,
    });
    expect(reads).toEqual([['https://www.example.com/s.xml', 7]]);
  });

  test('that can not be read is refused with why', async () => {
    await using api = await Harness.start();
    api.control.onSitemap = async (url) => {
      throw new Refusal('sitemap_unreadable', 'it is empty', { subject: url });
    };
    expect(await asked(api, { Action: 'ReadUcdnSitemap', Url: 'http://www.example.com/s.xml' })).toMatchObject({
      RetCode: 630,
      Message: 'Sitemap [http://www.example.com/s.xml] not readable: it is empty',
    });
  });

  test.each(['ftp://a.example/', 'file:///etc/passwd', '/s.xml', 'http://user:secret@a.example/', 'http://', 'javascript:alert(1)'])(
    'has no address such as %s',
    async (Url) => {
      await using api = await Harness.start();
      expect(await asked(api, { Action: 'ReadUcdnSitemap', Url })).toMatchObject({
        RetCode: 230,
        Message: expect.stringContaining('[Url]'),
      });
    },
  );
});

describe('The domains', () => {
  test('are told with what they do and may still submit, those of the project only', async () => {
    await using api = await Harness.start();
    api.control.now = () => 1_800_000_000_000;
    api.control.domains.set('img.example.com', {
      project: 'org-main',
      nodes: ['edge-a', 'edge-b'],
      id: 'img',
      prefetch: false,
      quota: { prefetch: 9 },
    });
    api.control.counts.set('img.example.com', { prefetch: 4, refresh_file: 5, refresh_dir: 6 });
    api.control.loads.set('img.example.com', {
      inFlight: 7,
      concurrency: 8,
      slowed: { because: 'it answers 503', sinceMs: 1_700_000_000_500 },
    });
    api.control.paused = [{ kind: 'domain', name: 'cdn.example.com', atMs: 0, by: 'x' }];
    const plain = {
      SubmitPrefetchCount: 0,
      SubmitRefreshFile: 0,
      SubmitRefreshDir: 0,
      PrefetchQuota: -1,
      RefreshFileQuota: -1,
      RefreshDirQuota: -1,
    };
    const cdn = { Domain: 'cdn.example.com', PrefetchEnable: true, Nodes: ['edge-a'], Paused: true, InFlight: 0, Concurrency: 0, ...plain };
    const img = {
      Domain: 'img.example.com',
      DomainId: 'img',
      PrefetchEnable: false,
      Nodes: ['edge-a', 'edge-b'],
      Paused: false,
      InFlight: 7,
      Concurrency: 8,
      SlowedMessage: 'it answers 503',
      SlowedSince: 1_700_000_000,
      SubmitPrefetchCount: 4,
      SubmitRefreshFile: 5,
      SubmitRefreshDir: 6,
      PrefetchQuota: 9,
      RefreshFileQuota: -1,
      RefreshDirQuota: -1,
    };
    const list = (params: Record<string, string> = {}) => asked(api, { Action: 'DescribeUcdnDomain', ...params });
    expect(await list()).toMatchObject({ TotalCount: 2, NextDayTime: 1_800_003_600, DomainList: [cdn, img] });
    expect(await list({ Offset: '1', Limit: '1' })).toMatchObject({ TotalCount: 2, DomainList: [img] });
    expect(await list({ 'Domain.0': 'IMG.example.com', 'Domain.1': 'other.example.com' })).toMatchObject({
      TotalCount: 1,
      DomainList: [img],
    });
    expect(await list({ 'Domain.0': 'other.example.com' })).toMatchObject({ TotalCount: 0, DomainList: [] });
    api.control.paused = [{ kind: 'all', atMs: 0, by: 'x' }];
    expect(await list()).toMatchObject({ DomainList: [{ Paused: true }, { Paused: true }] });
  });
});
