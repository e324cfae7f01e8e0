import { describe, expect, test } from 'vitest';
import { formatOf } from './format.ts';

const plain = { url: 'https://cdn.example.com/a' };

describe('which manifest it is, its beginning tells, whatever it is called:', () => {
  test.each([
    ['a playlist', '#EXTM3U\n', 'hls'],
    ['with a byte order mark', '\ufeff\n#EXTM3U', 'hls'],
    ['an MPD', '<MPD>', 'dash'],
    ['closed at once', '<MPD/>', 'dash'],
    ['with all that XML allows before it', '\ufeff <?xml version="1.0"?>\n<!-- <html> --><?x y?>\n<!---->\n<MPD xmlns="x">', 'dash'],
    ['with a prefix', '<dash:MPD xmlns:dash="x">', 'dash'],
  ])('%s', (_what, text, format) => {
    expect(formatOf(text, plain)).toEqual({ format });
    expect(formatOf(text, { url: 'https://cdn.example.com/a.jpg', contentType: 'image/jpeg' })).toEqual({ format });
  });
});

describe('what is neither is told, by what it was meant to be:', () => {
  const neither = 'what came is neither an HLS playlist (#EXTM3U in the first line) nor a DASH manifest (an MPD element): ';
  const noDash = 'what came is no DASH manifest (an MPD element): ';
  const noHls = 'what came is no HLS playlist (#EXTM3U in the first line): ';
  test.each([
    ['', {}, `${neither}it is empty`],
    [' \n', { url: 'https://cdn.example.com/a.mpd?x=1' }, `${noDash}it is empty`],
    ['<html>', { url: 'https://cdn.example.com/a.MPD' }, `${noDash}it begins with "<html>"`],
    ['<html>', { contentType: 'Application/Dash+XML; charset=utf-8' }, `${noDash}it begins with "<html>"`],
    ['<html>', { contentType: 'application/vnd.apple.mpegurl', url: 'https://cdn.example.com/a.mpd' }, `${noHls}it begins with "<html>"`],
    ['<html>', { url: 'https://cdn.example.com/a.m3u8' }, `${noHls}it begins with "<html>"`],
    ['{"a":"<MPD>"}', {}, `${neither}it begins with "{"a":"<MPD>"}"`],
    ['<MPDs>', {}, `${neither}it begins with "<MPDs>"`],
    ['<!-- <MPD>', {}, `${neither}it begins with "<!-- <MPD>"`],
    ['<!DOCTYPE html><MPD>', {}, `${neither}it begins with "<!DOCTYPE html><MPD>"`],
    ['<SmoothStreamingMedia MajorVersion="2">', {}, `${neither}it is a Smooth Streaming manifest, which is not read`],
  ])('%j', (text, hints, unknown) => {
    expect(formatOf(text, { ...plain, ...hints })).toEqual({ unknown });
  });

  test('behind a DOCTYPE nobody looks, so that DASH is what was to be DASH', () => {
    expect(formatOf('<!DOCTYPE MPD><MPD>', { ...plain, contentType: 'application/dash+xml' })).toEqual({ format: 'dash' });
  });

  test('in one pass, however long it is', () => {
    for (const piece of ['<!-- --> ', '<?x?>', ' ', '<!--', '<?', '<'])
      expect(formatOf(piece.repeat(2_000_000), plain)).toHaveProperty('unknown');
  });
});
