import { describe, expect, test } from 'vitest';
import { Harness, signed } from './testing/harness.ts';
import { answersIn, hasBody } from './testing/rawanswers.ts';

describe('HTTP as clients speak it', () => {
  const list = new URLSearchParams(signed({ Action: 'GetProjectList' })).toString();

  test.each([';;;', 'application', 'text/html; charset', '*/*', 'application/json, text/plain'])(
    'Content-Type %j hinders nothing',
    async (contentType) => {
      await using api = await Harness.start();
      const { json } = await api.post(list, contentType);
      expect(json['RetCode']).toBe(0);
    },
  );

  test('An Expect that nobody knows is ignored, and 100-continue is answered', async () => {
    await using api = await Harness.start();
    const post = (expectation: string) =>
      api.raw(`POST / HTTP/1.1\r\nHost: a\r\nExpect: ${expectation}\r\nContent-Length: ${list.length}\r\n\r\n${list}`, hasBody);
    expect(answersIn(await post('200-maybe'))[0]?.json['RetCode']).toBe(0);
    const continued = await post('100-continue');
    expect(continued).toMatch(/^HTTP\/1\.1 100 Continue/);
    expect(answersIn(continued)[0]?.json['RetCode']).toBe(0);
  });

  test.each([
    `GET /?${list} HTTP/1.1`,
    `GET /?${list} HTTP/1.0`,
    `GET http://api.example.com/?${list} HTTP/1.1`,
    `GET http://api.example.com?${list} HTTP/1.1`,
  ])('Neither Host nor HTTP/1.1 is needed, and a target may come in absolute form: %.40s', async (head) => {
    await using api = await Harness.start();
    expect(answersIn(await api.raw(`${head}\r\n\r\n`, hasBody))[0]?.json['RetCode']).toBe(0);
  });

  test('A wish to upgrade is declined by answering', async () => {
    await using api = await Harness.start();
    const received = await api.raw(`GET /?${list} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`, hasBody);
    expect(answersIn(received)[0]?.json['RetCode']).toBe(0);
  });

  test('Requests sent at once are answered in their order, the slow one first', async () => {
    await using api = await Harness.start();
    const { promise: mayList, resolve: list1 } = Promise.withResolvers<void>();
    const { promise: second, resolve: sawSecond } = Promise.withResolvers<void>();
    api.control.pauses = async () => {
      await mayList;
      return [];
    };
    api.control.findTask = async () => {
      sawSecond();
      return undefined;
    };
    const get = (params: Record<string, string>) => `GET /?${new URLSearchParams(signed(params)).toString()} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const received = api.raw(get({ Action: 'DescribeUcdnPause' }) + get({ Action: 'DescribePrefetchUrlDetail', TaskId: 'x' }), (text) =>
      text.includes('UrlDetailList'),
    );
    await second;
    list1();
    expect(answersIn(await received).map(({ json }) => json['Action'])).toEqual([
      'DescribeUcdnPauseResponse',
      'DescribePrefetchUrlDetailResponse',
    ]);
  });

  test('Bytes that can’t be read behind good requests cost these nothing', async () => {
    await using api = await Harness.start();
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
    api.control.pauses = async () => {
      await mayAnswer;
      return [];
    };
    const good = `GET /?${new URLSearchParams(signed({ Action: 'DescribeUcdnPause' })).toString()} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const received = api.raw(`${good}${good}garbage\r\n\r\n`);
    // Long enough that the garbage has been read: its request would be answered before the good ones otherwise.
    await api.call({ Action: 'GetProjectList' });
    answer();
    expect(answersIn(await received).map(({ json }) => json['RetCode'])).toEqual([0, 0, 161]);
  });

  test('A connection is kept for the next request, after refusals too', async () => {
    await using api = await Harness.start();
    const post = (body: string) => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const received = await api.raw(
      post('{"broken') + post(list) + post('x=y') + post(list),
      (text) => text.split('HTTP/1.1 200').length === 5 && text.endsWith(']}'),
    );
    expect(answersIn(received).map(({ json }) => json['RetCode'])).toEqual([230, 0, 160, 0]);
  });
});
