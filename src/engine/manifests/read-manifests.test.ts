import { describe, expect, test } from 'vitest';
import { defaultBounds } from './reading.ts';
import { sentenceOf } from './sentence.ts';
import { beside, named, Site } from './testing/site.ts';

const variant = (name: string): string => `#EXT-X-STREAM-INF:BANDWIDTH=1\n${name}\n`;
const segments = (count: number, prefix = ''): string =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:6\n${Array.from({ length: count }, (_, n) => `#EXTINF:6.006,\n${prefix}${n}.ts\n`).join('')}`;

describe('a playlist', () => {
  test('that leads to others is read with them, level by level, each name once and in order', async () => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('hd/list.m3u8')}${variant('sd/list.m3u8')}${variant('hd/list.m3u8')}`,
      'hd/list.m3u8': '#EXTM3U\n#EXT-X-MAP:URI="../init.mp4"\n#EXTINF:6,\n1.ts\n#EXTINF:6,\n/show/hd/1.ts\n',
      'sd/list.m3u8': '#EXTM3U\n#EXT-X-MAP:URI="../init.mp4"\n#EXTINF:6,\n1.ts\n',
    });
    const reading = await site.read();
    expect(beside(reading.urls)).toEqual(['hd/list.m3u8', 'sd/list.m3u8', 'init.mp4', 'hd/1.ts', 'sd/1.ts']);
    expect(reading).toMatchObject({ manifestCount: 3, unreadCount: 0 });
    expect(reading.fault).toBeUndefined();
    expect(sentenceOf(reading)).toBe('5 URLs found in 3 playlists');
  });

  test('with one segment, and one with none', async () => {
    expect(await named(segments(1))).toEqual(['0.ts']);
    expect(await named('#EXTM3U\n#EXT-X-ENDLIST')).toEqual([]);
  });

  test('in a circle is read once, and is not among what it names', async () => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('a.m3u8')}${variant('master.m3u8')}`,
      'a.m3u8': `#EXTM3U\n${variant('b.m3u8')}`,
      'b.m3u8': `#EXTM3U\n${variant('a.m3u8')}${variant('./master.m3u8')}#EXTINF:1,\nb.ts\n`,
    });
    expect(beside((await site.read()).urls)).toEqual(['a.m3u8', 'b.m3u8', 'b.ts']);
    expect(beside(site.asked)).toEqual(['master.m3u8', 'a.m3u8', 'b.m3u8']);
  });

  test('that is a segment in one place and a variant in another is read all the same', async () => {
    const site = new Site({ 'master.m3u8': `#EXTM3U\n#EXTINF:1,\na.m3u8\n${variant('a.m3u8')}`, 'a.m3u8': segments(1) });
    expect(beside((await site.read()).urls)).toEqual(['a.m3u8', '0.ts']);
  });

  test('that was redirected names from where it came, and that place is an object, too', async () => {
    const site = new Site({
      'master.m3u8': '->https://cdn.example.com/v2/master.m3u8',
      '/v2/master.m3u8': `#EXTM3U\n${variant('list.m3u8')}${variant('/v2/master.m3u8')}`,
      '/v2/list.m3u8': segments(1),
    });
    expect((await site.read()).urls).toEqual([
      'https://cdn.example.com/v2/master.m3u8',
      'https://cdn.example.com/v2/list.m3u8',
      'https://cdn.example.com/v2/0.ts',
    ]);
    expect(site.asked).toHaveLength(2);
  });

  test('lists what it names on other hosts, and asks none of them', async () => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('https://ads.example.net/ad.m3u8')}${variant('own.m3u8')}`,
      'own.m3u8': '#EXTM3U\n#EXTINF:1,\n//media.example.org/1.ts\n#EXTINF:1,\nhttp://cdn.example.com/plain.ts\n',
      'https://ads.example.net/ad.m3u8': segments(1),
    });
    const reading = await site.read();
    expect(reading.urls).toEqual([
      'https://ads.example.net/ad.m3u8',
      'https://cdn.example.com/show/own.m3u8',
      'https://media.example.org/1.ts',
      'http://cdn.example.com/plain.ts',
    ]);
    expect(site.asked).toHaveLength(2);
    expect(sentenceOf(reading)).toBe(
      '4 URLs found in 2 playlists, 2 of them on other hosts (ads.example.net, media.example.org), 1 playlist there not read',
    );
  });

  test('says what it names that no node can be asked for', async () => {
    const keys = ['data:text/plain;base64,AAAA', 'skd://1', 'data:,x', 'http://10.0.0.1/k', 'k.bin', '{$nothing}/k'];
    const reading = await new Site({
      'master.m3u8': `#EXTM3U\n${keys.map((uri) => `#EXT-X-KEY:METHOD=AES-128,URI="${uri}"`).join('\n')}\n#EXTINF:1,\n1.ts`,
    }).read();
    expect(beside(reading.urls)).toEqual(['k.bin', '1.ts']);
    expect(sentenceOf(reading)).toBe(
      '2 URLs found in 1 playlist; left out: 2 data:, 1 skd:, 1 whose host is an IP address, 1 with an undefined variable',
    );
  });

  test('with a thousand kinds of what is left out, or of hosts, tells some of them', async () => {
    const odd = Array.from({ length: 1000 }, (_, n) => `x${n}://a\nhttps://h${n}.example.net/`).join('\n');
    const reading = await new Site({ 'master.m3u8': `#EXTM3U\n${odd}` }).read();
    expect([...reading.skipped].slice(15)).toEqual([
      ['x15:', 1],
      ['others', 984],
    ]);
    expect(reading.elsewhere.get('others')).toBe(984);
    expect(sentenceOf(reading).length).toBeLessThan(1000);
  });
});

