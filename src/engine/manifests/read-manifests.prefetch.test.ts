import { describe, expect, test } from 'vitest';
import { defaultBounds } from './reading.ts';
import { sentenceOf } from './sentence.ts';
import { live, representation, video, vod } from './testing/mpd.ts';
import { beside, Site } from './testing/site.ts';

const media = (count: number, prefix = ''): string =>
  `#EXTM3U\n#EXT-X-TARGETDURATION:6\n${Array.from({ length: count }, (_, n) => `#EXTINF:6,\n${prefix}${n}.ts\n`).join('')}#EXT-X-ENDLIST\n`;
const variant = (name: string, bitrate: number): string => `#EXT-X-STREAM-INF:BANDWIDTH=${bitrate}\n${name}\n`;
const numbered = '<SegmentTemplate media="$RepresentationID$-$Number$.m4s" duration="4"/>';

describe('for a prefetch', () => {
  test('an HLS presentation is read as far as it is selected, and the outcome says what was not taken', async () => {
    const site = new Site({
      'master.m3u8': `#EXTM3U\n${variant('sd.m3u8', 800)}${variant('md.m3u8', 1500)}${variant('hd.m3u8', 3000)}`,
      'sd.m3u8': media(100, 'sd-'),
      'md.m3u8': media(50, 'md-'),
    });
    const reading = await site.readSelected({ firstSeconds: 10, maxBitrate: 2000 });
    expect(beside(reading.urls)).toEqual(['sd.m3u8', 'md.m3u8', 'sd-0.ts', 'sd-1.ts', 'md-0.ts', 'md-1.ts']);
    expect(beside(site.asked)).toEqual(['master.m3u8', 'sd.m3u8', 'md.m3u8']);
    expect(reading.fault).toBeUndefined();
    expect(sentenceOf(reading)).toBe(
      '6 URLs found in 3 manifests; not taken: renditions above 2000 bit/s (1), segments after the first 10 s (146)',
    );
  });

  test('a DASH manifest is read, at the moment in which it came', async () => {
    const text = live(video(numbered + representation('v', 1), 'start="PT0S"'), 'timeShiftBufferDepth="PT8S"').replace(
      '12:00:00Z',
      '11:00:00Z',
    );
    const reading = await new Site({ 'master.m3u8': text }).readSelected({});
    expect(beside(reading.urls)).toEqual(['v-899.m4s', 'v-900.m4s']);
    expect(sentenceOf(reading)).toBe('2 URLs found in 1 manifest');
  });

  test('what is neither is a fault', async () => {
    const reading = await new Site({ 'master.m3u8': '<html>' }).readSelected({});
    expect(reading.fault).toEqual({
      reason: 'protocol',
      message: 'the manifest could not be read: what came is no HLS playlist (#EXTM3U in the first line): it begins with "<html>"',
    });
    expect(reading.unread).toEqual([reading.fault?.message]);
  });

  test('each part that can’t be read has its sentence, beside what the rest names', async () => {
    const broken = representation('b', 1, '<SegmentTemplate media="$Nope$"/>');
    const reading = await new Site({ 'master.m3u8': vod(video(numbered + representation('v', 1) + broken + broken)) }).readSelected({});
    expect(reading.urls).toHaveLength(3);
    const told =
      'the manifest could not be read in full: Representation "b" of Period 1: SegmentTemplate@media uses $Nope$, which is not understood';
    expect(reading.unread).toEqual([told]);
    expect(reading.fault).toEqual({ reason: 'protocol', message: `${told} (and 1 more of the manifests in it)` });
    const site = new Site({ 'master.m3u8': `#EXTM3U\n${variant('a.m3u8', 1)}${variant('b.m3u8', 1)}`, 'b.m3u8': '<html>' });
    expect((await site.readSelected({})).unread).toEqual([
      'the manifest https://cdn.example.com/show/a.m3u8 could not be read: the node answered with status 404',
      'the manifest https://cdn.example.com/show/b.m3u8 could not be read: what came is no HLS playlist (#EXTM3U in the first line): it begins with "<html>"',
    ]);
  });

  test('hosts that are not ours are told, by whoever knows them', async () => {
    const site = new Site({
      'master.m3u8': '#EXTM3U\n#EXTINF:1,\nhttps://ours.example.com/1.ts\n#EXTINF:1,\nhttps://ads.example.net/2.ts\n#EXTINF:1,\n3.ts\n',
    });
    const reading = await site.readSelected({}, { isOurs: (host) => host.endsWith('.example.com') });
    expect(reading.urls).toHaveLength(3);
    expect([...reading.elsewhere]).toEqual([['ads.example.net', 1]]);
    expect(sentenceOf(reading)).toBe('3 URLs found in 1 manifest, 1 of them on other hosts (ads.example.net)');
  });

  test('names that no node can be asked for are counted, in DASH, too', async () => {
    const odd = ['data:,x', 'ftp://example.com/x', 'http://10.0.0.1/x', 'https://cdn.example.com:8443/x']
      .map((base) => representation('v', 1, `<BaseURL>${base}</BaseURL><SegmentBase/>`))
      .join('');
    const reading = await new Site({ 'master.m3u8': vod(video(odd)) }).readSelected({});
    expect(reading.urls).toEqual([]);
    expect([...reading.skipped]).toEqual([
      ['that are no URL', 1],
      ['which does not begin with http:// or https://', 1],
      ['whose host is an IP address', 1],
      ['with a port', 1],
    ]);
  });
});

