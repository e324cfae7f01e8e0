import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn } from '../../../console/src/pages/explorer/code/languages.ts';
import { findServer } from '../../../lab/programs.ts';
import { hostileText, hostileUrl } from './hostile.ts';
import { answerIn, environmentOf, samplePromises } from './promises.ts';
import { runSample } from './running.ts';
import { host, startScene, sub, type Scene } from './scene.ts';

describe('the explorer’s code for curl', () => {
  samplePromises('curl');

  let scene: Scene;
  beforeAll(async () => {
    scene = await startScene();
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  test.each(['bash', 'zsh'] as const)('runs in %s as well, with a thousand URLs', async (shell) => {
    const UrlList = Array.from({ length: 1000 }, (_, index) => `${hostileUrl(host)}&shell=${shell}&n=${index}`);
    const request = { ProjectId: 'org-main', UrlList, Comment: hostileText };
    const code = codeIn('curl', { action: 'PrefetchNewUcdnDomainCache', request, endpoint: scene.endpoint, hasToken: false });
    const ended = await runSample('curl', code, join(scene.folder, shell), environmentOf(sub), findServer(shell));
    const { TaskList } = await scene.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [String(answerIn(ended)['TaskId'])] });
    expect(TaskList[0]?.UrlLists.map(({ Url }) => Url)).toEqual(UrlList);
  });

  test('sends nothing without keys', async () => {
    const code = codeIn('curl', { action: 'GetProjectList', request: {}, endpoint: scene.endpoint, hasToken: false });
    const ended = await runSample('curl', code, join(scene.folder, 'keyless'), { FOREWARM_PUBLIC_KEY: '', FOREWARM_PRIVATE_KEY: '' });
    expect(ended).toMatchObject({ stdout: '', stderr: expect.stringContaining('FOREWARM_PUBLIC_KEY') });
    expect(ended.exitCode).not.toBe(0);
  });
});
