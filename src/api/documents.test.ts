import { expect, test } from 'vitest';
import { arazzoDocument } from '../wire/arazzo.ts';
import { hookDocument } from '../wire/arazzo/hook.ts';
import { openApiDocument } from '../wire/openapi.ts';
import { Harness } from './testing/harness.ts';

const documents = [
  ['/openapi.json', openApiDocument],
  ['/arazzo.json', arazzoDocument],
  ['/hook.json', hookDocument],
] as const;

test.each(documents)('%s is the document of this very version, for everybody and without a signature', async (path, document) => {
  await using api = await Harness.start();
  const answer = await api.fetch(path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(answer.json).toEqual(document('1.2.3'));
  const head = await api.fetch(`${path}?fresh`, { method: 'HEAD' });
  expect([head.status, head.text, Number(head.headers.get('content-length'))]).toEqual([200, '', Buffer.byteLength(answer.text)]);
  // Nothing else by that name: as any other path.
  expect((await api.fetch(path, { method: 'POST' })).json).toMatchObject({ RetCode: 161 });
});

test('/openapi.json?lang=zh-CN has its descriptions in Chinese, and any other language reads English', async () => {
  await using api = await Harness.start();
  expect((await api.fetch('/openapi.json?lang=zh-CN')).json).toEqual(openApiDocument('1.2.3', 'zh-CN'));
  expect((await api.fetch('/openapi.json?lang=eo')).json).toEqual(openApiDocument('1.2.3'));
  expect((await api.fetch('/openapi.json?x=%zz&lang=zh-CN')).json).toEqual(openApiDocument('1.2.3', 'zh-CN'));
});
