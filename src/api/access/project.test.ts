import { expect, test } from 'vitest';
import { baseOptions, Harness, mainKey, signed, subKey } from '../testing/harness.ts';

const Action = 'DescribeNewUcdnPrefetchCacheTask';

test('A main account that names no project means the default one', async () => {
  await using api = await Harness.start();
  await api.call({ Action });
  await api.call({ Action, ProjectId: 'org-other' });
  expect(api.control.queries.map(({ project }) => project)).toEqual(['org-main', 'org-other']);
});

test('A sub-account must name its project', async () => {
  await using api = await Harness.start();
  const { json } = await api.call({ Action }, subKey);
  expect(json).toMatchObject({ RetCode: 220, Message: expect.stringMatching(/^Missing params \[ProjectId\]: /) });
  expect((await api.call({ Action, ProjectId: 'org-main' }, subKey)).json['RetCode']).toBe(0);
});

test('A project that is not there is 292, one that is not this key’s 299', async () => {
  await using api = await Harness.start();
  const answers = [
    await api.call({ Action, ProjectId: 'org-nowhere' }, subKey),
    await api.call({ Action, ProjectId: 'org-other' }, subKey),
  ];
  expect(answers.map(({ json }) => json['RetCode'])).toEqual([292, 299]);
  expect(api.control.queries).toEqual([]);
});

test('A main account that may not act in the default project must name another', async () => {
  const key = { ...mainKey, projects: ['org-other'] };
  await using api = await Harness.start({ options: { ...baseOptions, keys: [key] } });
  expect((await api.call({ Action }, key)).json).toMatchObject({
    RetCode: 299,
    Message: expect.stringMatching(/without ProjectId the default project/),
  });
  expect((await api.call({ Action, ProjectId: 'org-other' }, key)).json['RetCode']).toBe(0);
});

test('Without a default project, everybody names one', async () => {
  await using api = await Harness.start({ options: { ...baseOptions, projects: [{ id: 'org-main', name: '', default: false }] } });
  expect((await api.call({ Action })).json).toMatchObject({
    RetCode: 220,
    Message: expect.stringMatching(/^Missing params \[ProjectId\]/),
  });
});

test('A ProjectId that is no text is 230', async () => {
  await using api = await Harness.start();
  expect((await api.call({ Action, 'ProjectId.0': 'org-nowhere' })).json['RetCode']).toBe(0);
  const { json } = await api.post(JSON.stringify(signed({ Action, ProjectId: ['org-main'] })), 'application/json');
  expect(json['RetCode']).toBe(230);
});
