import { expect, test } from 'vitest';
import { actions } from '../../wire/actions.ts';
import { Harness } from '../testing/harness.ts';

const Action = 'GetUcdnDomainPrefetchRefreshState';

test('tells what was accepted today and what may be; -1 where there is no bound, 0 where nothing may', async () => {
  await using api = await Harness.start();
  api.control.domains.set('cdn.example.com', { project: 'org-main', nodes: [], id: 'ucdn-1', quota: { prefetch: 500, refresh_dir: 0 } });
  api.control.counts.set('cdn.example.com', { prefetch: 12, refresh_file: 3, refresh_dir: 0 });
  const { json } = await api.call({ Action, DomainId: 'ucdn-1' });
  expect(json).toStrictEqual({
    Action: `${Action}Response`,
    RetCode: 0,
    SubmitPrefetchCount: 12,
    SubmitRefreshFile: 3,
    SubmitRefreshDir: 0,
    PrefetchQuota: 500,
    RefreshFileQuota: -1,
    RefreshDirQuota: 0,
  });
  expect(actions[Action].response.safeParse(json).success).toBe(true);
});
