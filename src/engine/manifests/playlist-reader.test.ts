import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { PurgeItem } from '../../tasks/work.ts';
import { systemClock } from '../clock.ts';
import { item, node, options } from '../testing/scene.ts';
import { UndiciTransport } from '../undici-transport.ts';
import { foundReports, PlaylistReader } from './playlist-reader.ts';
import { representation, video, vod } from './testing/mpd.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A reader that reads through an edge on this machine, which has these pages of cdn.example.com. */
async function edge(pages: Readonly<Record<string, { type: string; text: string }>>) {
  const asked: string[] = [];
  const server: Server = createServer((request: IncomingMessage, response) => {
    asked.push(`${request.headers.host}${request.url}`);
    const page = pages[request.url ?? ''];
    response.writeHead(page === undefined ? 404 : 200, { 'content-type': page?.type ?? 'text/plain' });
    response.end(page?.text ?? 'not found');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const http = `http://127.0.0.1:${address.port}`;
  const settings = node('edge-a', { addresses: { http } });
  const transport = new UndiciTransport({ addresses: { http }, connections: 4, connectMs: 5000, tls: { verify: true } });
  const reader = new PlaylistReader({ clock: systemClock, random: () => 0.5, options: () => options([], []) });
  closers.push(async () => {
    reader.stop();
    await transport.destroy();
    server.close();
    await once(server, 'close');
  });
  return { asked, reader, wayTo: async () => ({ options: settings, transport }) };
}

const ending = '#EXT-X-ENDLIST\n';

describe('a manifest of a prefetch', () => {
  test('of DASH is asked for at the node, and what of it is selected found', async () => {
    const numbered = '<SegmentTemplate media="$RepresentationID$/$Number$.m4s" initialization="$RepresentationID$/init.mp4" duration="4"/>';
    const text = vod(video(numbered + representation('hd', 3000) + representation('sd', 1000)));
    const { asked, reader, wayTo } = await edge({ '/show/list.mpd?x=1': { type: 'application/dash+xml', text } });
    const source = { id: 7, url: 'http://cdn.example.com/show/list.mpd?x=1' };
    const reading = await reader.readForPrefetch(item('edge-a', 'cdn.example.com', [source.url]), source, wayTo, {
      firstSeconds: 4,
      maxBitrate: 2000,
    });
    expect(asked).toEqual(['cdn.example.com/show/list.mpd?x=1']);
    expect(reading.urls).toEqual(['http://cdn.example.com/show/sd/init.mp4', 'http://cdn.example.com/show/sd/1.m4s']);
    expect(foundReports({ task: 1, urlId: 7, nodeIndex: 0, item: 'item-1' }, reading)).toEqual([
      { kind: 'found', task: 1, urlId: 7, nodeIndex: 0, item: 'item-1', urls: reading.urls },
    ]);
  });

  test('of HLS leads to the playlists of its own domain only', async () => {
    const { asked, reader, wayTo } = await edge({
      '/m.m3u8': {
        type: 'application/vnd.apple.mpegurl',
        text: '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://other.example.net/b.m3u8\n',
      },
      '/a.m3u8': { type: 'text/plain', text: `#EXTM3U\n#EXTINF:6,\n1.ts\n${ending}` },
    });
    const source = { id: 1, url: 'http://cdn.example.com/m.m3u8' };
    const reading = await reader.readForPrefetch(item('edge-a', 'cdn.example.com', [source.url]), source, wayTo, {});
    expect(asked).toEqual(['cdn.example.com/m.m3u8', 'cdn.example.com/a.m3u8']);
    expect(reading.urls.map((url) => new URL(url).pathname)).toEqual(['/a.m3u8', '/b.m3u8', '/1.ts']);
    expect([...reading.elsewhere]).toEqual([['other.example.net', 1]]);
    expect(reading.unreadCount).toBe(1);
  });

  test('that came as something else is told by what its response called it', async () => {
    const { reader, wayTo } = await edge({ '/live': { type: 'application/dash+xml; charset=utf-8', text: '<!DOCTYPE MPD><MPD/>' } });
    const source = { id: 1, url: 'http://cdn.example.com/live' };
    const reading = await reader.readForPrefetch(item('edge-a', 'cdn.example.com', [source.url]), source, wayTo, {});
    expect(reading.fault).toEqual({
      reason: 'protocol',
      message: 'the manifest could not be read: it has a DOCTYPE, which is not read',
    });
  });
});

test('a playlist of a refresh takes all, and DASH is none', async () => {
  const { reader, wayTo } = await edge({
    '/m.m3u8': { type: 'audio/mpegurl', text: `#EXTM3U\n#EXT-X-GAP\n#EXTINF:6,\n1.ts\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n${ending}` },
    '/m.mpd': { type: 'application/dash+xml', text: vod('') },
  });
  const purge: PurgeItem = { ...item('edge-a', 'cdn.example.com', 1), kind: 'purge', scope: 'object', mode: 'delete', readsPlaylist: true };
  const read = (url: string) => reader.read(purge, { id: 1, url }, wayTo);
  expect((await read('http://cdn.example.com/m.m3u8')).urls).toEqual(['http://cdn.example.com/1.ts', 'http://cdn.example.com/k']);
  expect((await read('http://cdn.example.com/m.mpd')).fault?.message).toContain('what came is no HLS playlist (#EXTM3U in the first line)');
});
