import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Selection } from '../selection.ts';
import { namesIn } from './names.ts';
import { playedIn } from './prefetch.ts';
import { HlsScope } from './scope.ts';
import { Variables } from './variables.ts';

const url = 'https://cdn.example.com/show/list.m3u8';

function played(text: string, selection: Selection = {}, scope = new HlsScope(url)) {
  const names: string[] = [];
  const leftOut: Record<string, number> = {};
  const notes: string[] = [];
  for (const finding of playedIn(text, scope, selection)) {
    if (finding.kind === 'name') names.push(finding.isManifest ? `> ${finding.uri}` : String(finding.uri));
    if (finding.kind === 'leftOut') leftOut[finding.what] = finding.count;
    if (finding.kind === 'note') notes.push(finding.text);
  }
  return { names, leftOut, notes };
}

const segments = (count: number, from = 0): string => Array.from({ length: count }, (_, n) => `#EXTINF:6,\n${from + n}.ts\n`).join('');
const vod = (inside: string): string => `#EXTM3U\n#EXT-X-TARGETDURATION:6\n${inside}#EXT-X-ENDLIST\n`;
const live = (inside: string): string => `#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:100\n${inside}`;

describe('the first seconds of a media playlist', () => {
  test('are the segments that play in them, and the rest is counted', () => {
    expect(played(vod(segments(10)), { firstSeconds: 13 })).toEqual({
      names: ['0.ts', '1.ts', '2.ts'],
      leftOut: { 'segments after the first 13 s': 7 },
      notes: [],
    });
    expect(played(vod(segments(10)), { firstSeconds: 12 }).names).toEqual(['0.ts', '1.ts']);
    expect(played(vod(segments(2)), { firstSeconds: 1e9 }).names).toEqual(['0.ts', '1.ts']);
  });

  test('are summed exactly', () => {
    const text = vod(Array.from({ length: 100 }, (_, n) => `#EXTINF:0.1,\n${n}.ts\n`).join(''));
    expect(played(text, { firstSeconds: 3 }).names).toHaveLength(30);
  });

  test('need the keys and maps of their segments, and no others', () => {
    const key = (n: number): string => `#EXT-X-KEY:METHOD=AES-128,URI="k${n}"\n`;
    const text = vod(
      `#EXT-X-MAP:URI="m1"\n${key(1)}${segments(1)}${key(2)}${segments(1, 1)}${key(3)}#EXT-X-MAP:URI="m1"\n${segments(1, 2)}#EXT-X-MAP:URI="m2"\n${segments(1, 3)}`,
    );
    expect(played(text).names).toEqual(['m1', 'k1', '0.ts', 'k2', '1.ts', 'k3', '2.ts', 'm2', '3.ts']);
    expect(played(text, { firstSeconds: 12 })).toEqual({
      names: ['m1', 'k1', '0.ts', 'k2', '1.ts'],
      leftOut: { 'segments after the first 12 s': 2, 'keys and maps that only left-out segments use': 2 },
      notes: [],
    });
  });

  test('need every key of a segment that has several, until there are none', () => {
    const keys = '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="a",KEYFORMAT="x"\n#EXT-X-KEY:METHOD=SAMPLE-AES,URI="b",KEYFORMAT="y"\n';
    expect(played(vod(`${keys}${segments(1)}`), { firstSeconds: 1 }).names).toEqual(['a', 'b', '0.ts']);
    expect(played(vod(`${keys}#EXT-X-KEY:METHOD=NONE\n${segments(1)}`), { firstSeconds: 1 }).names).toEqual(['0.ts']);
  });

  test('of one file are that file, once, which is said', () => {
    const ranges = Array.from({ length: 10 }, (_, n) => `#EXTINF:6,\n#EXT-X-BYTERANGE:1000@${n}000\nall.mp4\n`).join('');
    const { names, leftOut, notes } = played(vod(ranges), { firstSeconds: 6 });
    expect({ names, leftOut }).toEqual({ names: ['all.mp4'], leftOut: {} });
    expect(notes).toEqual(['files of which only a part plays in that time are taken whole']);
  });

  test('begin where EXT-X-START says, from the beginning or the end, also in the playlist that named this one', () => {
    const start = (offset: number): string => `#EXT-X-START:TIME-OFFSET=${offset}\n`;
    expect(played(vod(start(14) + segments(10)), { firstSeconds: 6 })).toMatchObject({
      names: ['2.ts', '3.ts'],
      leftOut: { 'segments before the place where a player starts': 2, 'segments after the first 6 s': 6 },
    });
    expect(played(vod(start(-6) + segments(10)), { firstSeconds: 6 }).names).toEqual(['9.ts']);
    expect(played(vod(start(-600) + segments(10)), { firstSeconds: 6 }).names).toEqual(['0.ts']);
    const parent = new HlsScope(url);
    expect(played(`#EXTM3U\n${start(12)}#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8`, { firstSeconds: 6 }, parent).names).toEqual(['> a.m3u8']);
    expect(played(vod(segments(10)), { firstSeconds: 6 }, new HlsScope(url, parent)).names).toEqual(['2.ts']);
  });
});

