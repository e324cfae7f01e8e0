import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startForewarm, type LabForewarm } from '../../lab/forewarm.ts';
import { stringToSign } from '../../src/wire/sign.ts';

const host = 'cdn.test';
const other = 'img.test';
const nowhere = {
  nodes: [{ name: 'edge', address: 'http://127.0.0.1:1' }],
  domains: [host, other].map((name) => ({ name, nodes: ['edge'] })),
};

/** The very same bytes whenever it is sent, as an SDK does that lost the answer. */
function repeatable(forewarm: LabForewarm, params: Record<string, string>): () => Promise<string> {
  const all: Record<string, string> = { ...params, PublicKey: forewarm.publicKey, Nonce: randomUUID() };
  const signed = stringToSign(new Map(Object.entries(all)), forewarm.privateKey);
  const body = new URLSearchParams({ ...all, Signature: createHash('sha1').update(signed).digest('hex') });
  return async () => {
    const response = await fetch(forewarm.endpoint, { method: 'POST', body });
    const answer: { RetCode: number; TaskId: string } = JSON.parse(await response.text());
    expect(answer.RetCode).toBe(0);
    return answer.TaskId;
  };
}

describe('a refresh that was answered', () => {
  test('is there after kill -9, told by its own Describe with its Type, and listed beside prefetches', async () => {
    await using forewarm = await startForewarm(nowhere);
    const { client } = forewarm;
    const file = await client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: [`http://${host}/a`, `http://${other}/b`] });
    const warm = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [`http://${host}/a`] });
    const dir = await client.call('RefreshNewUcdnDomainCache', { Type: 'dir', UrlList: [`http://${host}/d/`], Mode: 'delete' });
    await forewarm.crash();
    await forewarm.start();

    const { TotalCount, TaskList } = await client.call('DescribeNewUcdnRefreshCacheTask', {
      TaskId: [file.TaskId, warm.TaskId, dir.TaskId],
    });
    expect(TotalCount).toBe(2);
    expect(TaskList).toMatchObject([
      { TaskId: dir.TaskId, Type: 'dir', UrlLists: [{ Url: `http://${host}/d/` }] },
      { TaskId: file.TaskId, Type: 'file', UrlLists: [{ Url: `http://${host}/a` }, { Url: `http://${other}/b` }] },
    ]);
    const prefetches = await client.call('DescribeNewUcdnPrefetchCacheTask', {});
    expect(prefetches.TaskList.map(({ TaskId }) => TaskId)).toEqual([warm.TaskId]);
    const { TaskSummaryList } = await client.call('DescribeUcdnTaskSummary', {});
    expect(TaskSummaryList.map(({ Type, RefreshType, RefreshMode }) => [Type, RefreshType, RefreshMode])).toEqual([
      ['refresh', 'dir', 'delete'],
      ['prefetch', undefined, undefined],
      ['refresh', 'file', 'delete'],
    ]);
    const { UrlDetailList } = await client.call('DescribeRefreshUrlDetail', { TaskId: dir.TaskId });
    expect(UrlDetailList).toMatchObject([{ Url: `http://${host}/d/`, Nodes: [{ Node: 'edge' }] }]);
  });
});

describe('a prefetch that is sent again', () => {
  test('is a new task once a refresh of its domain was accepted in between, and only then', async () => {
    await using forewarm = await startForewarm({ ...nowhere, more: { limits: { duplicateWindowMs: 600_000 } } });
    const submit = repeatable(forewarm, { Action: 'PrefetchNewUcdnDomainCache', 'UrlList.0': `http://${host}/a` });
    const refresh = (name: string) => forewarm.client.call('RefreshNewUcdnDomainCache', { Type: 'file', UrlList: [`http://${name}/z`] });
    const first = await submit();
    await refresh(other);
    expect(await submit()).toBe(first);
    await refresh(host);
    await forewarm.crash();
    await forewarm.start();
    const second = await submit();
    expect(second).not.toBe(first);
    expect(await submit()).toBe(second);
  });
});
