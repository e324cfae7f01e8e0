import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeIn, type CodeLanguage } from '../../../console/src/pages/explorer/code/languages.ts';
import type { RequestValues } from '../../../console/src/pages/explorer/form/values.ts';
import { hostileText, hostileUrl } from './hostile.ts';
import { installPackage } from './package.ts';
import { runSample, type Ended } from './running.ts';
import { host, startScene, sub, type Scene } from './scene.ts';

/** Compilers take long on a busy machine. */
const compilingMs = 240_000;
const ProjectId = 'org-main';

/** What the code that the explorer writes in a language must do when it is really run. */
export function samplePromises(language: CodeLanguage): void {
  let scene: Scene;
  let runs = 0;
  beforeAll(async () => {
    scene = await startScene();
    if (language === 'typescript') await installPackage(scene.folder);
  }, compilingMs);
  afterAll(() => scene[Symbol.asyncDispose]());

  /** With the keys of the sub-account, unless others are given. */
  function run(action: string, request: RequestValues, keys = environmentOf(sub)): Promise<Ended> {
    runs += 1;
    const call = { action, request, endpoint: scene.endpoint, hasToken: 'FOREWARM_SECURITY_TOKEN' in keys };
    return runSample(language, codeIn(language, call), join(scene.folder, `${language}-${runs}`), keys);
  }

  const url = `${hostileUrl(host)}&in=${language}`;

  test(
    'submits hostile URLs just as they are, by the SDK’s own call where it has one',
    async () => {
      const { TaskId } = answerIn(await run('PrefetchNewUcdnDomainCache', { ProjectId, UrlList: [url, `http://${host}/second`] }));
      const { TaskList } = await scene.client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: [String(TaskId)] });
      expect(TaskList[0]?.UrlLists.map(({ Url }) => Url)).toEqual([url, `http://${host}/second`]);
    },
    compilingMs,
  );

  test(
    'sends hostile texts, numbers and flags just as they are, by a call for any action',
    async () => {
      const request = { ProjectId, UrlList: [url], Priority: 9, Comment: hostileText, Nodes: ['edge'], DryRun: false };
      const { TaskId } = answerIn(await run('PrefetchNewUcdnDomainCache', request));
      const { TaskSummaryList } = await scene.client.call('DescribeUcdnTaskSummary', { TaskId: [String(TaskId)] });
      expect(TaskSummaryList).toMatchObject([{ TaskId, Priority: 9, Comment: hostileText, SubmittedBy: sub.publicKey }]);
    },
    compilingMs,
  );

  test(
    'shows what was answered',
    async () => {
      const request = { ProjectId, DomainId: ['ucdn-demo', `it's "none"`], Limit: 10, IsDcdn: true };
      expect(answerIn(await run('GetUcdnDomainConfig', request))).toMatchObject(await scene.client.call('GetUcdnDomainConfig', request));
      expect(answerIn(await run('GetProjectList', {}))).toMatchObject({ ProjectCount: 1, ProjectSet: [{ ProjectId }] });
    },
    compilingMs,
  );

  test(
    'tells of a refusal',
    async () => {
      const { stdout, stderr } = await run('GetUcdnDomainPrefetchEnable', { ProjectId, DomainId: hostileText });
      expect(stdout + stderr).toMatch(/\b600\b|Domain \[.*not exists/s);
    },
    compilingMs,
  );

  test(
    'works with temporary credentials',
    async () => {
      const { Credentials } = await scene.client.call('AssumeUcdnRole', { DurationSeconds: 900 });
      const keys = { ...environmentOf({ publicKey: Credentials.PublicKey, privateKey: Credentials.PrivateKey }) };
      const answer = answerIn(await run('GetProjectList', {}, { ...keys, FOREWARM_SECURITY_TOKEN: Credentials.SecurityToken }));
      expect(answer).toMatchObject({ ProjectCount: 1 });
    },
    compilingMs,
  );
}

export function environmentOf({ publicKey, privateKey }: { publicKey: string; privateKey: string }): Record<string, string> {
  return { FOREWARM_PUBLIC_KEY: publicKey, FOREWARM_PRIVATE_KEY: privateKey };
}

/** The answer that a program wrote, or an error with all that it wrote. */
export function answerIn({ stdout, stderr }: Ended): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(stdout);
    if (typeof answer === 'object' && answer !== null) return { ...answer };
  } catch {
    // Told below.
  }
  throw new Error(`no answer:\n${stdout}\n${stderr}`);
}