describe('the first seconds of a live playlist', () => {
  test('begin three target durations before its end, or where it holds players back', () => {
    expect(played(live(segments(10, 100)), { firstSeconds: 12 })).toMatchObject({
      names: ['107.ts', '108.ts'],
      leftOut: { 'segments before the place where a player starts': 7, 'segments after the first 12 s': 1 },
    });
    const held = `#EXT-X-SERVER-CONTROL:HOLD-BACK=24.0\n${segments(10, 100)}`;
    expect(played(live(held), { firstSeconds: 12 }).names).toEqual(['106.ts', '107.ts']);
    expect(played(live(segments(2, 100)), { firstSeconds: 60 }).names).toEqual(['100.ts', '101.ts']);
    expect(played('#EXTM3U\n1.ts\n2.ts', { firstSeconds: 1 }).names).toEqual(['1.ts', '2.ts']);
  });

  test('of low latency have their parts and what is announced', () => {
    const text = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=3.0,HOLD-BACK=12
#EXT-X-PART-INF:PART-TARGET=1
#EXT-X-MAP:URI="init.mp4"
#EXTINF:4,
1.mp4
#EXTINF:4,
2.mp4
#EXT-X-PART:DURATION=2,URI="3.0.mp4"
#EXT-X-PART:DURATION=2,URI="3.1.mp4",GAP=YES
#EXTINF:4,
3.mp4
#EXT-X-PART:DURATION=2,URI="4.0.mp4"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="4.1.mp4"
`;
    expect(played(text)).toEqual({
      names: ['init.mp4', '1.mp4', '2.mp4', '3.0.mp4', '3.mp4', '4.0.mp4', '4.1.mp4'],
      leftOut: { 'parts marked as gaps': 1 },
      notes: [],
    });
    // 14 s in all, so that a player begins at 2 s.
    expect(played(text, { firstSeconds: 6 })).toMatchObject({
      names: ['init.mp4', '1.mp4', '2.mp4'],
      leftOut: { 'parts after the first 6 s': 3, 'segments after the first 6 s': 1, 'parts marked as gaps': 1 },
    });
  });
});

describe('up to a bitrate', () => {
  const master = `#EXTM3U
#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="session.key"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="low",NAME="en",URI="audio-low.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="high",NAME="en",URI="audio-high.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="nobody",NAME="fr",URI="subs.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=800000,AUDIO="low"
sd.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=3000000,AVERAGE-BANDWIDTH=700000,AUDIO="high"
hd.m3u8
#EXT-X-STREAM-INF:AUDIO="low"
untold.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=90000,URI="i-sd.m3u8"
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1200000,URI="i-hd.m3u8"
#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=9000,URI="thumbs.m3u8"
`;

  test('are variants, I-frames and images, and the renditions that go with these variants', () => {
    expect(played(master, { maxBitrate: 1_000_000 })).toEqual({
      names: ['session.key', '> audio-low.m3u8', '> subs.m3u8', '> sd.m3u8', '> untold.m3u8', '> i-sd.m3u8', '> thumbs.m3u8'],
      leftOut: { 'renditions above 1000000 bit/s': 2, 'renditions that go with none of the variants taken': 1 },
      notes: [],
    });
  });

  test('is the lowest of each kind, with all that have its bitrate, where all are above', () => {
    const text = '#EXTM3U\n' + [900, 500, 500].map((bitrate, n) => `#EXT-X-STREAM-INF:BANDWIDTH=${bitrate}\n${n}.m3u8\n`).join('');
    expect(played(text, { maxBitrate: 100 })).toEqual({
      names: ['> 1.m3u8', '> 2.m3u8'],
      leftOut: { 'renditions above 100 bit/s': 1 },
      notes: ['all variants are above 100 bit/s, and the lowest was taken (500 bit/s)'],
    });
  });
});

test('what is not there, or not followed, is said', () => {
  const text = `#EXTM3U
#EXT-X-CONTENT-STEERING:SERVER-URI="/steering"
#EXT-X-SKIP:SKIPPED-SEGMENTS=20
#EXT-X-DATERANGE:ID="ad",CLASS="com.apple.hls.interstitial",X-ASSET-URI="https://ads.example.net/ad.m3u8"
#EXT-X-GAP
#EXTINF:6,
gap.ts
#EXTINF:6,
1.ts
`;
  expect(played(text)).toEqual({
    names: ['1.ts'],
    leftOut: { 'segments marked as gaps': 1 },
    notes: ['content steering is not followed', 'it is an update that leaves 20 segments out', 'interstitials are not followed'],
  });
});

test('without a selection a prefetch has what a refresh has, but gaps', () => {
  const line = fc.constantFrom(
    '#EXTINF:6,',
    '#EXTINF:-1,',
    '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="g"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g",URI="g.m3u8"',
    '#EXT-X-I-FRAME-STREAM-INF:URI="i.m3u8"',
    '#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1',
    '#EXT-X-PART:DURATION=1,URI="p.mp4"',
    '#EXT-X-PRELOAD-HINT:TYPE=PART,URI="h.mp4"',
    '#EXT-X-DEFINE:NAME="a",VALUE="b"',
    '#EXT-X-START:TIME-OFFSET=5',
    '#EXT-X-SESSION-DATA:DATA-ID="x",URI="d.json"',
    '# nothing',
    '{$a}.ts',
    'a.ts',
    'b.ts',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = ['#EXTM3U', ...lines].join('\n');
      const all = [...namesIn(text, new Variables(url))].map(({ uri, isManifest }) => (isManifest ? `> ${uri}` : String(uri)));
      expect(played(text).names).toEqual(all);
      const some = played(text, { firstSeconds: 7, maxBitrate: 5 }).names;
      expect(all).toEqual(expect.arrayContaining(some));
    }),
    { numRuns: 300 },
  );
});
