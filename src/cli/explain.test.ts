import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../wire/actions.ts';
import { apiError } from '../wire/apierror.ts';
import { runCli } from './testing/cli.ts';
import { FakeServer } from './testing/fakeserver.ts';

// Each test starts the program a few times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

type Explanation = Answer<'ExplainUcdnUrl'>;
type Node = Explanation['NodeList'][number];

const Url = 'https://cdn.example.com/video/intro.mp4';
const key = { CacheKey: `GET ${Url}`, CacheKeyFrom: "Squid's default (method + URL); store_id_program may change it", UnwarmedVary: [] };
const fresh: Node['VariantList'][number] = {
  Variant: '',
  State: 'fresh',
  Because: 'X-Cache: HIT from edge',
  HttpStatus: 200,
  AgeSeconds: 250,
  FreshForSeconds: 3350,
  Bytes: '12300000',
  Validator: '"v1"',
  ...key,
};
const had: Node = {
  Node: 'edge-a',
  Layer: 'edge',
  Cache: 'squid',
  LastStatus: 'success',
  LastVerdict: 'stored-likely',
  VariantList: [fresh],
};
const lost: Node = {
  ...had,
  Node: 'edge-b',
  VariantList: [
    {
      Variant: '',
      State: 'absent',
      Because: '504 to only-if-cached',
      Cause: 'it was purged at 2027-01-15T08:00:00Z by task 01TASK2, and not fetched since',
      ...key,
    },
  ],
};

async function answering(...NodeList: Node[]): Promise<FakeServer> {
  const server = await FakeServer.start();
  const last = { LastTaskId: '01TASK1', LastTaskType: 'prefetch', LastTaskTime: 1_800_000_000, LastTaskScope: 'object' } as const;
  server.instead.set('ExplainUcdnUrl', (): Explanation => ({ Url, Domain: 'cdn.example.com', ...last, NodeList }));
  return server;
}

describe.concurrent('forewarm explain', () => {
  test('tells node by node what each has, and why one has not, within 80 columns', async () => {
    await using server = await answering(had, lost);
    const { code, stdout } = await runCli(['explain', Url], { env: { ...server.env, COLUMNS: '80' } });
    expect(code).toBe(1);
    expect(stdout).toBe(`${Url}
fresh on 1 of 2 nodes; last task: 01TASK1, prefetch, 2027-01-15 08:00:00

fresh  edge-a edge, squid
  has: 12.3 MB, age 4 min 10 s, fresh for 55 min 50 s more, "v1"
  seen: X-Cache: HIT from edge
  key: GET https://cdn.example.com/video/intro.mp4 (Squid's default (method +
    URL); store_id_program may change it)
  last task: success, stored-likely

absent  edge-b edge, squid
  likely: it was purged at 2027-01-15T08:00:00Z by task 01TASK2, and not
    fetched since
  seen: 504 to only-if-cached
  key: GET https://cdn.example.com/video/intro.mp4 (Squid's default (method +
    URL); store_id_program may change it)
  last task: success, stored-likely
`);
  });

  test('ends with 0 where it is fresh everywhere, and is the answer of the API as JSON', async () => {
    await using server = await answering(had);
    const { code, stdout } = await runCli(['explain', Url, '--json'], server);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ Url, NodeList: [{ Node: 'edge-a', VariantList: [{ State: 'fresh' }] }] });
  });

  test('tells several variants apart, and warns of what nobody warms', async () => {
    await using server = await answering({
      ...had,
      VariantList: [
        { ...fresh, Vary: 'Accept-Encoding, Accept-Language', UnwarmedVary: ['accept-language'] },
        { ...fresh, Variant: 'Accept-Encoding: br', State: 'unknown', Because: 'the node is down: connection refused\u001b[31m' },
      ],
    });
    const { code, stdout } = await runCli(['explain', Url], { env: { ...server.env, COLUMNS: '80' } });
    expect(code).toBe(1);
    expect(stdout).toContain('\nedge-a edge, squid\n  fresh  plain\n');
    expect(stdout).toContain('    beware: varies by accept-language, which no variant sets');
    expect(stdout).toContain('  unknown  Accept-Encoding: br\n');
    expect(stdout).toContain(String.raw`seen: the node is down: connection refused\x1b[31m`);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('a domain that is not the project’s is refused: 4', async () => {
    await using server = await FakeServer.start();
    server.instead.set('ExplainUcdnUrl', () => {
      throw apiError('domainUnknown', { subject: 'foreign.example' });
    });
    const { code, stderr } = await runCli(['explain', 'http://foreign.example/a'], server);
    expect(code).toBe(4);
    expect(stderr).toContain('RetCode 600');
  });
});
