import { createServer as createTcpServer } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { body, status, type Behaviour } from '../../lab/behaviours.ts';
import { nginxPurges, startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { isUnavailable } from '../../lab/programs.ts';
import { run } from '../../src/cli/run.ts';
import { Terminal, withoutEscapes } from '../../src/cli/testing/terminal.ts';
import { Folder } from '../../src/config/testing/folder.ts';
import { ranged } from '../conformance/purge/ranges.ts';
import { caPem } from '../engine/pems.ts';
import { startPlainNginx } from './probing/edges.ts';
import { rows } from './probing/rows.ts';

const host = 'cdn.example.com';
const path = '/video/a.bin';
const helloPrefix = '/.well-known/forewarm-probe?';

type Probed = { readonly code: number; readonly shown: string; readonly told: string };

/** As a newcomer runs it, on a terminal of 80 columns. */
async function probe(address: string, ...flags: readonly string[]): Promise<Probed> {
  const terminal = new Terminal({}, 80);
  const scheme = address.startsWith('https:') ? 'https' : 'http';
  const given = flags.some((flag) => flag.includes('://')) ? [] : [`${scheme}://${host}${path}`];
  const code = await run(['probe', address, ...given, ...flags], terminal.io);
  return { code, shown: withoutEscapes(terminal.stdout), told: withoutEscapes(terminal.stderr) };
}

/** The lines for forewarm.yaml, through the loader that check-config uses. */
function nodeOf({ shown }: Probed): unknown {
  const lines = /^For forewarm\.yaml\n((?: {2}.*\n)+)/m.exec(shown)?.[1] ?? '';
  const text = `projects: [{ id: a }]\n${lines.replaceAll(/^ {2}/gm, '')}`;
  using folder = new Folder({ 'forewarm.yaml': text });
  const env = { X_EDGE_TOKEN: 'token' };
  expect([...folder.faults(env), ...folder.warnings(env)]).toEqual([]);
  const loaded = folder.load(env);
  return loaded.ok ? loaded.config.nodes[0] : undefined;
}

/** The last line's promise against the origin's own log. */
function expectHonest({ shown }: Probed, origin: Origin): void {
  const [, ofUrl, others] = /at most (\d+) of the URL(?: \([^)]*\))?, and (\d+) of a path/.exec(shown.replaceAll('\n', ' ')) ?? [];
  expect(origin.count(path)).toBeLessThanOrEqual(Number(ofUrl));
  expect(origin.requests.filter(({ url }) => url.startsWith(helloPrefix)).length).toBeLessThanOrEqual(Number(others));
}

/** As origins are: nothing under a path that nobody knows, and no ear for PURGE. */
const otherwise: Behaviour = (exchange) => {
  const { method = '', url = '' } = exchange.request;
  if (method === 'PURGE' || method === 'BAN') return status(405)(exchange);
  return url.startsWith(helloPrefix) ? status(404)(exchange) : body({ sizeBytes: 100_000 })(exchange);
};

