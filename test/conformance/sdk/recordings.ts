import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startOrigin } from '../../../lab/origin.ts';
import { actionRows } from './actions.ts';
import type { Params } from './driver.ts';
import { hostileUrls } from './lists.ts';
import type { SdkName } from './programs.ts';
import { host } from './scene.ts';
import type { GetSubject } from './subject.ts';

/** One request as an SDK sends it. */
export type Recorded = { action: string; path: string; contentType: string; body: string };

export function recordingFile(name: SdkName): string {
  return fileURLToPath(new URL(`recordings/${name}.json`, import.meta.url));
}

const given = { url: `http://${host}/recorded`, prefetched: 'no-such-task', refreshed: 'no-such-task' };

const calls: { action: string; params: Params }[] = [
  { action: 'PrefetchNewUcdnDomainCache', params: { UrlList: [...hostileUrls, ...hostileUrls] } },
  ...actionRows.map(({ action, params }) => ({ action, params: params(given) })),
];

/**
 * What an SDK sends stands in recordings/, so that the server is held to it (recorded.test.ts) where an SDK can't be
 * had. A newer SDK or another row: `npx vitest run test/conformance/sdk -u`.
 */
export function recordingPromises(name: SdkName, getSubject: GetSubject): void {
  test('sends what is recorded of it', async () => {
    const recorded: Recorded[] = [];
    let action = '';
    await using recorder = await startOrigin({
      otherwise: async ({ request, response }) => {
        const { url: path = '', headers } = request;
        recorded.push({ action, path, contentType: headers['content-type'] ?? '', body: await text(request) });
        response.end('{"RetCode":0,"ProjectCount":0}');
      },
    });
    for (const call of calls) {
      ({ action } = call);
      await getSubject().invoke(action, call.params, { baseUrl: recorder.address, projectId: 'org-main', region: 'cn-bj2' });
    }
    await expect(`${JSON.stringify(recorded, null, 2)}\n`).toMatchFileSnapshot(recordingFile(name));
  });
}
