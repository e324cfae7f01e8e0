import hlsParser from 'hls-parser';
import { describe, expect, test } from 'vitest';
import { isPlaylist, namesIn } from './names.ts';
import { Variables } from './variables.ts';

const { parse, setOptions, types } = hlsParser;
setOptions({ silent: true });

const playlistUrl = 'https://cdn.example.com/show/list.m3u8?token=a%2Fb+c&empty=';

function names(text: string, variables = new Variables(playlistUrl)): string[] {
  return [...namesIn(text, variables)].map(({ uri = '(undefined)', isManifest }) => (isManifest ? `> ${uri}` : uri));
}

describe('a master playlist', () => {
  const master = `#EXTM3U
#EXT-X-VERSION:7
#EXT-X-INDEPENDENT-SEGMENTS

#EXT-X-SESSION-KEY:METHOD=SAMPLE-AES,URI="https://keys.example.com/1.key",KEYFORMAT="identity"
#EXT-X-SESSION-DATA:DATA-ID="com.example.lyrics",URI="lyrics.json"
#EXT-X-SESSION-DATA:DATA-ID="com.example.title",LANGUAGE="en",VALUE="URI=\\"no.json\\""
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",LANGUAGE="zh",NAME="普通话",DEFAULT=YES,URI="audio/zh.m3u8"
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac",LANGUAGE="en",NAME="Director's cut, long",URI="audio/en.m3u8"
#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="unused",LANGUAGE="fr",NAME="Français",URI="subs/fr.m3u8"
#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="CC1",INSTREAM-ID="CC1"
# a comment that names "nothing.ts"
#EXT-X-STREAM-INF:BANDWIDTH=1280000,CODECS="mp4a.40.2,avc1.4d401e",RESOLUTION=640x360,AUDIO="aac"
360p.m3u8
#EXT-X-STREAM-INF:BANDWIDTH=2560000,AUDIO="aac"
# between the tag and its URI
/abs/720p.m3u8
#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=86000,URI="iframes.m3u8"
#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=9000,URI="thumbs.m3u8"
`;

  test('names its variants, renditions and I-frame playlists, which are read on, its session keys and data, which are not', () => {
    expect(names(master)).toEqual([
      'https://keys.example.com/1.key',
      'lyrics.json',
      '> audio/zh.m3u8',
      '> audio/en.m3u8',
      '> subs/fr.m3u8',
      '> 360p.m3u8',
      '> /abs/720p.m3u8',
      '> iframes.m3u8',
      '> thumbs.m3u8',
    ]);
  });

  test('is read alike with CRLF, a byte order mark, and blanks around its lines', () => {
    const dressed = `\ufeff${master.replaceAll('\n', '  \r\n')}`;
    expect(isPlaylist(dressed)).toBe(true);
    expect(names(dressed)).toEqual(names(master));
  });
});

describe('a media playlist', () => {
  test('names its segments, keys and maps', () => {
    const media = `#EXTM3U
#EXT-X-TARGETDURATION:6
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="init.mp4",BYTERANGE="720@0"
#EXT-X-KEY:METHOD=AES-128,URI="k/1.key",IV=0x000102030405060708090A0B0C0D0E0F
#EXT-X-KEY:METHOD=SAMPLE-AES,URI="skd://2",KEYFORMAT="com.apple.streamingkeydelivery"
#EXTINF:6.006,第一集 100% of "it"
seg-1.m4s
#EXT-X-KEY:METHOD=NONE
#EXT-X-BYTERANGE:1000@0
#EXTINF:6
all.m4s
#EXT-X-BYTERANGE:1000
#EXTINF:6,
all.m4s
#EXT-X-GAP
#EXTINF:6,
gap.m4s
#EXT-X-ENDLIST
`;
    expect(names(media)).toEqual(['init.mp4', 'k/1.key', 'skd://2', 'seg-1.m4s', 'all.m4s', 'all.m4s', 'gap.m4s']);
  });

  test('of low latency names its parts and hints too, but no playlist in its rendition reports', () => {
    const live = `#EXTM3U
#EXT-X-TARGETDURATION:4
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0
#EXT-X-PART-INF:PART-TARGET=0.33
#EXT-X-MEDIA-SEQUENCE:266
#EXTINF:4.0,
s266.mp4
#EXT-X-PART:DURATION=0.33,URI="s267.0.mp4",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.33,URI="s267.1.mp4"
#EXTINF:4.0,
s267.mp4
#EXT-X-PART:DURATION=0.33,URI="s268.mp4",BYTERANGE="2000@0"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s268.mp4",BYTERANGE-START=2000
#EXT-X-PRELOAD-HINT:TYPE=MAP,URI="next-init.mp4"
#EXT-X-RENDITION-REPORT:URI="../1M/wait.m3u8",LAST-MSN=268,LAST-PART=2
#EXT-X-PREFETCH:s269.mp4
`;
    expect(names(live)).toEqual(['s266.mp4', 's267.0.mp4', 's267.1.mp4', 's267.mp4', 's268.mp4', 's268.mp4', 'next-init.mp4', 's269.mp4']);
  });

  test('without its tags is still a list of URIs', () => {
    expect(names('#EXTM3U\na.ts\n\nb.ts')).toEqual(['a.ts', 'b.ts']);
  });
});

