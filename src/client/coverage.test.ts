import { describe, expect, test } from 'vitest';
import { AnswerUnreadable, checkCoverage, createClient, RequestRefused, type Answer } from './index.ts';
import { startServer } from './testing/server.ts';

type Page = Answer<'CheckUcdnTaskCoverage'>;
const keys = { publicKey: 'demo-public', privateKey: 'demo-private' };
const node = { Node: 'edge-a', Layer: 'edge', Fresh: 8, Expired: 1, Absent: 1, Unknown: 0 } as const;

/** Twenty-five lines, ten a page, of which ten are asked for and one is missing. */
async function started(page: (offset: number) => Partial<Page> = () => ({})) {
  const server = await startServer(keys.privateKey, ({ params }) => {
    const offset = Number(params.get('Offset'));
    const Missing = { Url: `http://cdn.test/${offset}`, Node: 'edge-a', Variant: '', State: 'absent', Because: '504' };
    const usual = {
      TotalCount: 25,
      NextOffset: Math.min(25, offset + 10),
      UrlCount: 10,
      NodeList: [node],
      MissingList: [Missing],
      MissingLeftOut: 1,
    };
    return { ...usual, ...page(offset) };
  });
  return { client: createClient({ endpoint: server.endpoint, ...keys, attempts: 1 }), ...server };
}

describe('checkCoverage', () => {
  test('goes from page to page, tells how far it is, and sums what each says', async () => {
    await using server = await started((offset) =>
      offset === 10 ? { NodeList: [{ ...node, Unknown: 2, UnknownBecause: 'it is down' }] } : {},
    );
    const progress: [number, number][] = [];
    const found = await checkCoverage(server.client, 't', {
      projectId: 'org-1',
      pageLines: 10,
      onProgress: (...seen) => progress.push(seen),
    });
    expect(progress).toEqual([10, 20, 25].map((asked) => [asked, 25]));
    expect(found).toMatchObject({
      TotalCount: 25,
      UrlCount: 30,
      NodeList: [{ Node: 'edge-a', Layer: 'edge', Fresh: 24, Expired: 3, Absent: 3, Unknown: 2, UnknownBecause: 'it is down' }],
      MissingList: [{ Url: 'http://cdn.test/0' }, { Url: 'http://cdn.test/10' }, { Url: 'http://cdn.test/20' }],
      MissingLeftOut: 3,
    });
    expect(server.calls.map(({ params }) => [params.get('ProjectId'), params.get('Offset'), params.get('Limit')])).toEqual(
      [0, 10, 20].map((offset) => ['org-1', offset, 10]),
    );
  });

  test('goes on where a page ended early', async () => {
    await using server = await started((offset) => (offset === 0 ? { NextOffset: 3 } : {}));
    await checkCoverage(server.client, 't');
    expect(server.calls.map(({ params }) => params.get('Offset'))).toEqual([0, 3, 13, 23]);
  });

  test('keeps so many of what is missing, and counts the others', async () => {
    await using server = await started();
    const { MissingList, MissingLeftOut } = await checkCoverage(server.client, 't', { maxMissing: 2 });
    expect([MissingList.length, MissingLeftOut]).toEqual([2, 4]);
  });

  test('does not ask for ever where pages do not go on', async () => {
    await using server = await started(() => ({ NextOffset: 0 }));
    await expect(checkCoverage(server.client, 't')).rejects.toThrow(AnswerUnreadable);
    expect(server.calls).toHaveLength(1);
  });

  test('lets a refusal through', async () => {
    const refused = await startServer(keys.privateKey, () => ({ RetCode: 230, Message: 'Params [TaskId] not available' }));
    await using _ = refused;
    await expect(checkCoverage(createClient({ endpoint: refused.endpoint, ...keys }), 't')).rejects.toThrow(RequestRefused);
  });
});
