import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { createClient, RequestRefused, type Client } from '../../src/client/index.ts';

/** How often a key may call and submit, on a live server: 153, with the seconds to wait. */
const host = 'cdn.test';
const keys = ['first', 'second'].map((name) => ({ publicKey: `${name}-public`, privateKey: `${name}-private` }));
const parts = { nodes: [{ name: 'edge', address: 'http://127.0.0.1:1' }], domains: [{ name: host, nodes: ['edge'] }] };
const run = promisify(execFile);

const withLimits = (limits: object) => ({ ...parts, more: { keys, limits } });

function clients({ endpoint }: LabForewarm): Client[] {
  return keys.map((pair) => createClient({ endpoint, ...pair }));
}

/** `accepted`, or the RetCode's Message. */
async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'accepted';
  } catch (error) {
    if (!(error instanceof RequestRefused) || error.retCode !== 153) throw error;
    return error.message;
  }
}

const submit = (client: Client | undefined, name: string) =>
  client?.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/${name}`] }) ?? Promise.reject(new Error('no client'));

describe('limits.requestsPerSecond', () => {
  test('refuses what a key sends beyond it, says how long to wait, and leaves other keys alone', async () => {
    // One in 100 s, so that no delay of this machine lets a second one through.
    await using forewarm = await startForewarm(withLimits({ requestsPerSecond: 0.01 }));
    const [first, second] = clients(forewarm);
    const list = (client: Client | undefined) => outcome(client?.call('GetProjectList', {}) ?? Promise.resolve());
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => list(first)));
    expect(outcomes.filter((text) => text === 'accepted')).toHaveLength(1);
    for (const text of outcomes.filter((text) => text !== 'accepted')) {
      expect(text).toMatch(/^Request throttled: this key sends too often; the next request is accepted in (\d\d|100) s$/);
    }
    expect(await list(second)).toBe('accepted');

    await forewarm.configure(withLimits({ requestsPerSecond: 1000 }));
    forewarm.signal('SIGHUP');
    await expect.poll(() => list(first), { timeout: 10_000 }).toBe('accepted');
  });
});

describe('limits.submitIntervalMs', () => {
  test('refuses a key’s next prefetch that comes too soon, over kill -9 as well; a repetition gets its task', async () => {
    await using forewarm = await startForewarm(withLimits({ submitIntervalMs: 100_000, duplicateWindowMs: 600_000 }));
    const [first, second] = clients(forewarm);
    await expect(first?.call('PrefetchNewUcdnDomainCache', { UrlList: ['http://nowhere.test/'] })).rejects.toMatchObject({ retCode: 600 });
    const task = await submit(first, 'a');
    const tooSoon =
      /^Request throttled: this key may submit one prefetch in 100 s \(limits\.submitIntervalMs\); the next is accepted in (\d\d|100) s$/;
    expect(await outcome(submit(first, 'b'))).toMatch(tooSoon);
    expect(await submit(first, 'a')).toEqual(task);
    expect(await outcome(submit(second, 'b'))).toBe('accepted');
    await forewarm.crash();
    await forewarm.start();
    expect(await outcome(submit(first, 'b'))).toMatch(tooSoon);
    expect(await submit(first, 'a')).toEqual(task);

    await forewarm.configure(withLimits({ submitIntervalMs: 0 }));
    forewarm.signal('SIGHUP');
    await expect.poll(() => outcome(submit(first, 'b')), { timeout: 10_000 }).toBe('accepted');
  });

  test('lets one of several submits at once through', async () => {
    await using forewarm = await startForewarm(withLimits({ submitIntervalMs: 600_000 }));
    const [first] = clients(forewarm);
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, index) => outcome(submit(first, String(index)))));
    expect(outcomes.filter((text) => text === 'accepted')).toHaveLength(1);
  });

  test('is waited for by `forewarm prefetch`, which has more to submit than one task holds', async () => {
    await using forewarm = await startForewarm(withLimits({ submitIntervalMs: 1500 }));
    const file = join(forewarm.folder, 'urls.txt');
    await writeFile(file, Array.from({ length: 2500 }, (_, index) => `http://${host}/${index}`).join('\n'));
    const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
    const env = { ...process.env, ...forewarm.clientEnv, FOREWARM_PUBLIC_KEY: 'first-public', FOREWARM_PRIVATE_KEY: 'first-private' };
    const { stdout } = await run(process.execPath, [mainFile, 'prefetch', '--file', file, '--json'], { env });
    expect(stdout).toContain('2500');
    const [first] = clients(forewarm);
    const tasks = await first?.call('DescribeUcdnTaskSummary', {});
    expect(tasks?.TaskSummaryList.map(({ UrlCount }) => UrlCount).sort()).toEqual([1000, 1000, 500]);
  });
});