describe('variables', () => {
  test('are filled in: defined, from the query, and imported from the playlist that named this one', () => {
    const parent = new Variables(playlistUrl);
    expect(names('#EXTM3U\n#EXT-X-DEFINE:NAME="host",VALUE="https://media.example.com"\n', parent)).toEqual([]);
    const text = `#EXTM3U
#EXT-X-DEFINE:IMPORT="host"
#EXT-X-DEFINE:NAME="base",VALUE="{$host}/v1"
#EXT-X-DEFINE:QUERYPARAM="token"
#EXT-X-MAP:URI="{$base}/init.mp4"
#EXTINF:4,{$base}
{$base}/1.ts?t={$token}&u={$token}
{$missing}/2.ts
{$}/3.ts`;
    expect(names(text, new Variables(playlistUrl, parent))).toEqual([
      'https://media.example.com/v1/init.mp4',
      'https://media.example.com/v1/1.ts?t=a/b+c&u=a/b+c',
      '(undefined)',
      '{$}/3.ts',
    ]);
  });

  test('that hold each other’s values fill no memory', () => {
    const doubling = Array.from({ length: 60 }, (_, n) => `#EXT-X-DEFINE:NAME="v${n + 1}",VALUE="{$v${n}}{$v${n}}"`).join('\n');
    expect(names(`#EXTM3U\n#EXT-X-DEFINE:NAME="v0",VALUE="0123456789"\n${doubling}\n{$v3}\n{$v60}`)).toEqual([
      '0123456789'.repeat(8),
      '(undefined)',
    ]);
  });
});

describe('what is no playlist', () => {
  test.each([
    ['nothing', '', false],
    ['blank', ' \r\n', false],
    ['an error page', '<!DOCTYPE html><html>', false],
    ['JSON', '{"error":"#EXTM3U"}', false],
    ['a longer word', '#EXTM3U8\na.ts', false],
    ['a comment before the tag', '# x\n#EXTM3U\na.ts', false],
    ['the tag alone', '#EXTM3U', true],
    ['the tag with attributes', '#EXTM3U x-tvg-url="x"\na.ts', true],
    ['blank lines before the tag', '\n\n#EXTM3U\n', true],
  ])('%s: %#', (_what, text, is) => {
    expect(isPlaylist(text)).toBe(is);
  });
});

describe('whatever hls-parser sees in a playlist that it can read is seen here:', () => {
  test('variants and renditions', () => {
    const entries = Array.from(
      { length: 50 },
      (_, n) =>
        `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="g${n}",NAME="n",URI="a${n}.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="g${n}"\nv${n}.m3u8\n`,
    );
    const text = `#EXTM3U\n${entries.join('')}`;
    const parsed = parse(text);
    const told =
      parsed instanceof types.MasterPlaylist ? parsed.variants.flatMap(({ uri, audio }) => [`> ${audio[0]?.uri}`, `> ${uri}`]) : [];
    expect(told).toHaveLength(100);
    expect(names(text)).toEqual(told);
  });

  test('segments, parts, keys and maps', () => {
    const entries = Array.from(
      { length: 50 },
      (_, n) =>
        `#EXT-X-MAP:URI="m${n}.mp4"\n#EXT-X-KEY:METHOD=AES-128,URI="k${n}"\n#EXT-X-PART:DURATION=1,URI="p${n}.mp4"\n#EXTINF:6,title\n${n}.ts\n`,
    );
    const text = `#EXTM3U\n#EXT-X-TARGETDURATION:6\n${entries.join('')}`;
    const parsed = parse(text);
    const told =
      parsed instanceof types.MediaPlaylist
        ? parsed.segments.flatMap(({ uri, key, map, parts }) => [map.uri, key?.uri, parts[0]?.uri, uri])
        : [];
    expect(told).toHaveLength(200);
    expect(names(text)).toEqual(told);
  });
});
