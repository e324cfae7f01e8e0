import { expect, test } from 'vitest';
import { splitUrls, waitForTask } from '../../../src/client/index.ts';
import type { SdkName } from './programs.ts';
import { host, type Scene } from './scene.ts';
import { answerOf, type GetSubject, taskIdOf } from './subject.ts';

const bulkUrls = 100_000;

/** 2048 bytes of UTF-8, of which most are Chinese, with every character that encodings trip over. */
function longUrl(name: string, index: number): string {
  const start = `http://${host}/${name}/${index}/a+b=c%2F%E4%BD%A0&d?x=${index}&y==&z=%25+%2B&q=${'预取缓存'.repeat(150)}`;
  return start + 'x'.repeat(2048 - Buffer.byteLength(start));
}

/** As it goes to the node: what is outside ASCII in percent-encoded UTF-8, all else as it is. */
function onWire(url: string): string {
  return url.slice(`http://${host}`.length).replaceAll(/[^ -~]+/gu, encodeURIComponent);
}

/** 100 tasks of 1000 URLs that wait, because their domain is paused. */
export async function submitBulk({ client }: Scene): Promise<void> {
  await client.call('PauseUcdnFetch', { Domain: 'bulk.test' });
  const urls = Array.from({ length: bulkUrls }, (_, index) => `http://bulk.test/${index}`);
  for (const UrlList of splitUrls(urls)) await client.call('PrefetchNewUcdnDomainCache', { ProjectId: 'org-bulk', UrlList });
}

export function volumePromises(name: SdkName, getSubject: GetSubject): void {
  test('1000 URLs of 2 kB go to the node and come back as they were, in order', async () => {
    const { invoke, scene } = getSubject();
    const urls = Array.from({ length: 1000 }, (_, index) => longUrl(name, index));
    expect(Buffer.byteLength(urls[999] ?? '')).toBe(2048);
    const taskId = taskIdOf(await invoke('PrefetchNewUcdnDomainCache', { UrlList: urls }));
    await waitForTask(scene.client, taskId, { pollMs: 50 });
    const described = answerOf(await invoke('DescribeNewUcdnPrefetchCacheTask', { TaskId: [taskId] }));
    expect(described).toMatchObject({
      TotalCount: 1,
      TaskList: [{ Status: 'success', UrlLists: urls.map((Url) => ({ Url, Status: 'success', Progress: 100 })) }],
    });
    const fetched = new Set(scene.origin.requests.map(({ url }) => url));
    expect(urls.filter((url) => !fetched.has(onWire(url)))).toEqual([]);
  });

  test('100,000 URLs are described at once, within the SDK’s own timeout', async () => {
    const described = answerOf(await getSubject().invoke('DescribeNewUcdnPrefetchCacheTask', { ProjectId: 'org-bulk' }));
    expect(described['TotalCount']).toBe(bulkUrls / 1000);
    const urls = listOf(described['TaskList']).flatMap((task) => listOf(task['UrlLists']));
    expect(urls).toHaveLength(bulkUrls);
    expect(new Set(urls.map(({ Url }) => Url)).size).toBe(bulkUrls);
    expect(new Set(urls.map(({ Status }) => Status))).toEqual(new Set(['wait']));
  });
}

function listOf(value: unknown): Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value)) throw new Error(`no list: ${String(value)}`);
  return value;
}
