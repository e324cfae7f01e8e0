import { describe, expect, expectTypeOf, test } from 'vitest';
import { AnswerUnreadable, createClient, RequestRefused, ServerUnreachable, type ActionName } from './index.ts';
import { readParams } from '../wire/params.ts';
import { startServer, type Handler } from './testing/server.ts';

const keys = { publicKey: 'demo-public', privateKey: 'demo-private' };

async function started(handler: Handler, options: Partial<Parameters<typeof createClient>[0]> = {}) {
  const server = await startServer(keys.privateKey, handler);
  const client = createClient({ endpoint: server.endpoint, ...keys, backoffMs: 1, ...options });
  return { client, ...server };
}

const submit = { UrlList: ['https://cdn.example.com/影片.mp4?a=1&b=+%20"', 'http://cdn.example.com/😀'] };

describe('a call', () => {
  test('arrives signed, typed and whole, and its answer comes back', async () => {
    await using server = await started(() => ({ TaskId: 'task-1' }), { projectId: 'org-1' });
    await expect(server.client.call('PrefetchNewUcdnDomainCache', submit)).resolves.toEqual({ TaskId: 'task-1' });
    const [call] = server.calls;
    expect(call?.isSigned).toBe(true);
    expect(call?.params.get('ProjectId')).toBe('org-1');
    expect(readParams('PrefetchNewUcdnDomainCache', call!.params).UrlList.map(({ text }) => text)).toEqual(submit.UrlList);
  });

  test('is typed by the schemas that the server checks by', () => {
    const client = createClient({ endpoint: 'http://127.0.0.1:1', ...keys });
    const call = () => client.call('DescribeNewUcdnPrefetchCacheTask', { TaskId: ['a'], Limit: 5, Status: 'unknow' });
    expectTypeOf<Awaited<ReturnType<typeof call>>['TaskList'][number]['UrlLists'][number]['Progress']>().toEqualTypeOf<number>();
    // @ts-expect-error: no such status
    void (() => client.call('DescribeNewUcdnPrefetchCacheTask', { Status: 'unknown' }));
    // @ts-expect-error: UrlList is missing
    void (() => client.call('PrefetchNewUcdnDomainCache', {}));
    expectTypeOf<'NoSuchAction'>().not.toExtend<ActionName>();
  });

  test('sends numbers, booleans and its own ProjectId, and nothing for what is undefined', async () => {
    await using server = await started(() => ({ TotalCount: 0, TaskList: [] }), { projectId: 'org-1' });
    await server.client.call('DescribeNewUcdnPrefetchCacheTask', {
      ProjectId: 'org-2',
      Limit: 0,
      IsDcdn: true,
      TaskId: [],
      Status: undefined,
    });
    const sent: unknown = JSON.parse(server.calls[0]!.body);
    expect(sent).toEqual({
      Action: 'DescribeNewUcdnPrefetchCacheTask',
      PublicKey: 'demo-public',
      ProjectId: 'org-2',
      Limit: 0,
      IsDcdn: true,
      TaskId: [],
      Signature: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(server.calls[0]?.isSigned).toBe(true);
  });

  test('of numbers that the API does not take is signed right all the same, so that the refusal names them', async () => {
    await using server = await started(() => ({ TotalCount: 0, TaskList: [] }));
    for (const Limit of [1.5, 1e300, -1, 2 ** 60]) await server.client.call('DescribeNewUcdnPrefetchCacheTask', { Limit });
    expect(server.calls.map(({ isSigned }) => isSigned)).toEqual([true, true, true, true]);
  });

  test('drops fields that it does not know: a newer server may have more', async () => {
    await using server = await started(() => ({ TaskId: 't', Later: 1 }));
    await expect(server.client.call('PrefetchNewUcdnDomainCache', submit)).resolves.toEqual({ TaskId: 't' });
  });

  test('goes under a path where a proxy puts the API there', async () => {
    await using server = await started(() => ({ PauseList: [] }));
    const seen: string[] = [];
    const fetchNoting = (input: unknown, init?: RequestInit): Promise<Response> => {
      seen.push(typeof input === 'string' ? input : 'not a text');
      return fetch(server.endpoint, init);
    };
    await createClient({ endpoint: 'https://proxy.example/ucdn', ...keys, fetch: fetchNoting }).call('DescribeUcdnPause', {});
    expect(seen).toEqual(['https://proxy.example/ucdn']);
  });
});

describe('a refusal', () => {
  const refuse =
    (RetCode: number, Message?: string): Handler =>
    () => ({ RetCode, Message });

  test('has its RetCode, its Message, the request id, and is not sent again', async () => {
    await using server = await started(refuse(230, 'Params [UrlList.0] not available: came …'));
    const error = await server.client.call('PrefetchNewUcdnDomainCache', submit).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(RequestRefused);
    expect(error).toMatchObject({
      retCode: 230,
      message: 'Params [UrlList.0] not available: came …',
      requestId: 'request-1',
      isRetryable: false,
    });
    expect(server.calls).toHaveLength(1);
  });

  test.each([
    [153, true],
    [150, true],
    [600, false],
    [2001, true],
    [999, false],
  ])('%i tells whether the same may succeed later: %s', async (retCode, isRetryable) => {
    await using server = await started(refuse(retCode));
    await expect(server.client.call('GetProjectList', {})).rejects.toMatchObject({ isRetryable, message: `RetCode ${retCode}` });
  });
});

describe('an answer that is lost', () => {
  const breakFirst =
    (times: number, how: (response: Parameters<Handler>[1]) => void): Handler =>
    (_call, response, count) => {
      if (count >= times) return { TaskId: 'task-1' };
      how(response);
      return undefined;
    };

  test.each<[string, (response: Parameters<Handler>[1]) => void]>([
    ['before it began', (response) => response.destroy()],
    [
      'in its midst',
      (response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write('{"RetCode":0', () => response.destroy());
      },
    ],
    ['by a proxy that found nobody', (response) => response.writeHead(502).end('<html>Bad Gateway</html>')],
  ])('%s: the very same bytes are sent again, so that the server can tell it from a second submit', async (_title, how) => {
    await using server = await started(breakFirst(2, how));
    await expect(server.client.call('PrefetchNewUcdnDomainCache', submit)).resolves.toEqual({ TaskId: 'task-1' });
    expect(server.calls).toHaveLength(3);
    expect(new Set(server.calls.map(({ body }) => body)).size).toBe(1);
  });

  test('is given up after the last attempt', async () => {
    await using server = await started(
      breakFirst(9, (response) => response.destroy()),
      { attempts: 2 },
    );
    const error = await server.client.call('PrefetchNewUcdnDomainCache', submit).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(ServerUnreachable);
    expect(error).toMatchObject({ isTimeout: false });
    expect(server.calls).toHaveLength(2);
  });

  test('is not sent again past the window in which the server knows a repetition, unless it only asks', async () => {
    const handler =
      (fields: object): Handler =>
      (_call, response, count) => {
        if (count % 2 === 1) return fields;
        response.destroy();
        return undefined;
      };
    await using submits = await started(handler({ TaskId: 't' }), { resendWithinMs: 0 });
    await expect(submits.client.call('PrefetchNewUcdnDomainCache', submit)).rejects.toBeInstanceOf(ServerUnreachable);
    expect(submits.calls).toHaveLength(1);
    await using queries = await started(handler({ PauseList: [] }), { resendWithinMs: 0 });
    await expect(queries.client.call('DescribeUcdnPause', {})).resolves.toEqual({ PauseList: [] });
  });

  test('after a timeout is not asked for again: the server may be at work still', async () => {
    await using server = await started(() => undefined, { timeoutMs: 50 });
    await expect(server.client.call('GetProjectList', {})).rejects.toMatchObject({ name: 'ServerUnreachable', isTimeout: true });
    expect(server.calls).toHaveLength(1);
  });

  test("a caller's own end of it is thrown as it is", async () => {
    const controller = new AbortController();
    await using server = await started(() => {
      controller.abort(new Error('enough'));
      return undefined;
    });
    await expect(server.client.call('GetProjectList', {}, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('an answer that is none', () => {
  test.each<[string, string]>([
    ['a page', '<html>hello</html>'],
    ['nothing', ''],
    ['JSON without a RetCode', '{"TaskId":"t"}'],
    ['JSON cut short', '{"RetCode":0,"TaskId":'],
    ['a list', '[]'],
  ])('%s is unreadable', async (_title, text) => {
    await using server = await started((_call, response) => void response.end(text));
    const error = await server.client.call('PrefetchNewUcdnDomainCache', submit).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(AnswerUnreadable);
    expect(error).toMatchObject({ httpStatus: 200, isBrokenOff: false });
    expect(server.calls).toHaveLength(1);
  });

  test('a success without the fields of its action is unreadable, and the field is named', async () => {
    await using server = await started(() => ({ ProjectCount: '1', ProjectSet: [] }));
    await expect(server.client.call('GetProjectList', {})).rejects.toThrow(/answer of GetProjectList .*: ProjectCount: .*expected/);
  });

  test('a redirect is not followed: the POST would lose its body', async () => {
    await using server = await started((_call, response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    await expect(server.client.call('GetProjectList', {})).rejects.toBeInstanceOf(ServerUnreachable);
  });
});

test('a server that is not there is unreachable, and the error says why', async () => {
  const server = await startServer(keys.privateKey, () => undefined);
  await server.stop();
  const client = createClient({ endpoint: server.endpoint, ...keys, backoffMs: 1 });
  await expect(client.call('GetProjectList', {})).rejects.toThrow(/can't be reached: .*ECONNREFUSED/);
});

test.each([
  [{ endpoint: 'localhost:8460' }, 'endpoint: came "localhost:8460"; accepted is http://HOST:PORT'],
  [{ endpoint: 'ftp://x' }, 'endpoint: came'],
  [{ endpoint: 'http://x/?a=b' }, 'endpoint: came'],
  [{ endpoint: '' }, 'endpoint: came ""'],
  [{ publicKey: '' }, 'publicKey: came an empty text'],
  [{ privateKey: '' }, 'privateKey: came an empty text'],
])('wrong options %j are refused at once', (wrong, message) => {
  const create = () => createClient({ endpoint: 'http://127.0.0.1:8460', ...keys, ...wrong });
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});