describe('what can’t be read', () => {
  test('is a fault: the node’s own, where it did not answer with a playlist', async () => {
    const reading = await new Site({}).read();
    expect(reading).toMatchObject({ urls: [], manifestCount: 0 });
    expect(reading.fault).toEqual({
      reason: 'http_status',
      message: 'the playlist could not be read: the node answered with status 404',
      httpStatus: 404,
    });
  });

  test.each([
    ['an empty body', '', 'it is empty'],
    ['blanks', '\n \n', 'it is empty'],
    ['an error page', '<!DOCTYPE html>\n<html><title>404</title>', 'it begins with "<!DOCTYPE html>?<html><title>404</title>"'],
    ['garbage', '\u0000\u0001\u0002', 'it begins with "???"'],
    ['another kind of manifest', '<?xml version="1.0"?><MPD/>', 'it begins with "<?xml version="1.0"?><MPD/>"'],
  ])('is a fault: %s', async (_what, text, told) => {
    const { fault } = await new Site({ 'master.m3u8': text }).read();
    expect(fault?.reason).toBe('protocol');
    expect(fault?.message).toBe(`the playlist could not be read: what came is no HLS playlist (#EXTM3U in the first line): ${told}`);
  });

  test('among several leaves what the others name, and says which it was', async () => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('gone.m3u8')}${variant('page.m3u8')}${variant('fine.m3u8')}`,
      'page.m3u8': '<html>',
      'fine.m3u8': segments(2),
    });
    const { urls, fault } = await site.read();
    expect(beside(urls)).toEqual(['gone.m3u8', 'page.m3u8', 'fine.m3u8', '0.ts', '1.ts']);
    expect(fault).toEqual({
      reason: 'http_status',
      message:
        'the playlist https://cdn.example.com/show/gone.m3u8 could not be read: the node answered with status 404 (and 1 more of the playlists in it)',
      httpStatus: 404,
    });
  });
});

describe('beyond a bound nothing is found, and the fault says which it was:', () => {
  test.each([
    ['URLs', { urls: 3 }, 'it names more than 3 URLs'],
    ['names', { names: 5 }, 'more than 5 names stand in it'],
    ['playlists', { manifests: 2 }, 'it leads to more than 2 playlists'],
    ['depth', { depth: 2 }, 'playlists nest in it more than 2 deep'],
    ['length', { textLength: 100 }, 'it and the playlists in it are longer than 100 characters'],
  ])('%s', async (_what, bound, told) => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('a.m3u8')}`,
      'a.m3u8': `#EXTM3U\n${variant('b.m3u8')}#EXTINF:1,\n1.ts\n#EXTINF:1,\n2.ts`,
      'b.m3u8': `#EXTM3U\n#EXTINF:1,\n2.ts\n#EXTINF:1,\n1.ts\n`,
    });
    const fits = { urls: 4, names: 6, manifests: 3, depth: 3, textLength: 200 };
    const whole = await site.read(fits);
    expect(whole.fault).toBeUndefined();
    expect(whole.urls).toHaveLength(4);
    const reading = await site.read({ ...fits, ...bound });
    expect(reading.urls).toEqual([]);
    expect(reading.fault).toEqual({ reason: 'protocol', message: `the playlist was not followed: ${told}` });
  });

  test('a chain without end stops', async () => {
    const asked: string[] = [];
    const site = new Site({});
    Object.assign(site, {
      fetchText: async (url: string) => {
        asked.push(url);
        return { text: `#EXTM3U\n${variant(`${asked.length}.m3u8`)}`, finalUrl: url };
      },
    });
    expect((await site.read()).fault?.message).toContain(`more than ${defaultBounds.depth} deep`);
    expect(asked).toHaveLength(defaultBounds.depth);
  });
});

