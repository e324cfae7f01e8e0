import { expect, test } from 'vitest';
import { openApiDocument } from '../wire/openapi.ts';
import { Harness } from './testing/harness.ts';

test('/openapi.json is the document of this very version, for everybody and without a signature', async () => {
  await using api = await Harness.start();
  const answer = await api.fetch('/openapi.json');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
  expect(answer.json).toEqual(openApiDocument('1.2.3'));
  const head = await api.fetch('/openapi.json?fresh', { method: 'HEAD' });
  expect([head.status, head.text, Number(head.headers.get('content-length'))]).toEqual([200, '', Buffer.byteLength(answer.text)]);
  // Nothing else by that name: as any other path.
  expect((await api.fetch('/openapi.json', { method: 'POST' })).json).toMatchObject({ RetCode: 161 });
});
