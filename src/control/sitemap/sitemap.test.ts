import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { request } from 'undici';
import { describe, expect, test } from 'vitest';
import { Sitemaps } from './sitemap.ts';
import type { SitemapSource } from './source.ts';

const namespace = 'http://www.sitemaps.org/schemas/sitemap/0.9';

function urlset(locations: readonly string[]): string {
  const entries = locations.map(
    (location) => `<url>\n  <loc> ${location.replaceAll('&', '&amp;')} </loc><lastmod>2026-01-01</lastmod></url>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="${namespace}">${entries.join('')}</urlset>`;
}

function index(locations: readonly string[]): string {
  return `<sitemapindex xmlns="${namespace}">${locations.map((at) => `<sitemap><loc>${at}</loc></sitemap>`).join('')}</sitemapindex>`;
}

/** Gets over real HTTP, as plainly as can be. */
const source: SitemapSource = {
  async get({ url, maxBytes, timeoutMs }) {
    const { statusCode, body } = await request(url, { signal: AbortSignal.timeout(timeoutMs) });
    const bytes = Buffer.from(await body.arrayBuffer());
    if (bytes.length > maxBytes) return { kind: 'failed', message: 'the body is too large' };
    return { kind: 'answered', status: statusCode, body: bytes };
  },
};

/** A site with these documents; what it does not have it answers with 404. */
class Site implements AsyncDisposable {
  readonly origin: string;
  readonly asked: string[] = [];
  readonly sitemaps = new Sitemaps(source, Date.now);
  readonly #server: Server;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${port}`;
  }

  static async start(documents: (origin: string) => Record<string, string | Buffer>): Promise<Site> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const bound = server.address();
    if (bound === null || typeof bound === 'string') throw new Error('no port');
    const { port } = bound;
    const site = new Site(server, port);
    const there = new Map(Object.entries(documents(site.origin)));
    server.on('request', (incoming, response) => {
      site.asked.push(incoming.url ?? '');
      const body = there.get(incoming.url ?? '');
      response.writeHead(body === undefined ? 404 : 200).end(body);
    });
    return site;
  }

  read(path: string, limit = 1000) {
    return this.sitemaps.read(this.origin + path, limit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

const a = 'https://cdn.test/a';
const b = 'https://cdn.test/b?x=1&y=2';

describe('a sitemap', () => {
  test('gives its URLs in their order, each once, with what XML wrote otherwise', async () => {
    await using site = await Site.start(() => ({
      '/s.xml': urlset([b, a, a]).replace('</urlset>', `<url><loc><![CDATA[${b}]]></loc></url></urlset>`),
    }));
    expect(await site.read('/s.xml')).toEqual({
      urls: [b, a],
      documents: [{ url: `${site.origin}/s.xml`, urls: 2 }],
      leftOut: 0,
      isWhole: true,
    });
  });

  test('may be packed, may be a text, and may have a prefix; pictures in it are none of its pages', async () => {
    const prefixed = `<s:urlset xmlns:s="${namespace}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><s:url><s:loc>${a}</s:loc>
      <image:image><image:loc>https://cdn.test/picture.jpg</image:loc></image:image><image:loc>https://cdn.test/other.jpg</image:loc></s:url></s:urlset>`;
    await using site = await Site.start(() => ({
      '/packed.xml.gz': gzipSync(urlset([a, b])),
      '/list.txt': `\ufeff${a}\r\n\r\n  ${b}\n`,
      '/prefixed.xml': prefixed,
    }));
    expect((await site.read('/packed.xml.gz')).urls).toEqual([a, b]);
    expect((await site.read('/list.txt')).urls).toEqual([a, b]);
    expect((await site.read('/prefixed.xml')).urls).toEqual([a]);
  });

  test('of other schemes than http leaves locations out, and counts them', async () => {
    await using site = await Site.start(() => ({
      '/s.xml': urlset([a, 'ftp://cdn.test/', '/relative', 'javascript:alert(1)', 'http://', '']),
    }));
    expect(await site.read('/s.xml')).toMatchObject({ urls: [a], leftOut: 5, isWhole: true });
  });

  test('is read no further than is asked for', async () => {
    const many = Array.from({ length: 20_000 }, (_, place) => `${a}/${place}`);
    await using site = await Site.start(() => ({ '/s.xml': urlset(many) }));
    expect(await site.read('/s.xml', 50)).toMatchObject({ urls: many.slice(0, 50), isWhole: false });
    expect(await site.read('/s.xml', 20_000)).toMatchObject({ urls: many, isWhole: true });
  });

  test.each([
    ['a page', '<!doctype html><title>No</title>', 'is no well-formed XML'],
    ['entities', '<!DOCTYPE x [<!ENTITY e "eeee">]><urlset><url><loc>&e;</loc></url></urlset>', 'has a DOCTYPE'],
    ['another root', '<rss></rss>', 'is no sitemap: its root is rss'],
    ['half a document', urlset([a]).slice(0, -20), 'is no well-formed XML'],
    ['an entity that nobody knows', '<urlset><url><loc>&nope;</loc></url></urlset>', 'is no well-formed XML'],
    ['words', 'Not here.', 'is neither XML nor a list of URLs'],
    ['nothing', '', 'is empty'],
    ['depth', `<urlset>${'<a>'.repeat(100)}`, 'nests elements more than 32 deep'],
    ['a location without end', `<urlset><url><loc>${'x'.repeat(80_000)}</loc>`, 'has a location longer than'],
    ['a line without end', `http://${'x'.repeat(80_000)}`, 'has a line longer than'],
    ['half a gzip', gzipSync(urlset([a])).subarray(0, 40), 'can not be unpacked'],
    ['what is huge unpacked', gzipSync(Buffer.alloc(51 * 1024 * 1024, ' ')), 'is larger than 50 MiB unpacked'],
  ])('can not be %s', async (_what, document, message) => {
    await using site = await Site.start(() => ({ '/s.xml': document }));
    const refusal = { kind: 'sitemap_unreadable', subject: `${site.origin}/s.xml`, message: expect.stringContaining(message) };
    await expect(site.read('/s.xml')).rejects.toMatchObject(refusal);
  });

  test('that is not there is refused with the status', async () => {
    await using site = await Site.start(() => ({}));
    await expect(site.read('/s.xml')).rejects.toMatchObject({ message: 'it could not be had: the server answered 404' });
    const refusing = new Sitemaps({ get: async () => ({ kind: 'failed', message: '10.0.0.1 is not public' }) }, Date.now);
    await expect(refusing.read('http://intern.test/', 1)).rejects.toMatchObject({ message: 'it could not be had: 10.0.0.1 is not public' });
    await expect(new Sitemaps(undefined, Date.now).read('http://any.test/', 1)).rejects.toMatchObject({ kind: 'sitemap_unreadable' });
  });
});

describe('an index', () => {
  test('is followed one level; what can not be read there costs the others nothing', async () => {
    await using site = await Site.start((origin) => ({
      '/index.xml': index([
        `${origin}/1.xml`,
        `${origin}/gone.xml`,
        `${origin}/2.xml.gz`,
        `${origin}/1.xml`,
        `${origin}/index.xml`,
        'ftp://x/',
      ]),
      '/1.xml': urlset([a]),
      '/2.xml.gz': gzipSync(urlset([b, a])),
    }));
    expect(await site.read('/index.xml')).toEqual({
      urls: [a, b],
      documents: [
        { url: `${site.origin}/index.xml`, urls: 0 },
        { url: `${site.origin}/1.xml`, urls: 1 },
        { url: `${site.origin}/gone.xml`, urls: 0, fault: 'it could not be had: the server answered 404' },
        { url: `${site.origin}/2.xml.gz`, urls: 1 },
        { url: `${site.origin}/index.xml`, urls: 0, fault: 'it is an index within an index, which is not followed' },
      ],
      leftOut: 1,
      isWhole: true,
    });
    expect(site.asked.filter((path) => path === '/1.xml')).toHaveLength(1);
  });

  test('of more documents than are read says so', async () => {
    await using site = await Site.start((origin) => ({
      '/index.xml': index(Array.from({ length: 500 }, (_, place) => `${origin}/${place}`)),
    }));
    const read = await site.read('/index.xml');
    expect(read).toMatchObject({ urls: [], isWhole: false });
    expect(read.documents).toHaveLength(201);
    expect(site.asked).toHaveLength(201);
  });

  test('is left when there are URLs enough, or the time is over', async () => {
    const documents = (origin: string) => ({
      '/index.xml': index([`${origin}/1.xml`, `${origin}/2.xml`]),
      '/1.xml': urlset([a]),
      '/2.xml': urlset([b]),
    });
    await using site = await Site.start(documents);
    expect(await site.read('/index.xml', 1)).toMatchObject({ urls: [a], isWhole: false });
    expect(site.asked).toEqual(['/index.xml', '/1.xml']);
    let nowMs = 0;
    const slow = new Sitemaps({ get: (order) => ((nowMs += 30_000), source.get(order)) }, () => nowMs);
    expect(await slow.read(`${site.origin}/index.xml`, 10)).toMatchObject({ urls: [a], isWhole: false });
  });
});

test('two are read at once, and no more', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = new Sitemaps({ get: () => promise.then(() => ({ kind: 'answered', status: 200, body: Buffer.from(a) })) }, Date.now);
  const first = [held.read('http://x.test/1', 5), held.read('http://x.test/2', 5)];
  await expect(held.read('http://x.test/3', 5)).rejects.toMatchObject({ kind: 'sitemap_busy' });
  resolve();
  expect((await Promise.all(first)).map(({ urls }) => urls)).toEqual([[a], [a]]);
  expect((await held.read('http://x.test/3', 5)).urls).toEqual([a]);
});
