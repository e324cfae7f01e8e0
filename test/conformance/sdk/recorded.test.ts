import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sdkNames } from './programs.ts';
import { recordingFile, type Recorded } from './recordings.ts';
import { startScene, type Scene } from './scene.ts';

/** Requests that the SDKs made once (recordings.ts), sent again byte for byte: this needs no SDK. */
let scene: Scene;
beforeAll(async () => {
  scene = await startScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

async function send({ path, contentType, body }: Recorded): Promise<Record<string, unknown>> {
  const response = await fetch(scene.forewarm.endpoint + path, { method: 'POST', body, headers: { 'Content-Type': contentType } });
  return JSON.parse(await response.text());
}

describe.each(sdkNames)('what the %s SDK sent', (name) => {
  let recorded: Recorded[];
  beforeAll(async () => {
    recorded = JSON.parse(await readFile(recordingFile(name), 'utf8'));
  });

  test('is accepted, signature and all', async () => {
    const answers = [];
    for (const request of recorded) answers.push(await send(request));
    expect(answers).toMatchObject(recorded.map(({ action }) => ({ RetCode: 0, Action: `${action}Response` })));
  });

  test('is one task when a submit comes 4 times, as Java does it when answers are lost', async () => {
    const [submit] = recorded;
    if (submit === undefined) throw new Error(`nothing is recorded of ${name}`);
    const taskIds = new Set<unknown>();
    for (let times = 0; times < 4; times += 1) taskIds.add((await send(submit))['TaskId']);
    expect([...taskIds]).toEqual([expect.any(String)]);
  });
});