describe('a huge playlist', () => {
  test('of 50,000 segments is read, and the event loop has its turns meanwhile', async () => {
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    const { urls, fault } = await new Site({ 'master.m3u8': segments(50_000, 'a-rather-long-name-for-a-segment-') }).read();
    clearInterval(ticking);
    expect(fault).toBeUndefined();
    expect(new Set(urls).size).toBe(50_000);
    expect(turns).toBeGreaterThan(0);
  });

  test('of one file in 50,000 byte ranges names one file', async () => {
    const ranges = Array.from({ length: 50_000 }, () => '#EXT-X-BYTERANGE:1000\n#EXTINF:6,\nall.ts\n').join('');
    expect(await named(`#EXTM3U\n${ranges}`)).toEqual(['all.ts']);
  });

  test('of more URLs than any task takes is a fault', async () => {
    const { urls, fault } = await new Site({ 'master.m3u8': segments(defaultBounds.urls + 1) }).read();
    expect(urls).toEqual([]);
    expect(fault?.message).toContain('more than 100000 URLs');
  });

  test.each([
    ['one line of 10 MB', `#EXTM3U\n${'a'.repeat(10_000_000)}`],
    ['one comment of 10 MB', `#EXTM3U\n#${'a'.repeat(10_000_000)}`],
    ['one tag of 10 MB, all quotes', `#EXTM3U\n#EXT-X-MEDIA:${'A="",'.repeat(2_000_000)}`],
    ['one tag of 10 MB, all commas', `#EXTM3U\n#EXT-X-MEDIA:${',=,'.repeat(3_000_000)}`],
    ['10 MB of blanks', `#EXTM3U\n${' '.repeat(10_000_000)}`],
    ['variants of nothing', `#EXTM3U\n${'#EXT-X-STREAM-INF:BANDWIDTH=1\n'.repeat(200_000)}`],
    ['variables in variables', `#EXTM3U\n#EXT-X-DEFINE:NAME="a",VALUE="${'x'.repeat(8000)}"\n${'{$a}'.repeat(1_000_000)}`],
  ])('that means harm has an end: %s', async (_what, text) => {
    const { urls, fault } = await new Site({ 'master.m3u8': text }).read();
    expect(urls).toEqual([]);
    expect(fault).toBeUndefined();
  });

  test('of more ways to write one name than anybody needs is a fault', async () => {
    const names = Array.from({ length: 20_001 }, (_, n) => `a#${n}`).join('\n');
    const { fault } = await new Site({ 'master.m3u8': `#EXTM3U\n${names}` }).read({ ...defaultBounds, names: 20_000 });
    expect(fault?.message).toContain('more than 20000 names');
  });
});