describe('a manifest of a few hundred bytes that names millions of segments', () => {
  const huge = vod(
    video(`<SegmentTemplate duration="1" media="$Number$"/>${representation('v', 1)}`),
    'mediaPresentationDuration="PT1000000S"',
  );

  test('is refused before there is one of them, with how many they are', async () => {
    expect(huge.length).toBeLessThan(500);
    const heapBytes = process.memoryUsage().heapUsed;
    const reading = await new Site({ 'master.m3u8': huge }).readSelected({}, { bounds: { ...defaultBounds, urls: 1000 } });
    expect(process.memoryUsage().heapUsed - heapBytes).toBeLessThan(50e6);
    expect(reading.urls).toEqual([]);
    expect(reading.fault).toEqual({
      reason: 'protocol',
      message: 'the manifest was not followed: it names 1000000 URLs, and no more than 1000 are taken',
    });
  });

  test('is read where so little of it is selected that it fits', async () => {
    const reading = await new Site({ 'master.m3u8': huge }).readSelected({ firstSeconds: 3 }, { bounds: { ...defaultBounds, urls: 3 } });
    expect(beside(reading.urls)).toEqual(['1', '2', '3']);
    expect([...reading.leftOut]).toEqual([['segments after the first 3 s', 999_997]]);
  });

  test('or so long ones that they fill the memory, is refused', async () => {
    const text = vod(
      video(`<SegmentTemplate duration="1" media="${'x'.repeat(8000)}$Number$"/>${representation('v', 1)}`),
      'mediaPresentationDuration="PT90000S"',
    );
    expect((await new Site({ 'master.m3u8': text }).readSelected({})).fault?.message).toBe(
      'the manifest was not followed: the 90000 URLs that it names are longer than 67108864 characters together',
    );
  });
});

test('a large DASH manifest lets others have their turns', async () => {
  let turns = 0;
  const ticking = setInterval(() => (turns += 1), 0);
  const spans = Array.from({ length: 20_000 }, (_, n) => `<S d="${2 + (n % 2)}"/>`).join('');
  const template = `<SegmentTemplate media="$RepresentationID$/$Time$"><SegmentTimeline>${spans}</SegmentTimeline></SegmentTemplate>`;
  const text = vod(video(template + representation('a', 1) + representation('b', 1)));
  const { urls, fault } = await new Site({ 'master.m3u8': text }).readSelected({});
  clearInterval(ticking);
  expect(fault).toBeUndefined();
  expect(urls).toHaveLength(40_000);
  expect(turns).toBeGreaterThan(0);
});
