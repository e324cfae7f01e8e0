import { describe, expect, test } from 'vitest';
import { hangsBeforeHeaders, status } from '../../lab/behaviours.ts';
import { fences, firstCells, readPage, section } from '../docs/page.ts';
import { lint, redoclyEnv, redoclyFile, run, soon } from './respect.ts';
import { fresh, old, startScene, url, warm, warmed } from './scene.ts';
import { makeJobFolder } from './shell.ts';

/** /arazzo.json of a live server, run by Redocly's runner; what comes of it is seen at a real nginx. */

/** A runner takes its second or two to start, on a busy machine far more. */
const timeoutMs = 120_000;

test(
  'both documents are what their specifications ask for',
  async () => {
    await using scene = await startScene();
    const addresses = ['/arazzo.json', '/hook.json'].map((path) => scene.forewarm.endpoint + path);
    expect(await lint(...addresses)).toMatchObject({ exitCode: 0 });
  },
  timeoutMs,
);

test(
  'the command that docs/workflows.md shows runs a workflow',
  async () => {
    const page = readPage('docs/workflows.md');
    expect(firstCells(section(page, '## Arazzo'))).toEqual(['prefetch-and-wait', 'refresh-then-prefetch', 'release']);
    const [command = ''] = fences(page, 'sh');
    await using scene = await startScene();
    await using job = await makeJobFolder([]);
    await job.addProgram('redocly', `exec '${process.execPath}' '${redoclyFile()}' "$@"`);
    const { publicKey, privateKey } = scene.basicKey;
    const key = { FOREWARM_PUBLIC_KEY: publicKey, FOREWARM_PRIVATE_KEY: privateKey };
    const { exitCode, output } = await job.run(command, { ...redoclyEnv, ...key, FOREWARM_ENDPOINT: scene.forewarm.endpoint });
    expect([exitCode, output]).toEqual([0, expect.stringContaining('Workflows: 1 passed, 1 total')]);
    expect(output).not.toContain(privateKey);
    expect((await scene.seen('/app.js')).hit).toBe(true);
  },
  timeoutMs,
);

describe('prefetch-and-wait', () => {
  test(
    'warms, waits, and succeeds; run again with its token it is the same task',
    async () => {
      await using scene = await startScene({ otherwise: fresh });
      const inputs = { urls: [url('/a.js'), url('/b.js')], clientToken: 'build-17', projectId: 'org-main' };
      const first = await run(scene, 'prefetch-and-wait', inputs);
      expect(first.output).toContain('Workflows: 1 passed, 1 total');
      expect([first.exitCode, first.steps]).toEqual([0, ['submit', 'wait']]);
      for (const path of ['/a.js', '/b.js']) expect(await scene.seen(path)).toEqual(warm(200));
      expect((await run(scene, 'prefetch-and-wait', inputs)).exitCode).toBe(0);
      expect(await scene.taskCount()).toBe(1);
    },
    timeoutMs,
  );

  test(
    'fails with the reasons of what is not there, and shows the private key nowhere',
    async () => {
      await using scene = await startScene({ paths: { '/gone.js': status(404) } });
      const { exitCode, output, steps, lastAnswer, report } = await run(scene, 'prefetch-and-wait', {
        urls: [url('/a.js'), url('/gone.js')],
      });
      expect([exitCode, steps]).toEqual([1, ['submit', 'wait', 'why-failure']]);
      expect(lastAnswer).toMatchObject({
        TotalCount: 1,
        UrlDetailList: [{ Url: url('/gone.js'), Nodes: [{ Node: 'edge-a', Reason: 'http_status', HttpStatus: 404 }] }],
      });
      const { publicKey, privateKey } = scene.basicKey;
      for (const secret of [privateKey, btoa(`${publicKey}:${privateKey}`)]) expect(output + report).not.toContain(secret);
    },
    timeoutMs,
  );

  test(
    'fails at the submit, with the Message, when that is refused',
    async () => {
      await using scene = await startScene();
      const { exitCode, steps, output } = await run(scene, 'prefetch-and-wait', { urls: ['http://elsewhere.example/a.js'] });
      expect([exitCode, steps]).toEqual([1, ['submit']]);
      expect(output).toContain('"RetCode": 600');
      expect(output).toContain('elsewhere.example is no domain of project org-main');
    },
    timeoutMs,
  );

  test(
    'fails when the task has not ended in time',
    async () => {
      await using scene = await startScene({ paths: { '/a.js': hangsBeforeHeaders() } });
      const { exitCode, steps } = await run(scene, 'prefetch-and-wait', { urls: [url('/a.js')] }, { edit: soon });
      expect([exitCode, steps]).toEqual([1, ['submit', 'wait', 'why-failure', 'why-unknow']]);
    },
    timeoutMs,
  );

  test(
    'bears with a server that has no time for its looks just now',
    async () => {
      await using scene = await startScene({ more: { limits: { requestsPerSecond: 0.25 } } });
      const { exitCode, output } = await run(scene, 'prefetch-and-wait', { urls: [url('/a.js')] });
      expect(exitCode).toBe(0);
      expect(output).toContain('"RetCode": 153');
      expect((await scene.seen('/a.js')).hit).toBe(true);
    },
    timeoutMs,
  );
});

describe('refresh-then-prefetch', () => {
  const inputs = { type: 'file', refreshUrls: [url('/a.js')], urls: [url('/a.js')] };

  test(
    'brings new content to every node',
    async () => {
      await using scene = await startScene({ otherwise: old });
      await warmed(scene, ['/a.js']);
      scene.origin.set('/a.js', fresh);
      const { exitCode, steps } = await run(scene, 'refresh-then-prefetch', inputs);
      expect([exitCode, steps]).toEqual([0, ['refresh', 'prefetch', 'wait']]);
      expect(await scene.seen('/a.js')).toEqual(warm(200));
    },
    timeoutMs,
  );

  test(
    'tells why nothing was forgotten, and then warms nothing',
    async () => {
      await using scene = await startScene({ otherwise: old, node: {} });
      const { exitCode, steps, lastAnswer } = await run(scene, 'refresh-then-prefetch', inputs);
      expect([exitCode, steps]).toEqual([1, ['refresh', 'prefetch', 'wait', 'refresh-failure']]);
      expect(lastAnswer).toMatchObject({ UrlDetailList: [{ Url: url('/a.js'), Nodes: [{ Reason: 'unsupported' }] }] });
      expect(scene.origin.count('/a.js')).toBe(0);
    },
    timeoutMs,
  );
});
