import { describe, expect, test } from 'vitest';
import { Harness } from './testing/harness.ts';
import { answersIn, hasBody } from './testing/rawanswers.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const form = 'application/x-www-form-urlencoded';

describe('Every answer is HTTP 200 in the envelope, with a request id that its log line has too', () => {
  test.each([
    ['success', { Action: 'GetProjectList' }, 0, 'GetProjectListResponse'],
    ['a refusal', { Action: 'DescribePrefetchUrlDetail' }, 220, 'DescribePrefetchUrlDetailResponse'],
    ['an unknown action', { Action: 'Nope' }, 161, 'NopeResponse'],
    ['no action', {}, 160, undefined],
  ])('%s', async (_what, params, retCode, action) => {
    await using api = await Harness.start();
    const { status, headers, json, requestId } = await api.call(params);
    expect([status, headers.get('content-type'), json['RetCode'], json['Action']]).toEqual([
      200,
      'application/json; charset=utf-8',
      retCode,
      action,
    ]);
    expect('Message' in json).toBe(retCode !== 0);
    expect(requestId).toMatch(uuid);
    expect(api.lineOf(requestId)?.fields.get('retCode')).toBe(retCode);
  });

  test.each([
    'GET /%zz HTTP/1.1',
    'GET /nowhere?Action=GetProjectList HTTP/1.1',
    'POST /index HTTP/1.1',
    'PUT / HTTP/1.1',
    'DELETE / HTTP/1.1',
    'OPTIONS / HTTP/1.1',
    'OPTIONS * HTTP/1.1',
    'TRACE / HTTP/1.1',
    'PROPFIND / HTTP/1.1',
    'QUERY / HTTP/1.1',
    'CONNECT example.com:443 HTTP/1.1',
    'MADEUP / HTTP/1.1',
    'GET // HTTP/1.1',
    'POST /healthz HTTP/1.1',
  ])('%s is 161', async (line) => {
    await using api = await Harness.start();
    const [answer] = answersIn(await api.raw(`${line}\r\nHost: a\r\n\r\n`, hasBody));
    expect(answer?.head).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer?.json).toEqual({
      RetCode: 161,
      Message: expect.stringMatching(/^Action not exists: .*accepted (is|are) GET (or|and) POST/),
    });
    const requestId = /X-UCLOUD-REQUEST-UUID: (\S+)/i.exec(answer?.head ?? '')?.[1] ?? '';
    expect(requestId).toMatch(uuid);
    expect(api.lineOf(requestId)?.fields.get('retCode')).toBe(161);
  });

  test('HEAD is no method of the API: the head of a 161, without a body', async () => {
    await using api = await Harness.start();
    const response = await fetch(`${api.url}/?Action=GetProjectList`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
    const requestId = response.headers.get('X-UCLOUD-REQUEST-UUID') ?? '';
    expect(api.lineOf(requestId)?.fields.get('retCode')).toBe(161);
  });

  test('A path is told without its query, where a Signature may stand', async () => {
    await using api = await Harness.start();
    const { json } = await api.fetch('/x?Signature=abc');
    expect(json['Message']).toBe('Action not exists: came "GET /x"; accepted is GET or POST of /');
  });
});

describe('What can’t be read is 230', () => {
  test.each([
    ['a broken form', form, 'Action=%zz'],
    ['a name given twice', form, 'Action=GetProjectList&Action=GetProjectList'],
    ['broken JSON', 'application/json', '{"Action":'],
    ['JSON that is no object', 'application/json', '[1]'],
    ['deep JSON', 'application/json', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['text that begins like JSON, without a Content-Type', undefined, ' {"Action"}'],
  ])('%s', async (_what, contentType, body) => {
    await using api = await Harness.start();
    const { status, json } = await api.post(body, contentType);
    expect([status, json['RetCode']]).toEqual([200, 230]);
    expect(json['Message']).toMatch(/^Params \[.+\] not available: came .+; accepted is .+/);
  });

  test('__proto__ as a name is a name like others', async () => {
    await using api = await Harness.start();
    const { json } = await api.post('{"__proto__":{"Action":"GetProjectList"},"constructor":1}', 'application/json');
    expect(json['RetCode']).toBe(160);
  });

  test.each(['GET / HTTP/1.1\r\nbad header\r\n\r\n', 'nonsense\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', '\u0016\u0003\u0001\u0002\u0000\u0001'])(
    'bytes that are no HTTP: %j',
    async (bytes) => {
      await using api = await Harness.start();
      const [answer] = answersIn(await api.raw(bytes));
      expect(answer?.head).toMatch(/^HTTP\/1\.1 200 [^]*X-UCLOUD-REQUEST-UUID: /);
      expect([161, 230]).toContain(answer?.json['RetCode']);
    },
  );

  test('a head that is too long, told once, however much more of it comes', async () => {
    await using api = await Harness.start();
    const answers = answersIn(await api.raw(`GET /?a=${'x'.repeat(4 * 1024 * 1024)} HTTP/1.1\r\n\r\n`));
    expect(answers.map(({ json }) => json)).toEqual([{ RetCode: 230, Message: expect.stringMatching(/^Params \[request\] .*256 KiB/) }]);
    expect(api.lines).toHaveLength(1);
  });

  test('a chunked body that breaks midway: the answer belongs to that request, and the connection ends', async () => {
    await using api = await Harness.start();
    const received = await api.raw('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\nmore');
    const answers = answersIn(received);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.head).toMatch(/Connection: close/i);
    expect(answers[0]?.json).toEqual({ RetCode: 230, Message: expect.stringMatching(/HPE_INVALID_CHUNK_SIZE/) });
  });
});
