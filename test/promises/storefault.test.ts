import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { startForewarm } from '../../lab/forewarm.ts';

/** What the caller gets while the store can't be written. */
const host = 'cdn.test';

test('a submit is answered with 150 while another program holds the store, stores nothing, and works afterwards', async () => {
  await using forewarm = await startForewarm({
    nodes: [{ name: 'edge', address: 'http://127.0.0.1:1' }],
    domains: [{ name: host, nodes: ['edge'] }],
  });
  const submit = (name: string) => forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/${name}`] });
  const count = async () => (await forewarm.client.call('DescribeNewUcdnPrefetchCacheTask', { Limit: 0 })).TotalCount;
  const intruder = new DatabaseSync(forewarm.storeFile);
  try {
    intruder.exec('BEGIN IMMEDIATE');
    await expect(submit('a')).rejects.toMatchObject({
      retCode: 150,
      isRetryable: true,
      message: expect.stringMatching(/^Service unavailable: the store can't do this now; .* request id [0-9a-f-]{36}$/),
    });
    // Reading goes on meanwhile.
    expect(await count()).toBe(0);
    expect(forewarm.log()).toContain('locked by another program');
    intruder.exec('ROLLBACK');
  } finally {
    intruder.close();
  }
  await submit('a');
  expect(await count()).toBe(1);
});