describe('forewarm probe', () => {
  for (const { title, server, start, shows, purged, node, originGets } of rows) {
    test.skipIf(isUnavailable(server))(`finds out ${title}, and costs its origin one fetch`, async () => {
      await using origin = await startOrigin({ otherwise });
      await using edge = await start({ upstream: origin.port });
      const harmless = await probe(edge.address);
      expect(harmless.code).toBe(0);
      for (const pattern of shows) expect(harmless.shown).toMatch(pattern);
      expect(harmless.shown).toContain('--purge does');
      for (const line of harmless.shown.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      const { purge: _, ...withoutPurge } = { purge: undefined, ...node };
      expect(nodeOf(harmless)).toMatchObject({ name: 'edge-a', addresses: { http: edge.address }, ...withoutPurge });
      expect(nodeOf(harmless)).not.toHaveProperty('purge');
      expectHonest(harmless, origin);
      expect(origin.requests.filter(({ url }) => url === path).map(({ method }) => method)).toEqual(
        Array<string>(originGets[0]).fill('GET'),
      );
      expect(origin.requests.filter(({ url }) => url.startsWith(helloPrefix))).toHaveLength(1);

      // A second time it is in the cache, so that all that comes is the purge's.
      origin.forget();
      const purging = await probe(edge.address, '--purge');
      expect(purging.code).toBe(0);
      for (const pattern of purged) expect(purging.shown).toMatch(pattern);
      expect(purging.shown).toMatch(/✓ put back +a GET was answered 200/);
      expect(nodeOf(purging)).toMatchObject(node);
      expectHonest(purging, origin);
      expect(origin.requests.filter(({ url, method }) => url === path && method === 'GET')).toHaveLength(originGets[1] - 1);
      expect((await edge.get(host, path)).status).toBe(200);
    });
  }

  test('finds the size of nginx’s slices, of which a purge takes the first', async () => {
    await using origin = await startOrigin({ paths: { [path]: ranged('one', 3_000_000) }, otherwise });
    await using edge = await startNginxEdge({ upstream: origin.port, recipe: 'nginx-slice.conf' });
    const harmless = await probe(edge.address);
    expect(harmless.shown).toContain('if it slices, add slice:');
    expect(origin.count(path)).toBe(3);
    if (!nginxPurges()) return;
    const purging = await probe(edge.address, '--purge');
    expect(purging.shown).toMatch(/✓ slices +of 1,048,576 bytes/);
    expect(purging.shown).toMatch(/· pull: head +no: where slices are stored/);
    expect(nodeOf(purging)).toMatchObject({ sliceBytes: 2 ** 20 });
    expect(origin.count(path)).toBe(4);
  });

  test('takes an https address by the URL’s name: not trusted, then by its CA, then as it is', async () => {
    await using origin = await startOrigin({ otherwise });
    await using edge = await startPlainNginx({ upstream: origin.port, tls: true });
    const address = edge.address.replace('http:', 'https:');
    const refused = await probe(address);
    expect(refused).toMatchObject({ code: 3, shown: '' });
    expect(refused.told).toMatch(
      /not trusted for cdn\.example\.com: .*it is for cdn\.example\.com, other\.example\.com, by forewarm test CA/,
    );
    expect(refused.told).toContain('--ca FILE');
    expect(origin.requests).toEqual([]);

    const ca = join(edge.folder, 'ca.pem');
    await writeFile(ca, caPem);
    const trusted = await probe(address, '--ca', ca);
    expect(trusted.code).toBe(0);
    expect(trusted.shown).toMatch(/✓ certificate +trusted; for cdn\.example\.com, other\.example\.com, by\n +forewarm test CA/);
    expect(nodeOf(trusted)).toMatchObject({ addresses: { https: address }, tls: { verify: true, caPem } });

    const other = await probe(address, '--ca', ca, `https://third.example.com${path}`);
    expect(other).toMatchObject({ code: 3 });
    const insecure = await probe(address, '--insecure', `https://third.example.com${path}`);
    expect(insecure.code).toBe(0);
    expect(insecure.shown).toMatch(/✗ certificate +not trusted/);
    expect(nodeOf(insecure)).toMatchObject({ tls: { verify: false } });

    const plain = await probe(edge.address);
    expect(plain.code).toBe(1);
    expect(plain.shown).toContain('does this port speak TLS? Then probe it as https://');
    const tls = await probe(origin.address.replace('http:', 'https:'));
    expect(tls).toMatchObject({ code: 3 });
    expect(tls.told).toContain('Is it an http:// address?');
  });

  test('says of an https URL behind a plain address how it is told the scheme', async () => {
    await using origin = await startOrigin({ otherwise });
    await using edge = await startNginxEdge({ upstream: origin.port });
    const probed = await probe(edge.address, `https://${host}${path}`);
    expect(probed.code).toBe(0);
    expect(nodeOf(probed)).toMatchObject({ sharedSchemes: true, addresses: { http: edge.address } });
    expect(new Set(origin.requests.map(({ headers }) => headers['x-forwarded-proto']))).toEqual(new Set(['https']));
  });

  test('says why a URL is not kept, by the header that forbids it, and ends with 1', async () => {
    const forbidden = body({ headers: { 'Cache-Control': 'no-store', Vary: 'Accept-Language' } });
    await using origin = await startOrigin({ paths: { [path]: forbidden, '/gone': status(404) }, otherwise });
    await using edge = await startNginxEdge({ upstream: origin.port });
    const probed = await probe(edge.address);
    expect(probed.code).toBe(1);
    expect(probed.shown).toMatch(/✗ not in the cache .*\n?.*Cache-Control: no-store/);
    expect(probed.shown).toContain('users who send other values of accept-language');
    expectHonest(probed, origin);
    expect(origin.count(path)).toBe(2);
    const gone = await probe(edge.address, `http://${host}/gone`);
    expect(gone.code).toBe(1);
    expect(gone.shown).toMatch(/✗ not in the cache the edge answered with status 404/);
  });

  test('says of a server that is no cache that nothing speaks of one', async () => {
    await using origin = await startOrigin({ otherwise });
    const probed = await probe(origin.address);
    expect(probed.code).toBe(1);
    expect(probed.shown).toMatch(/\? none shows/);
    expect(probed.shown).toMatch(/✗ not in the cache nothing in its answers says that a cache stands here/);
    expect(nodeOf(probed)).toMatchObject({ cache: 'auto', onlyIfCached: 'auto' });
    expectHonest(probed, origin);
  });

  test('reads no body that is larger than 64 MB, unless it is told to', async () => {
    const large: Behaviour = ({ response }) => {
      response.writeHead(200, { 'Cache-Control': 'max-age=60', 'Content-Length': 64e6 + 1 });
      response.flushHeaders();
    };
    await using origin = await startOrigin({ paths: { [path]: large }, otherwise });
    const probed = await probe(origin.address);
    expect(probed.shown).toMatch(/· body +not read: it is larger than 64 MB\. --large reads it/);
    expect(origin.count(path)).toBe(1);
    const purging = await probe(origin.address, '--purge');
    expect(purging.shown).toContain('--purge --large does');
    expect(origin.requests.map(({ method }) => method)).not.toContain('PURGE');
  });

  test('ends with 3 and a sentence where nothing listens, nothing answers, or what answers is no HTTP', async () => {
    const silent = createTcpServer((socket) => socket.on('error', () => undefined));
    const babbling = createTcpServer((socket) => socket.on('error', () => undefined).end('220 mail.example.com ESMTP\r\n'));
    const addresses = await Promise.all([silent, babbling].map(listening));
    const [quiet = '', babble = ''] = addresses;
    try {
      const timedOut = await probe(quiet, '--timeout', '200ms');
      expect(timedOut).toMatchObject({ code: 3, shown: '' });
      expect(timedOut.told).toContain('no answer within 0.2 s');
      const noHttp = await probe(babble);
      expect(noHttp).toMatchObject({ code: 3 });
      expect(noHttp.told).toContain('not in HTTP/1.1');
    } finally {
      silent.close();
      babbling.close();
    }
    const nobody = await probe(quiet);
    expect(nobody).toMatchObject({ code: 3 });
    expect(nobody.told).toContain(`${quiet} can't be probed: connection refused: nothing listens there`);
  });

  test('gives all of it as JSON, and no value of a header that was sent', async () => {
    await using origin = await startOrigin({ otherwise });
    await using edge = await startNginxEdge({ upstream: origin.port });
    const { code, shown } = await probe(edge.address, '--json', '--header', 'X-Edge-Token: hunter2');
    expect(code).toBe(0);
    expect(JSON.parse(shown)).toMatchObject({
      Address: edge.address,
      Cache: { Name: 'nginx' },
      Conclusion: { InCache: 'proven' },
      Object: { First: { Word: { Is: 'miss' } }, Second: { Word: { Is: 'hit' } } },
      Asking: { OnlyIfCached: 'honoured', PullHead: { IsPossible: true } },
      Node: { cache: 'nginx', onlyIfCached: true, headers: { 'X-Edge-Token': '${X_EDGE_TOKEN}' } },
      Requests: { OriginUrlAtMost: 1, OriginOtherAtMost: 1 },
    });
    expect(shown).not.toContain('hunter2');
    expect(new Set(origin.requests.map(({ headers }) => headers['x-edge-token']))).toEqual(new Set(['hunter2']));
    expect(nodeOf(await probe(edge.address, '--header', 'X-Edge-Token: hunter2'))).toMatchObject({ headers: { 'X-Edge-Token': 'token' } });
  });

  test('draws its marks in ASCII where the terminal has no UTF-8, and without colours where they are not wanted', async () => {
    await using origin = await startOrigin({ otherwise });
    const terminal = new Terminal({ LANG: 'C', NO_COLOR: '1' }, 80);
    await run(['probe', origin.address, `http://${host}${path}`], terminal.io);
    expect(terminal.stdout).toMatch(/^ {2}x not in the cache/m);
    expect(terminal.stdout).not.toMatch(/[✓✗→·]/);
    expect(withoutEscapes(terminal.stdout)).toBe(terminal.stdout);
  });
});

async function listening(server: ReturnType<typeof createTcpServer>): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}
