import type { ServerResponse } from 'node:http';
import { describe, expect, test } from 'vitest';
import { host, pullingThrough } from './pulling.ts';
import { serveHttp, serveRaw } from './servers.ts';

describe('a request as a node gets it', () => {
  test('has the path byte for byte, the URL’s host, and few headers', async () => {
    const heads: string[] = [];
    await using server = await serveRaw((socket, head) => {
      heads.push(head);
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
    await using pulling = pullingThrough(server.peer, { node: { headers: { 'X-Edge-Token': 't0p' } } });
    const path = '//a/../b/./%7e~%2F?q=a+b&c=%E4%B8%AD&&=?{}|';
    const [outcome] = await pulling.pull([`http://${host}${path}`]);
    expect(outcome).toMatchObject({ status: 'succeeded', httpStatus: 200, bodyBytes: 2, attempts: 1 });
    expect(heads).toEqual([
      [
        `GET ${path} HTTP/1.1`,
        `host: ${host}`,
        'connection: keep-alive',
        'Accept: */*',
        'User-Agent: forewarm/test',
        'X-Edge-Token: t0p',
      ].join('\r\n'),
    ]);
  });

  test('goes over a connection that is used again, as many at once as the node allows', async () => {
    let mostAtOnce = 0;
    let waiting: ServerResponse[] = [];
    const connections = new Set<unknown>();
    await using server = await serveHttp((request, response) => {
      connections.add(request.socket);
      waiting.push(response);
      mostAtOnce = Math.max(mostAtOnce, waiting.length);
      if (waiting.length < 5) return;
      // A moment, in which a sixth would come in if there was one.
      setTimeout(() => {
        const answered = waiting;
        waiting = [];
        for (const each of answered) each.end('x');
      }, 1);
    });
    await using pulling = pullingThrough(server.peer, { node: { concurrency: 5 } });
    const outcomes = await pulling.pull(Array.from({ length: 500 }, (_, index) => `http://${host}/${index}`));
    expect(outcomes.filter(({ status }) => status === 'succeeded')).toHaveLength(500);
    expect(mostAtOnce).toBe(5);
    expect(connections.size).toBe(5);
  });

  test('tells the URL’s scheme where one address serves both', async () => {
    const seen: unknown[] = [];
    await using server = await serveHttp((request, response) => {
      seen.push([request.url, request.headers['x-forwarded-proto']]);
      response.end();
    });
    await using pulling = pullingThrough(server.peer, { node: { sharedSchemes: true } });
    const outcomes = await pulling.pull([`https://${host}/s`, `http://${host}/p`]);
    expect(outcomes.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(new Set(seen.map((pair) => JSON.stringify(pair)))).toEqual(new Set(['["/s","https"]', '["/p","http"]']));
  });

  test('is made once for each variant, with its headers', async () => {
    const seen: unknown[] = [];
    await using server = await serveHttp((request, response) => {
      seen.push(request.headers['accept-encoding']);
      response.end('12345');
    });
    await using pulling = pullingThrough(server.peer);
    const [outcome] = await pulling.pull([`http://${host}/`], { variants: [{}, { 'Accept-Encoding': 'br' }] });
    expect(seen).toEqual([undefined, 'br']);
    expect(outcome).toMatchObject({ status: 'succeeded', attempts: 2, bodyBytes: 10 });
  });

  test('follows a redirect to another of our domains, through the same node', async () => {
    const seen: unknown[] = [];
    await using server = await serveHttp((request, response) => {
      seen.push(`${request.headers.host}${request.url}`);
      if (request.url === '/old') response.writeHead(301, { location: 'http://other.example.com/new' }).end('moved');
      else response.end('there');
    });
    await using pulling = pullingThrough(server.peer);
    const [outcome] = await pulling.pull([`http://${host}/old`]);
    expect(seen).toEqual([`${host}/old`, 'other.example.com/new']);
    expect(outcome).toMatchObject({ status: 'succeeded', httpStatus: 200, attempts: 1, bodyBytes: 5 });
  });

  test('500, then 200: tried again and had', async () => {
    let count = 0;
    await using server = await serveHttp((_request, response) => {
      count += 1;
      response.writeHead(count === 1 ? 500 : 200, { 'x-cache': 'MISS from edge' }).end('body');
    });
    await using pulling = pullingThrough(server.peer);
    const [outcome] = await pulling.pull([`http://${host}/`]);
    expect(outcome).toMatchObject({ status: 'succeeded', attempts: 2, cacheStatus: 'X-Cache: MISS from edge' });
  });
});
