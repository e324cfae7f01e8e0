import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../../lab/forewarm.ts';
import { startOrigin, type Origin } from '../../../lab/origin.ts';
import { status, type Behaviour } from '../../../lab/behaviours.ts';
import { actions } from '../../../src/wire/actions.ts';
import { fuzz, validate } from './fuzzer.ts';

/** What a live server does is what /openapi.json says, whatever comes in: tried by calls that are made up out of the document. */
const isFull = process.env['FOREWARM_FULL'] === '1';
const examples = isFull ? 100 : 20;
/** The same calls each time, so that a failure is one's own; the long run looks further. The report names it. */
const seed = isFull ? Date.now() : 20_260_101;
const timeoutMs = isFull ? 3_600_000 : 600_000;

const sitemap: Behaviour = ({ response }) => void response.end('http://cdn.test/1\n');

let origin: Origin;
let forewarm: LabForewarm;

beforeAll(async () => {
  // The origin stands in for the caches: what is tried here is the API.
  origin = await startOrigin({ paths: { '/broken': status(404), '/sitemap.txt': sitemap } });
  forewarm = await startForewarm({
    nodes: [
      { name: 'edge-a', address: origin.address },
      { name: 'shield', address: origin.address, layer: 'mid', region: 'cn-sh2' },
    ],
    domains: [{ name: 'cdn.test', id: 'ucdn-test', nodes: ['edge-a', 'shield'] }],
    more: {
      limits: { requestsPerSecond: 0 },
      masterKey: randomBytes(32).toString('base64'),
      callbacks: [{ url: `${origin.address}/hook`, secret: `whsec_${randomBytes(32).toString('base64')}` }],
      outbound: { allowAddresses: ['127.0.0.1'] },
    },
  });
});
afterAll(async () => {
  await forewarm[Symbol.asyncDispose]();
  await origin[Symbol.asyncDispose]();
});

test('/openapi.json is an OpenAPI 3.1 document', async () => {
  const text = await (await fetch(`${forewarm.endpoint}/openapi.json`)).text();
  const folder = await mkdtemp(join(tmpdir(), 'forewarm-openapi-'));
  try {
    const file = join(folder, 'openapi.json');
    await writeFile(file, text);
    expect(await validate(file)).toMatchObject({ exitCode: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test(
  'whatever is sent, the server has no fault, and each answer is one that the document tells of',
  async () => {
    const { client } = forewarm;
    const submits = [['http://cdn.test/1', 'http://cdn.test/broken'], ['http://cdn.test/1']];
    const tasks = await Promise.all(submits.map((UrlList) => client.call('PrefetchNewUcdnDomainCache', { UrlList })));
    for (let number = 0; number < 40; number += 1) await client.call('CreateUcdnKey', { KeyName: `key-${number}` });
    const tally = await fuzz(forewarm, {
      taskIds: tasks.map(({ TaskId }) => TaskId),
      sitemap: `${origin.address}/sitemap.txt`,
      examples,
      seed,
    });
    // And it was a trial: each operation was carried out as well as refused, many times.
    for (const { name, isQuery } of Object.values(actions)) {
      // Over both methods: of a query that hardly has a parameter few calls can be wrong.
      const refused = new Set<string>();
      for (const method of isQuery ? ['POST', 'GET'] : ['POST']) {
        const { 0: carriedOut = 0, ...others } = tally[`${method} /?Action=${name}`] ?? {};
        expect(carriedOut, `${method} of ${name} that were carried out`).toBeGreaterThan(2);
        for (const retCode of Object.keys(others)) refused.add(retCode);
      }
      expect(refused.size, `RetCodes of ${name}`).toBeGreaterThan(0);
    }
    expect(forewarm.log()).not.toContain('call failed');
  },
  timeoutMs,
);
