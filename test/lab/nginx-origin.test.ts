import { expect, test } from 'vitest';
import { get } from '../../lab/get.ts';
import { startNginxOrigin } from '../../lab/nginx-origin.ts';

test('an nginx origin serves files with the headers asked for and remembers each request', async () => {
  await using origin = await startNginxOrigin({
    files: { '/dir/a.txt': 'hello' },
    headers: { 'Cache-Control': 'no-store', 'X-Test': 'a "b"' },
  });

  expect(await get(origin.address, 'one.example.com', '/dir/a.txt?v=1')).toMatchObject({
    status: 200,
    text: 'hello',
    headers: { 'cache-control': 'no-store', 'x-test': 'a "b"' },
  });
  expect(await get(origin.address, 'two.example.com', '/nothing')).toMatchObject({ status: 404 });

  expect(await origin.requests()).toMatchObject([
    { method: 'GET', host: 'one.example.com', url: '/dir/a.txt?v=1', status: 200, bodyBytes: 5 },
    { method: 'GET', host: 'two.example.com', url: '/nothing', status: 404 },
  ]);
  expect(await origin.count('/dir/a.txt?v=1', 'one.example.com')).toBe(1);
  expect(await origin.count('/dir/a.txt?v=1', 'two.example.com')).toBe(0);
});

test('with bodyBytes it has an object at every path', async () => {
  await using origin = await startNginxOrigin({ bodyBytes: 4096, files: { '/own.txt': 'mine' } });
  expect(await get(origin.address, 'cdn.example.com', '/any/path/at/all.bin')).toMatchObject({ status: 200, bodyBytes: 4096 });
  expect(await get(origin.address, 'cdn.example.com', '/own.txt')).toMatchObject({ status: 200, text: 'mine' });
});

test('what is written anew has a new ETag and outlives a restart, and so does the log until it is forgotten', async () => {
  await using origin = await startNginxOrigin({ files: { '/a.txt': 'old' } });
  const before = await get(origin.address, 'cdn.example.com', '/a.txt');
  await origin.write('/a.txt', 'newer');
  await origin.stop();
  await origin.start();
  const after = await get(origin.address, 'cdn.example.com', '/a.txt');

  expect(after.text).toBe('newer');
  expect(after.headers.etag).not.toBe(before.headers.etag);
  expect(await origin.count('/a.txt')).toBe(2);
  await origin.forget();
  expect(await origin.requests()).toEqual([]);
});
