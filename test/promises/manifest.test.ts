import { describe, expect, test, vi } from 'vitest';
import { after, body, type Behaviour, hangsBeforeHeaders, status } from '../../lab/behaviours.ts';
import { startForewarm, type ForewarmOptions, type LabForewarm } from '../../lab/forewarm.ts';
import { startNginxEdge } from '../../lab/nginx-edge.ts';
import { startOrigin, type Origin } from '../../lab/origin.ts';
import { startVarnish } from '../../lab/varnish.ts';
import { createClient, waitForTask, type TaskSummary } from '../../src/client/index.ts';
import { vod, representation, video } from '../../src/engine/manifests/testing/mpd.ts';

// Each test starts servers, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000 });

/** A prefetch that reads manifests, over the whole way: submit, pull, read, grow, pull, and every object asked for at every edge. */
const host = 'cdn.test';
const url = (path: string): string => `http://${host}${path}`;

const hls = 'application/vnd.apple.mpegurl';
const dash = 'application/dash+xml';

/** A body that tests can write; cacheable unless the headers say otherwise. */
function text(content: string, type = hls, headers: Readonly<Record<string, string>> = {}): Behaviour {
  return ({ response }) =>
    void response
      .writeHead(200, { 'Cache-Control': 'max-age=3600', 'Content-Type': type, 'Content-Length': Buffer.byteLength(content), ...headers })
      .end(content);
}

const variant = (name: string, bitrate: number): string => `#EXT-X-STREAM-INF:BANDWIDTH=${bitrate}\n${name}\n`;
const segments = (...names: readonly string[]): string => names.map((name) => `#EXTINF:4,\n${name}\n`).join('');
const list = (inside: string, end = '#EXT-X-ENDLIST\n'): string => `#EXTM3U\n#EXT-X-TARGETDURATION:4\n${inside}${end}`;

/** A film in two renditions, with audio, a map and a key. */
const film = {
  '/film/master.m3u8': text(
    `#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="audio.m3u8"\n${variant('sd/list.m3u8', 800_000)}${variant('/film/hd/list.m3u8', 3_000_000)}`,
  ),
  '/film/audio.m3u8': text(list(segments('a1.aac', 'a2.aac', 'a3.aac'))),
  '/film/sd/list.m3u8': text(list(`#EXT-X-MAP:URI="init.mp4"\n${segments('1.m4s', '2.m4s', '3.m4s')}`)),
  '/film/hd/list.m3u8': text(list(`#EXT-X-KEY:METHOD=AES-128,URI="../key"\n${segments('1.ts', '2.ts?token=%7e', '../hd/3.ts')}`)),
};
const sd = ['/film/sd/list.m3u8', '/film/sd/init.mp4', '/film/sd/1.m4s', '/film/sd/2.m4s', '/film/sd/3.m4s'];
const hd = ['/film/hd/list.m3u8', '/film/key', '/film/hd/1.ts', '/film/hd/2.ts?token=%7e', '/film/hd/3.ts'];
const audio = ['/film/audio.m3u8', '/film/a1.aac', '/film/a2.aac', '/film/a3.aac'];

