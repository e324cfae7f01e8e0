import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { body, status } from '../../lab/behaviours.ts';
import { version } from '../../src/version.ts';
import { ciFile, githubFaults, gitlabFaults } from './cifiles.ts';
import { startScene, url } from './scene.ts';
import { makeJobFolder } from './shell.ts';

/** The commands of the CI files in examples/workflows, as they stand there, against a live forewarm with a real nginx. */

const paths = { '/gone.js': status(404) };
const timeoutMs = 120_000;

const commands = z.array(z.string());
const github = z.object({ jobs: z.object({ warm: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }) }) });
const gitlab = z.object({ warm: z.object({ before_script: commands, script: commands }) });
const clients = [
  {
    name: 'github-actions.yml',
    read: (document: unknown) => github.parse(document).jobs.warm.steps.flatMap(({ run }) => run ?? []),
    faults: githubFaults,
  },
  {
    name: 'gitlab-ci.yml',
    read: (document: unknown) => [...gitlab.parse(document).warm.before_script, ...gitlab.parse(document).warm.script],
    faults: gitlabFaults,
  },
];

describe.each(clients)('$name', ({ name, read, faults }) => {
  const file = ciFile(name);
  const script = read(file.document).join('\n');

  test(
    'is what its system reads',
    async () => {
      expect(await faults(file.text)).toBe('');
      // And that reader would find a fault.
      expect(await faults(file.text.replace('warm:\n', 'warm:\n    no-such-key: 1\n'))).toContain('no-such-key');
    },
    timeoutMs,
  );

  test(
    'warms, and ends well',
    async () => {
      await using scene = await startScene({ paths });
      await using job = await makeJobFolder([url('/a.js'), url('/b.js')]);
      const { exitCode, output } = await job.run(script, scene.forewarm.clientEnv);
      expect([exitCode, output]).toEqual([0, expect.stringContaining('2 URLs')]);
      for (const path of ['/a.js', '/b.js']) expect((await scene.seen(path)).hit).toBe(true);
      expect(await readFile(join(job.path, 'npm'), 'utf8')).toBe(`install --global forewarm@${version}\n`);
    },
    timeoutMs,
  );

  test(
    'fails, and tells the URL, the node and the reason',
    async () => {
      await using scene = await startScene({ paths });
      await using job = await makeJobFolder([url('/a.js'), url('/gone.js')]);
      const { exitCode, output } = await job.run(script, scene.forewarm.clientEnv);
      expect(exitCode).toBe(1);
      for (const told of ['HTTP 404: 1 URL on edge-a', url('/gone.js')]) expect(output).toContain(told);
      expect(output).not.toContain(scene.forewarm.privateKey);
    },
    timeoutMs,
  );
});

describe('argo-workflow.yaml', () => {
  const env = z.array(z.object({ name: z.string(), value: z.string() }));
  const template = z.object({ name: z.string(), script: z.object({ source: z.string(), env }).optional() });
  const { spec } = z.object({ spec: z.object({ templates: z.array(template) }) }).parse(ciFile('argo-workflow.yaml').document);

  /** One pod of a template, with what Argo would put in the place of its `{{…}}`. */
  async function pod(
    name: string,
    values: Readonly<Record<string, string>>,
    key: { publicKey: string; privateKey: string },
    endpoint: string,
  ) {
    const script = spec.templates.find((one) => one.name === name)?.script;
    if (script === undefined) throw new Error(`no script ${name}`);
    const filled = script.env.map((one) => [one.name, one.value.replaceAll(/\{\{(.*?)\}\}/g, (_, what: string) => values[what] ?? '')]);
    await using job = await makeJobFolder([]);
    const secret = { FOREWARM_ENDPOINT: endpoint, FOREWARM_PUBLIC_KEY: key.publicKey, FOREWARM_PRIVATE_KEY: key.privateKey };
    return await job.run(script.source, { ...Object.fromEntries(filled), ...secret });
  }

  test(
    'submits once however often its pod is started, waits, and ends well',
    async () => {
      await using scene = await startScene({ paths });
      const at = [scene.basicKey, scene.forewarm.endpoint] as const;
      const values = { 'workflow.parameters.urls': `${url('/a.js?v=1&w=*')} ${url('/b.js')}`, 'workflow.uid': 'e3b0c442' };
      const first = await pod('submit', values, ...at);
      const second = await pod('submit', values, ...at);
      expect([first.exitCode, second.exitCode, second.stdout]).toEqual([0, 0, first.stdout]);
      const task = first.stdout.trim();
      expect(await pod('wait', { 'inputs.parameters.task': task }, ...at)).toMatchObject({ exitCode: 0 });
      for (const path of ['/a.js?v=1&w=*', '/b.js']) expect((await scene.seen(path)).hit).toBe(true);
      expect(await scene.taskCount()).toBe(1);
    },
    timeoutMs,
  );

  test(
    'fails with what each node made of each URL, and is not tried again',
    async () => {
      await using scene = await startScene({ paths });
      const at = [scene.basicKey, scene.forewarm.endpoint] as const;
      const values = { 'workflow.parameters.urls': `${url('/a.js')} ${url('/gone.js')}`, 'workflow.uid': 'e3b0c442' };
      const task = (await pod('submit', values, ...at)).stdout.trim();
      const { exitCode, output } = await pod('wait', { 'inputs.parameters.task': task }, ...at);
      expect(exitCode).toBe(1);
      for (const told of ['ended as failure', url('/gone.js'), '"Node":"edge-a"', '"HttpStatus":404']) expect(output).toContain(told);
      expect(output).not.toContain('/a.js');
    },
    timeoutMs,
  );

  test(
    'a refusal ends it; a server that is away, or has no time, is tried again',
    async () => {
      await using scene = await startScene({ otherwise: body(), more: { limits: { requestsPerSecond: 0.01 } } });
      const { basicKey: key } = scene;
      const { endpoint } = scene.forewarm;
      const values = { 'workflow.parameters.urls': 'http://elsewhere.example/a.js', 'workflow.uid': 'e3b0c442' };
      const refused = await pod('submit', values, key, endpoint);
      expect([refused.exitCode, refused.output]).toEqual([1, expect.stringContaining('elsewhere.example is no domain')]);
      const throttled = await pod('submit', values, key, endpoint);
      expect([throttled.exitCode, throttled.output]).toEqual([2, expect.stringContaining('"RetCode":153')]);
      expect((await pod('wait', { 'inputs.parameters.task': 'any' }, key, endpoint)).exitCode).toBe(2);
      await scene.forewarm.stop();
      for (const name of ['submit', 'wait']) expect((await pod(name, values, key, endpoint)).exitCode).toBeGreaterThan(1);
    },
    timeoutMs,
  );
});
