import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Harness, signed } from '../testing/harness.ts';
import { acceptedCoding } from './contentcoding.ts';

const script = `console.log(${JSON.stringify('warm '.repeat(1000))});`;
const index = '<!doctype html><title>forewarm</title><script type="module" src="/console/assets/index-B1a2C3d4.js"></script>';

/** A server with a console, and beside it what nobody may read. */
class Scene implements AsyncDisposable {
  readonly folder: string;
  readonly api: Harness;

  private constructor(folder: string, api: Harness) {
    this.folder = folder;
    this.api = api;
  }

  static async start({ isBuilt = true } = {}): Promise<Scene> {
    const folder = await mkdtemp(join(tmpdir(), 'forewarm-console-'));
    await mkdir(join(folder, 'dist/assets'), { recursive: true });
    await writeFile(join(folder, 'dist/assets/index-B1a2C3d4.js'), script);
    await writeFile(join(folder, 'dist/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'dist/secret'), 'without a dot in its name');
    await writeFile(join(folder, 'private.txt'), 'for nobody');
    await mkdir(join(folder, 'dist/.vite'));
    await writeFile(join(folder, 'dist/.vite/manifest.json'), '"for nobody"');
    await symlink(join(folder, 'private.txt'), join(folder, 'dist/link.txt'));
    const scene = new Scene(folder, await Harness.start({ consoleFolder: join(folder, 'dist') }));
    if (isBuilt) await scene.build();
    return scene;
  }

  async build(): Promise<void> {
    await writeFile(join(this.folder, 'index.new'), index);
    await rename(join(this.folder, 'index.new'), join(this.folder, 'dist/index.html'));
  }

  get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> {
    return fetch(this.api.url + path, { method, headers, redirect: 'manual' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

describe('the console', () => {
  test('is one page at each of its addresses, which is asked for anew each time', async () => {
    await using scene = await Scene.start();
    for (const path of [
      '/console/',
      '/console/tasks',
      '/console/tasks/01KF2X3B5V7F0M8T1S6R9C4D2A?status=failure',
      '/console/a/%E4%BB%BB/',
    ]) {
      const response = await scene.get(path);
      expect([path, response.status, await response.text()]).toEqual([path, 200, index]);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('Cache-Control')).toBe('no-cache');
    }
  });

  test('an address with a dot is the page for a browser that goes there, and no file for a script', async () => {
    await using scene = await Scene.start();
    const page = { Accept: 'text/html,*/*;q=0.8' };
    expect(await (await scene.get('/console/domains/cdn.example.com', page)).text()).toBe(index);
    expect((await scene.get('/console/domains/cdn.example.com')).status).toBe(404);
    expect((await scene.get('/console/assets/gone-B1a2C3d4.js', page)).status).toBe(404);
  });

  test('a page that was built anew has another ETag, and the same one is not sent twice', async () => {
    await using scene = await Scene.start();
    const etag = (await scene.get('/console/')).headers.get('ETag') ?? '';
    expect(etag).toMatch(/^"[\w-]{20,}(-\w+)?"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const response = await scene.get('/console/', { 'If-None-Match': known });
      expect([known, response.status, await response.text()]).toEqual([known, 304, '']);
      expect(response.headers.get('ETag')).toBe(etag);
    }
    expect((await scene.get('/console/', { 'If-None-Match': '"other"' })).status).toBe(200);
    await using other = await Scene.start();
    await writeFile(join(other.folder, 'dist/index.html'), index.replace('B1a2C3d4', 'Z9a2C3d4'));
    expect((await other.get('/console/')).headers.get('ETag')).not.toBe(etag);
  });

  test('what has its content in its name is kept for ever, and comes as small as the browser can take it', async () => {
    await using scene = await Scene.start();
    const path = '/console/assets/index-B1a2C3d4.js';
    const raw = (accepted: string) =>
      scene.api.raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAccept-Encoding: ${accepted}\r\n\r\n`);
    expect(await raw('identity')).toContain(script);
    expect(await raw('gzip, br')).toMatch(/content-encoding: br\r\n/i);
    expect(await raw('gzip, br;q=0')).toMatch(/content-encoding: gzip\r\n/i);
    const response = await scene.get(path);
    expect(await response.text()).toBe(script);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'Accept-Encoding',
    });
    expect((await scene.get('/console/icon.svg')).headers.get('Cache-Control')).toBe('no-cache');
  });

  test('HEAD tells what GET does, without it', async () => {
    await using scene = await Scene.start();
    const accepted = { 'Accept-Encoding': 'gzip' };
    const head = await scene.get('/console/', accepted, 'HEAD');
    const get = await scene.get('/console/', accepted);
    const known = ({ headers }: Response) => ({ ...Object.fromEntries(headers), date: '', connection: '', 'keep-alive': '' });
    expect(known(head)).toEqual(known(get));
    expect(await head.text()).toBe('');
  });

  test('its codings are those of the same bytes', async () => {
    await using scene = await Scene.start();
    const { readConsoleFiles } = await import('./files.ts');
    const file = (await readConsoleFiles(join(scene.folder, 'dist')))?.get('assets/index-B1a2C3d4.js');
    expect(brotliDecompressSync((await file?.bytes('br')) ?? '').toString()).toBe(script);
    expect(gunzipSync((await file?.bytes('gzip')) ?? '').toString()).toBe(script);
    expect((await file?.bytes('br'))?.length).toBeLessThan(script.length / 10);
  });

  test.each([
    '/console/../private.txt',
    '/console/..%2fprivate.txt',
    '/console/%2e%2e/private.txt',
    '/console/%2e%2e%2fprivate.txt',
    '/console/assets/..%2f..%2f..%2fprivate.txt',
    '/console/..%5cprivate.txt',
    '/console//private.txt',
    '/console/%00/private.txt',
    '/console/link.txt',
    '/console/.vite/manifest.json',
    '/console/assets/../../../../../../etc/passwd',
    '/console/..;/private.txt',
  ])('nothing outside its folder is reached by %s', async (path) => {
    await using scene = await Scene.start();
    const received = await scene.api.raw(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    expect(received).toMatch(/^HTTP\/1\.1 (200|404) /);
    expect(received).not.toContain('for nobody');
    expect(received).not.toContain('root:');
  });

  test('lets nothing foreign run in it, sends nothing elsewhere and stands in no frame, whatever is answered', async () => {
    await using scene = await Scene.start();
    for (const path of ['/console/', '/console/assets/index-B1a2C3d4.js', '/console/no.js']) {
      const { headers } = await scene.get(path);
      const policy = new Map((headers.get('Content-Security-Policy') ?? '').split('; ').map((part) => [part.split(' ', 1)[0], part]));
      expect(policy.get('default-src')).toBe("default-src 'none'");
      expect(policy.get('script-src')).toBe("script-src 'self'");
      expect(policy.get('style-src')).toBe("style-src 'self'");
      expect(policy.get('connect-src')).toBe("connect-src 'self'");
      expect(policy.get('frame-ancestors')).toBe("frame-ancestors 'none'");
      expect(policy.get('base-uri')).toBe("base-uri 'none'");
      expect(policy.get('form-action')).toBe("form-action 'none'");
      expect([...policy.values()].join(' ')).not.toMatch(/unsafe|https?:|\*/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
      expect(headers.get('Permissions-Policy')).toContain('camera=()');
      expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
    }
    expect((await scene.get('/console/no.js')).status).toBe(404);
  });

  test('browsers that ask for nothing more than the server come to it, and calls do not', async () => {
    await using scene = await Scene.start();
    const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    for (const path of ['/', '/console']) {
      const response = await scene.get(path, browser);
      expect([path, response.status, response.headers.get('Location')]).toEqual([path, 302, '/console/']);
    }
    const call = new URLSearchParams(signed({ Action: 'GetProjectList' })).toString();
    expect(await (await scene.get(`/?${call}`, browser)).json()).toMatchObject({ RetCode: 0 });
    expect(await (await scene.get('/?', browser)).json()).toMatchObject({ RetCode: 160 });
    expect(await (await scene.get('/')).json()).toMatchObject({ RetCode: 160 });
    expect(await (await scene.get('/console/', {}, 'POST')).json()).toMatchObject({ RetCode: 161 });
  });

  test('tells how it is built while it is not, and is there once it is', async () => {
    await using scene = await Scene.start({ isBuilt: false });
    const before = await scene.get('/console/');
    expect([before.status, await before.text()]).toEqual([404, expect.stringContaining('npm run build')]);
    expect(before.headers.get('Content-Type')).toBe('text/plain; charset=utf-8');
    await scene.build();
    expect(await (await scene.get('/console/')).text()).toBe(index);
  });

  test('a server without one has nothing there', async () => {
    await using api = await Harness.start();
    expect((await api.fetch('/console/')).json).toMatchObject({ RetCode: 161 });
    expect((await api.fetch('/', { headers: { Accept: 'text/html' } })).json).toMatchObject({ RetCode: 160 });
  });
});

test.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP;q=0.5', 'gzip'],
  ['br;q=0, gzip;q=0.1', 'gzip'],
  ['br;q=0, *;q=1', 'gzip'],
  ['*', 'br'],
  ['identity', 'identity'],
  ['br;q=x', 'identity'],
])('Accept-Encoding %j is answered with %s', (accepted, coding) => {
  expect(acceptedCoding(accepted)).toBe(coding);
});