/** An origin, an nginx and a Varnish edge, and forewarm before them. */
async function scene(paths: Readonly<Record<string, Behaviour>>, more: Partial<ForewarmOptions> & { domain?: object } = {}) {
  await using parts = new AsyncDisposableStack();
  const origin = parts.use(await startOrigin({ paths, otherwise: body({ headers: { 'Cache-Control': 'max-age=3600' } }) }));
  const east = parts.use(await startNginxEdge({ upstream: origin.port }));
  const west = parts.use(await startVarnish({ upstream: origin.port }));
  const nodes = [
    { name: 'east', address: east.address, cache: 'nginx' },
    { name: 'west', address: west.address, cache: 'varnish' },
  ];
  const { domain, ...others } = more;
  const domains = [{ name: host, nodes: ['east', 'west'], ...domain }];
  const forewarm = parts.use(await startForewarm({ nodes, domains, ...others }));
  const kept = parts.move();
  return { origin, edges: [east, west], forewarm, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

type Selection = { FirstSeconds?: number; MaxBitrate?: number };

function submit(forewarm: LabForewarm, paths: readonly string[], selection: Selection = {}): Promise<{ TaskId: string }> {
  return forewarm.client.call('PrefetchNewUcdnDomainCache', { UrlList: paths.map(url), ParseManifest: true, ...selection });
}

async function warm(forewarm: LabForewarm, paths: readonly string[], selection?: Selection): Promise<TaskSummary> {
  const { TaskId } = await submit(forewarm, paths, selection);
  return waitForTask(forewarm.client, TaskId, { pollMs: 50, timeoutMs: 30_000 });
}

/** The lines of a task, as paths where they are on the host. */
async function linesOf({ client }: Pick<LabForewarm, 'client'>, TaskId: string): Promise<string[]> {
  const { UrlDetailList } = await client.call('DescribePrefetchUrlDetail', { TaskId, Limit: 1000 });
  return UrlDetailList.map(({ Url }) => Url.replace(url(''), ''));
}

/** All that nodes said of a line, one sentence each. */
async function toldOf({ client }: Pick<LabForewarm, 'client'>, TaskId: string, path: string): Promise<string> {
  const { UrlDetailList } = await client.call('DescribePrefetchUrlDetail', { TaskId, Limit: 1000 });
  const line = UrlDetailList.find(({ Url }) => Url === url(path));
  return (line?.Nodes ?? []).flatMap(({ Message = '' }) => (Message === '' ? [] : [Message])).join('\n');
}

async function missing(edges: Awaited<ReturnType<typeof scene>>['edges'], paths: readonly string[]): Promise<string[]> {
  const asked = edges.flatMap((edge) =>
    paths.map(async (path) => ((await edge.get(host, path, { headers: { 'Cache-Control': 'only-if-cached' } })).hit ? [] : [path])),
  );
  return (await Promise.all(asked)).flat();
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

describe('a prefetch that reads manifests', () => {
  test('warms an HLS master, the playlists that it names, their segments, keys and maps at every edge, all as one task', async () => {
    await using s = await scene(film);
    const task = await warm(s.forewarm, ['/film/master.m3u8', '/film/poster.jpg']);
    const all = ['/film/master.m3u8', '/film/poster.jpg', ...sd, ...hd, ...audio];
    expect(task).toMatchObject({ Status: 'success', UrlCount: all.length, SuccessCount: all.length });
    expect((await linesOf(s.forewarm, task.TaskId)).sort(byText)).toEqual(all.toSorted(byText));
    expect(await missing(s.edges, all)).toEqual([]);
    expect(await toldOf(s.forewarm, task.TaskId, '/film/master.m3u8')).toBe('14 URLs found in 4 manifests');
    expect(await toldOf(s.forewarm, task.TaskId, '/film/poster.jpg')).toBe('no manifest: warmed alone');
  });

  test('takes of it the seconds and bitrates that are wanted, asks for nothing else, and says what it left', async () => {
    await using s = await scene(film);
    const task = await warm(s.forewarm, ['/film/master.m3u8'], { FirstSeconds: 5, MaxBitrate: 1_000_000 });
    const taken = ['/film/master.m3u8', '/film/audio.m3u8', '/film/a1.aac', '/film/a2.aac', ...sd.slice(0, 4)];
    expect((await linesOf(s.forewarm, task.TaskId)).sort(byText)).toEqual(taken.toSorted(byText));
    expect(task.Status).toBe('success');
    expect(await missing(s.edges, taken)).toEqual([]);
    expect(new Set(s.origin.requests.map((request) => request.url))).toEqual(new Set(taken));
    const told = await toldOf(s.forewarm, task.TaskId, '/film/master.m3u8');
    expect(told).toContain('not taken: renditions above 1000000 bit/s (1), segments after the first 5 s (2)');
  });

  test('warms a DASH manifest', async () => {
    const template = '<SegmentTemplate media="$RepresentationID$/$Number$.m4s" initialization="$RepresentationID$/init.mp4" duration="4"/>';
    const mpd = vod(video(template + representation('hd', 3_000_000) + representation('sd', 800_000)));
    // By its beginning: neither name nor type call it a manifest.
    await using s = await scene({ '/d/film.mpd': text(mpd, dash), '/d/play?film=1': text(mpd, 'application/octet-stream') });
    const named = ['hd', 'sd'].flatMap((id) => ['init.mp4', '1.m4s', '2.m4s', '3.m4s'].map((name) => `/d/${id}/${name}`));
    for (const manifest of ['/d/film.mpd', '/d/play?film=1']) {
      const task = await warm(s.forewarm, [manifest]);
      expect(task).toMatchObject({ Status: 'success', UrlCount: 9 });
      expect((await linesOf(s.forewarm, task.TaskId)).sort(byText)).toEqual([manifest, ...named].toSorted(byText));
      expect(await missing(s.edges, [manifest, ...named])).toEqual([]);
    }
  });

  test('warms what a live playlist names at that moment; that nothing may keep the playlist itself is told beside', async () => {
    const live = (first: number): Behaviour =>
      text(list(`#EXT-X-MEDIA-SEQUENCE:${first}\n${segments(...[0, 1, 2, 3].map((n) => `${first + n}.ts`))}`, ''), hls, {
        'Cache-Control': 'no-store',
      });
    await using s = await scene({ '/live/a.m3u8': live(7) });
    const then = await warm(s.forewarm, ['/live/a.m3u8']);
    s.origin.set('/live/a.m3u8', live(9));
    const now = await warm(s.forewarm, ['/live/a.m3u8'], { FirstSeconds: 4 });
    expect(await linesOf(s.forewarm, then.TaskId)).toEqual(['a.m3u8', '7.ts', '8.ts', '9.ts', '10.ts'].map((name) => `/live/${name}`));
    expect(then).toMatchObject({ Status: 'failure', SuccessCount: 4, FailureCount: 1 });
    expect(await missing(s.edges, ['/live/7.ts', '/live/10.ts'])).toEqual([]);
    const told = await toldOf(s.forewarm, now.TaskId, '/live/a.m3u8');
    expect(told).toContain('no-store');
    expect(told).toMatch(/; \d URLs? found in 1 manifest; not taken: .*before the place where a player starts/);
    expect((await linesOf(s.forewarm, now.TaskId)).length).toBeLessThan(5);
  });

  test('ends where playlists name each other in a circle', async () => {
    await using s = await scene({
      '/c/a.m3u8': text(`#EXTM3U\n${variant('b.m3u8', 1)}${variant('a.m3u8', 1)}`),
      '/c/b.m3u8': text(`#EXTM3U\n${variant('../c/a.m3u8', 1)}${variant('c.m3u8', 1)}`),
      '/c/c.m3u8': text(list(segments('1.ts'))),
    });
    const task = await warm(s.forewarm, ['/c/a.m3u8', '/c/b.m3u8']);
    expect(task).toMatchObject({ Status: 'success', UrlCount: 4 });
    expect(await missing(s.edges, ['/c/a.m3u8', '/c/b.m3u8', '/c/c.m3u8', '/c/1.ts'])).toEqual([]);
  });

  test('says what of it lies on other hosts; what lies on a domain of the project is warmed on the nodes of that', async () => {
    await using s = await scene(
      {
        '/x/a.m3u8': text(
          `#EXTM3U\n${variant('http://other.test/b.m3u8', 1)}${variant('http://closed.test/c.m3u8', 1)}${variant('http://ads.example/d.m3u8', 1)}${variant('e.m3u8', 1)}`,
        ),
        '/x/e.m3u8': text(list(segments('http://other.test/1.ts', 'http://ads.example/2.ts', 'data:video/mp2t,x'))),
      },
      {
        domains: [
          { name: host, nodes: ['east', 'west'] },
          { name: 'other.test', nodes: ['east'] },
          { name: 'closed.test', nodes: ['east'], prefetch: false },
        ],
      },
    );
    const task = await warm(s.forewarm, ['/x/a.m3u8']);
    expect(await linesOf(s.forewarm, task.TaskId)).toEqual([
      '/x/a.m3u8',
      'http://other.test/b.m3u8',
      '/x/e.m3u8',
      'http://other.test/1.ts',
    ]);
    expect(task.Status).toBe('success');
    const [east, west] = s.edges;
    const asking = { headers: { 'Cache-Control': 'only-if-cached' } };
    expect((await east?.get('other.test', '/1.ts', asking))?.hit).toBe(true);
    expect((await west?.get('other.test', '/1.ts', asking))?.hit).toBe(false);
    expect(s.origin.requests.filter(({ host: asked }) => ['ads.example', 'closed.test'].includes(asked))).toEqual([]);
    expect(await toldOf(s.forewarm, task.TaskId, '/x/a.m3u8')).toBe(
      '6 URLs found in 2 manifests, 5 of them on other hosts (other.test, closed.test, ads.example), 3 manifests there not read; left out: 1 data:; ' +
        '3 of the URLs that it names are of no domain of this project that may be prefetched (closed.test, ads.example) and were left alone',
    );
  });

  const million =
    '<MPD mediaPresentationDuration="PT1000000S"><Period><AdaptationSet contentType="video"><SegmentTemplate duration="1" media="$Number$"/><Representation id="v" bandwidth="1"/></AdaptationSet></Period></MPD>';
  test.each([
    [`names a million segments in ${million.length} bytes`, million, 'it names 1000000 URLs, and no more than 100000 are taken'],
    [
      'has a bomb of entities',
      '<!DOCTYPE MPD [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><MPD>&b;</MPD>',
      'it has a DOCTYPE, which is not read',
    ],
    ['names a file of the machine as an entity', '<!DOCTYPE MPD [<!ENTITY x SYSTEM "file:///etc/passwd">]><MPD>&x;</MPD>', 'DOCTYPE'],
    ['nests wrongly', '<MPD><Period><AdaptationSet></Period></AdaptationSet></MPD>', 'it is no well-formed XML'],
    ['nests deeply', `<MPD>${'<a>'.repeat(100_000)}`, 'elements nest in it more than 32 deep'],
    ['is something else', '<html>', 'what came is no DASH manifest (an MPD element): it begins with "<html>"'],
  ])('has failed, with nothing expanded, where the manifest %s', async (_what, mpd, sentence) => {
    await using s = await scene({ '/bad.mpd': text(mpd, dash) });
    const task = await warm(s.forewarm, ['/bad.mpd', '/fine.jpg']);
    expect(task).toMatchObject({ Status: 'failure', UrlCount: 2, SuccessCount: 1, FailureCount: 1 });
    expect(await toldOf(s.forewarm, task.TaskId, '/bad.mpd')).toContain(sentence);
    expect(await missing(s.edges, ['/bad.mpd'])).toEqual([]);
  });

  test('has failed in part where a nested playlist can’t be had, and warms the rest; a retry reads it again', async () => {
    await using s = await scene({ ...film, '/film/hd/list.m3u8': status(404, { 'Cache-Control': 'no-store' }) });
    const task = await warm(s.forewarm, ['/film/master.m3u8']);
    expect(task).toMatchObject({ Status: 'failure', UrlCount: 11 });
    expect(await toldOf(s.forewarm, task.TaskId, '/film/master.m3u8')).toContain(
      `the manifest ${url('/film/hd/list.m3u8')} could not be read: the node answered with status 404`,
    );
    expect(await missing(s.edges, [...sd, ...audio])).toEqual([]);
    s.origin.set('/film/hd/list.m3u8', film['/film/hd/list.m3u8']);
    const { TaskId } = await s.forewarm.client.call('RetryUcdnCacheTask', { TaskId: task.TaskId });
    expect(await waitForTask(s.forewarm.client, TaskId, { pollMs: 50, timeoutMs: 30_000 })).toMatchObject({ Status: 'success' });
    expect(await missing(s.edges, ['/film/master.m3u8', ...hd])).toEqual([]);
  });

  test('reads through one node only, the first that has it, also where the one that would be first is down', async () => {
    const once = { 'Cache-Control': 'no-store' };
    await using origin = await startOrigin({
      paths: { '/m.m3u8': text(`#EXTM3U\n${variant('n.m3u8', 1)}`, hls, once), '/n.m3u8': text(list(segments('1.ts')), hls, once) },
    });
    await using east = await startNginxEdge({ upstream: origin.port });
    await using west = await startNginxEdge({ upstream: origin.port });
    await using down = await startNginxEdge({ upstream: origin.port });
    await down.stop();
    for (const stagger of [true, false]) {
      await using forewarm = await startForewarm({
        nodes: Object.entries({ down, east, west }).map(([name, { address }]) => ({ name, address, cache: 'nginx' })),
        domains: [{ name: host, nodes: ['down', 'east', 'west'], verify: 'off', stagger }],
        more: { timeouts: { nodeDownMs: 1000 }, retry: { attempts: 1 } },
      });
      origin.forget();
      const task = await warm(forewarm, ['/m.m3u8']);
      expect(task).toMatchObject({ Status: 'failure', UrlCount: 3 });
      // Nothing may be stored of either, so that each request shows: one of each edge's pull, and one of the reading.
      expect([origin.count('/m.m3u8'), origin.count('/n.m3u8')]).toEqual([3, 3]);
      expect(await missing([east, west], ['/1.ts'])).toEqual([]);
    }
  });

  test('does not lead a key out of what it is held to', async () => {
    const partner = { publicKey: 'partner', privateKey: 'partner-private-key', urls: [`${host}/film/`] };
    const master = `#EXTM3U\n${variant('sd/list.m3u8', 1)}${variant('/secret/list.m3u8', 1)}${variant('a/../../secret/b.m3u8', 1)}`;
    await using s = await scene(
      { ...film, '/film/mine.m3u8': text(master), '/secret/list.m3u8': text(list(segments('1.ts'))) },
      { more: { keys: [partner] } },
    );
    const client = createClient({ endpoint: s.forewarm.endpoint, ...partner });
    const { TaskId } = await client.call('PrefetchNewUcdnDomainCache', { UrlList: [url('/film/mine.m3u8')], ParseManifest: true });
    expect(await waitForTask(client, TaskId, { pollMs: 50 })).toMatchObject({ Status: 'success', UrlCount: 6 });
    expect(s.origin.requests.filter((request) => request.url.includes('secret'))).toEqual([]);
    const told = await toldOf({ client }, TaskId, '/film/mine.m3u8');
    expect(told).toContain('2 manifests that the key may not submit not read');
    expect(told).toContain('2 are beyond what the key may submit, and were left out');
  });

  test('counts what was submitted in the quota, and nothing else', async () => {
    await using s = await scene(film, { domain: { quota: { prefetchPerDay: 1 } } });
    expect(await warm(s.forewarm, ['/film/master.m3u8'])).toMatchObject({ Status: 'success', UrlCount: 15 });
    await expect(submit(s.forewarm, ['/film/other.m3u8'])).rejects.toMatchObject({ retCode: 604 });
  });
});

/** A reading that has come as far as its second manifest, which the origin holds back. */
async function amidst(origin: Origin, forewarm: LabForewarm): Promise<string> {
  const { TaskId } = await submit(forewarm, ['/film/master.m3u8']);
  await origin.arrived('/film/hd/list.m3u8');
  return TaskId;
}

describe('in the midst of a reading', () => {
  test('a kill -9 loses nothing: the task is whole after the restart', async () => {
    const gate = Promise.withResolvers<void>();
    await using s = await scene({ ...film, '/film/hd/list.m3u8': after(gate.promise, film['/film/hd/list.m3u8']) });
    const TaskId = await amidst(s.origin, s.forewarm);
    await s.forewarm.crash();
    gate.resolve();
    await s.forewarm.start();
    const all = ['/film/master.m3u8', ...sd, ...hd, ...audio];
    const task = await waitForTask(s.forewarm.client, TaskId, { pollMs: 50, timeoutMs: 30_000 });
    expect(task).toMatchObject({ Status: 'success', UrlCount: all.length, SuccessCount: all.length });
    expect((await linesOf(s.forewarm, TaskId)).sort(byText)).toEqual(all.toSorted(byText));
    expect(await missing(s.edges, all)).toEqual([]);
  });

  test('a cancel ends it: what was asked for is called off at the node, and no line comes after', async () => {
    // The node is the origin itself: a cache would go on with what it fetches.
    await using node = await startOrigin({ paths: { ...film, '/film/hd/list.m3u8': hangsBeforeHeaders() } });
    await using forewarm = await startForewarm({
      nodes: [{ name: 'edge', address: node.address }],
      domains: [{ name: host, nodes: ['edge'], verify: 'off' }],
    });
    const TaskId = await amidst(node, forewarm);
    expect(await forewarm.client.call('CancelUcdnCacheTask', { TaskId: [TaskId] })).toEqual({ CancelledList: [TaskId] });
    // By itself it would hang for timeouts.headersMs, half a minute.
    await expect.poll(() => node.inFlight, { timeout: 15_000 }).toBe(0);
    expect(node.requests.find((request) => request.url === '/film/hd/list.m3u8')).toMatchObject({ isCut: true });
    const asked = node.requests.length;
    expect(await warm(forewarm, ['/film/poster.jpg'])).toMatchObject({ Status: 'success' });
    expect(node.requests.slice(asked).map((request) => request.url)).toEqual(['/film/poster.jpg', '/film/poster.jpg']);
    expect(await linesOf(forewarm, TaskId)).toEqual(['/film/master.m3u8']);
  });
});
