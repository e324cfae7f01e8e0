import { get, type IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { actions } from '../wire/actions.ts';
import { baseOptions, Harness, signed } from './testing/harness.ts';

const Action = 'DescribeNewUcdnPrefetchCacheTask';
const query = (params: Record<string, string> = {}) => new URLSearchParams(signed({ Action, BeginTime: '0', ...params })).toString();

/** Tasks of 1000 URLs, some 200 KB of answer each. */
async function withTasks(count: number, deps: Parameters<typeof Harness.start>[0] = {}): Promise<Harness> {
  const api = await Harness.start(deps);
  const urls = Array.from(
    { length: 1000 },
    (_, line) => [`http://cdn.example.com/${'x'.repeat(80)}/${line}`, 'succeeded', 100, 1_700_000_000] as const,
  );
  api.control.tasks = Array.from({ length: count }, (_, index) => ({
    project: 'org-main',
    taskId: `t${index}`,
    kind: 'prefetch' as const,
    createdAtS: 1_700_000_000,
    status: 'succeeded' as const,
    urls,
  }));
  return api;
}

/** An answer whose body nobody reads yet. */
function unread(url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => resolve(response.pause())).on('error', reject);
  });
}

/** The whole body, or undefined when the connection was cut before its end. */
function bodyOf(response: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    let body = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    response.on('error', () => {});
    response.on('close', () => resolve(response.complete ? body : undefined));
    response.resume();
  });
}

test('An answer without Limit is streamed and is one JSON document', async () => {
  await using api = await withTasks(20);
  const response = await unread(`${api.url}/?${query()}`);
  expect(response.headers['transfer-encoding']).toBe('chunked');
  const body = (await bodyOf(response)) ?? '';
  const { TotalCount, TaskList } = actions[Action].response.parse(JSON.parse(body));
  expect([TotalCount, TaskList.length, TaskList.map(({ UrlLists }) => UrlLists.length)]).toEqual([
    20,
    20,
    Array.from({ length: 20 }, () => 1000),
  ]);
  expect(api.control.endedReaders).toBe(1);
});

describe('A fault while tasks are read', () => {
  test('before anything was sent is told as every fault is', async () => {
    await using api = await withTasks(3);
    api.control.beforeTask = () => Promise.reject(new Error('page is broken'));
    const { json, requestId } = await api.fetch(`/?${query()}`);
    expect(json).toEqual({ Action: `${Action}Response`, RetCode: 130, Message: expect.stringContaining(requestId) });
    expect(api.control.endedReaders).toBe(1);
  });

  test('in mid-stream cuts the connection: no client may take the beginning for the whole', async () => {
    await using api = await withTasks(20);
    api.control.beforeTask = (index) => (index === 15 ? Promise.reject(new Error('page is broken')) : undefined);
    const response = await unread(`${api.url}/?${query()}`);
    expect(response.statusCode).toBe(200);
    expect(await bodyOf(response)).toBeUndefined();
    await expect(fetch(`${api.url}/?${query()}`).then((answer) => answer.text())).rejects.toThrow('terminated');
    const fault = api.lines.find(({ level }) => level === 'error');
    expect(String(fault?.fields.get('err'))).toBe('Error: page is broken');
    expect(api.lineOf(String(fault?.fields.get('requestId')))?.fields.get('cut')).toBe(true);
  });

  test('in mid-stream leaves an HTTP/1.0 client, who knows no chunks, with JSON that can’t be read', async () => {
    await using api = await withTasks(20);
    api.control.beforeTask = (index) => (index === 15 ? Promise.reject(new Error('page is broken')) : undefined);
    const received = await api.raw(`GET /?${query()} HTTP/1.0\r\n\r\n`);
    expect(() => JSON.parse(received.split('\r\n\r\n')[1] ?? '')).toThrow(SyntaxError);
  });
});

describe('A client that does not read', () => {
  test('holds no more than a few tasks in memory; the rest is pulled as it reads on', async () => {
    await using api = await withTasks(400);
    const response = await unread(`${api.url}/?${query()}`);
    let pulled = -1;
    // What the sockets' buffers take is a matter of the system; then pulling must stop.
    await expect
      .poll(
        () => {
          const isStill = pulled === api.control.pulled;
          ({ pulled } = api.control);
          return isStill;
        },
        { interval: 200, timeout: 20_000 },
      )
      .toBe(true);
    expect(pulled).toBeLessThan(200);
    const body = (await bodyOf(response)) ?? '';
    expect(api.control.pulled).toBe(400);
    expect(body.endsWith(']}')).toBe(true);
  });

  test('is cut off when it takes nothing for too long, and its reader is ended', async () => {
    await using api = await withTasks(400, { timings: { stallMs: 50 } });
    const response = await unread(`${api.url}/?${query()}`);
    await expect.poll(() => api.control.endedReaders, { timeout: 10_000 }).toBe(1);
    expect(api.control.pulled).toBeLessThan(400);
    expect(await bodyOf(response)).toBeUndefined();
  });

  test('and goes away ends the reader at once', async () => {
    await using api = await withTasks(400);
    const response = await unread(`${api.url}/?${query()}`);
    response.destroy();
    await expect.poll(() => api.control.endedReaders, { timeout: 10_000 }).toBe(1);
    expect(api.control.pulled).toBeLessThan(400);
    await expect.poll(() => api.lines.map(({ fields }) => fields.get('cut'))).toEqual([true]);
  });
});

test('A stream gives its place back when it ends', async () => {
  const options = { ...baseOptions, limits: { ...baseOptions.limits, requestsInFlight: 1 } };
  await using api = await withTasks(400, { options });
  const response = await unread(`${api.url}/?${query()}`);
  expect((await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(150);
  await bodyOf(response);
  await expect.poll(async () => (await api.call({ Action: 'GetProjectList' })).json['RetCode']).toBe(0);
});
