import * as fc from 'fast-check';
import { parse, type MpdPlaylist } from 'mpd-parser';
import { expect, test } from 'vitest';
import { live, readMpd, vod } from '../testing/mpd.ts';

const manifestUri = 'https://cdn.example.com/show/list.mpd';

/** What mpd-parser finds, apart from order. */
function told(text: string, now?: string): string[] {
  const { playlists, mediaGroups } = parse(text, { manifestUri, ...(now !== undefined && { NOW: Date.parse(now) }) });
  const audio = Object.values(mediaGroups['AUDIO'] ?? {}).flatMap((group) => Object.values(group));
  const all: MpdPlaylist[] = [...playlists, ...audio.flatMap((rendition) => rendition.playlists ?? [])];
  const urls = all.flatMap(({ segments = [] }) =>
    segments.flatMap(({ resolvedUri, map }) => [resolvedUri, ...(map === undefined ? [] : [map.resolvedUri])]),
  );
  return distinct(urls.map((url) => url.replace('https://cdn.example.com/show/', '')));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

const representations = fc.uniqueArray(
  fc.record({ id: fc.stringMatching(/^[a-z]{1,4}$/), bandwidth: fc.integer({ min: 1, max: 9_000_000 }) }),
  {
    minLength: 1,
    maxLength: 4,
    selector: ({ id }) => id,
  },
);
const media = fc.constantFrom(
  '$RepresentationID$/$Number$.m4s',
  '$RepresentationID$/$Bandwidth$/$Number%06d$.m4s',
  'x/$RepresentationID$-$Number%03d$.m4s?t=1',
);

/** A Period with a set of video and one of audio, which have ids of their own. */
function twoSets(template: string, list: readonly { id: string; bandwidth: number }[], period = ''): string {
  const set = (kind: string, codecs: string): string =>
    `<AdaptationSet mimeType="${kind}/mp4" lang="en" segmentAlignment="true">${template}${list
      .map(
        ({ id, bandwidth }) => `<Representation id="${kind}-${id}" bandwidth="${bandwidth}" codecs="${codecs}" width="640" height="360"/>`,
      )
      .join('')}</AdaptationSet>`;
  return `<Period ${period}><BaseURL>base/</BaseURL>${set('video', 'avc1.64001f')}${set('audio', 'mp4a.40.2')}</Period>`;
}

test('numbered segments are those that mpd-parser finds', () => {
  const settings = fc.record({
    media,
    representations,
    startNumber: fc.integer({ min: 0, max: 100 }),
    timescale: fc.constantFrom(1, 1000, 90_000),
    segmentS: fc.integer({ min: 1, max: 10 }),
    lengthS: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(settings, ({ media, representations, startNumber, timescale, segmentS, lengthS }) => {
      const template = `<SegmentTemplate media="${media}" initialization="$RepresentationID$/init.mp4" startNumber="${startNumber}" timescale="${timescale}" duration="${segmentS * timescale}"/>`;
      const text = vod(twoSets(template, representations), `mediaPresentationDuration="PT${lengthS}S"`);
      const { names, announced, faults } = readMpd(text);
      expect(faults).toEqual([]);
      expect(distinct(names)).toEqual(told(text));
      expect(announced).toBe(names.length);
    }),
    { numRuns: 100 },
  );
});

test('segments of a timeline are those that mpd-parser finds', () => {
  const spans = fc.array(
    fc.record({ gap: fc.constantFrom(0, 0, 0, 7), duration: fc.integer({ min: 1, max: 100 }), repeats: fc.integer({ min: 0, max: 5 }) }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(spans, representations, fc.boolean(), (spans, representations, isLastEndless) => {
      let time = 10;
      const elements = spans.map(({ gap, duration, repeats }, at) => {
        const t = at === 0 || gap > 0 ? ` t="${time + gap}"` : '';
        time += gap + duration * (repeats + 1);
        return `<S${t} d="${duration}" r="${repeats}"/>`;
      });
      const last = isLastEndless ? '<S d="10" r="-1"/>' : '';
      const template = `<SegmentTemplate timescale="10" media="$RepresentationID$/$Time$-$Number$" initialization="$RepresentationID$"><SegmentTimeline>${elements.join('')}${last}</SegmentTimeline></SegmentTemplate>`;
      const text = vod(twoSets(template, representations), `mediaPresentationDuration="PT${Math.ceil(time / 10) + 20}S"`);
      expect(distinct(readMpd(text).names)).toEqual(told(text));
    }),
    { numRuns: 100 },
  );
});

test('live segments are those that mpd-parser finds', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 30, max: 5000 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 10, max: 30 }),
      (sinceS, segmentS, bufferS) => {
        const template = `<SegmentTemplate media="$RepresentationID$-$Number$" initialization="$RepresentationID$" startNumber="0" duration="${segmentS}"/>`;
        const text = live(twoSets(template, [{ id: 'v', bandwidth: 1 }], 'start="PT0S"'), `timeShiftBufferDepth="PT${bufferS}S"`);
        const now = new Date(Date.parse('2026-01-01T12:00:00Z') + sinceS * 1000).toISOString();
        expect(distinct(readMpd(text, {}, now).names)).toEqual(told(text, now));
      },
    ),
    { numRuns: 100 },
  );
});
