import { describe, expect, test } from 'vitest';
import { readMpd, representation, video, vod } from '../testing/mpd.ts';

const template = '<SegmentTemplate media="$RepresentationID$/$Number$.m4s" initialization="$RepresentationID$/init.mp4" duration="4"/>';

describe('the first seconds', () => {
  test('are the segments that play in them, and what comes after is counted', () => {
    const text = vod(video(template + representation('hd', 2) + representation('sd', 1)), 'mediaPresentationDuration="PT40S"');
    expect(readMpd(text, { firstSeconds: 5 })).toMatchObject({
      names: ['hd/init.mp4', 'hd/1.m4s', 'hd/2.m4s', 'sd/init.mp4', 'sd/1.m4s', 'sd/2.m4s'],
      leftOut: { 'segments after the first 5 s': 16 },
      announced: 6,
    });
    expect(readMpd(text, { firstSeconds: 4 }).names).toHaveLength(4);
  });

  test('of a long one cost no more than they are', () => {
    const text = vod(video(template + representation('v', 2)), 'mediaPresentationDuration="P1000Y"');
    expect(readMpd(text, { firstSeconds: 4 })).toMatchObject({ announced: 2, leftOut: { 'segments after the first 4 s': 7_883_999_999 } });
  });

  test('may be more than there are', () => {
    for (const firstSeconds of [12, 1e6, 1e300, Infinity]) {
      expect(readMpd(vod(video(template + representation('v', 2))), { firstSeconds })).toMatchObject({ announced: 4, leftOut: {} });
    }
  });

  test('are of the whole, not of each Period', () => {
    const period = (id: string): string => video(`<BaseURL>${id}/</BaseURL>${template}${representation('v', 1)}`, 'duration="PT8S"');
    expect(readMpd(vod(period('a') + period('b') + period('c')), { firstSeconds: 10 })).toMatchObject({
      names: ['a/v/init.mp4', 'a/v/1.m4s', 'a/v/2.m4s', 'b/v/init.mp4', 'b/v/1.m4s'],
      leftOut: { 'segments after the first 10 s': 3 },
    });
  });

  test('of a timeline are by its own clock', () => {
    const timeline = `<SegmentTemplate timescale="10" presentationTimeOffset="1000" media="$Time$"><SegmentTimeline>
      <S t="1000" d="30"/><S d="50" r="3"/></SegmentTimeline></SegmentTemplate>`;
    expect(readMpd(vod(video(timeline + representation('v', 1))), { firstSeconds: 9 })).toMatchObject({
      names: ['1000', '1030', '1080'],
      leftOut: { 'segments after the first 9 s': 2 },
    });
  });

  test('of one file are all of it, which is said', () => {
    const file = (name: string): string => representation(name, 1, `<BaseURL>${name}.mp4</BaseURL><SegmentBase indexRange="0-9"/>`);
    expect(readMpd(vod(video(file('a'), 'duration="PT6S"') + video(file('b'), 'duration="PT6S"')), { firstSeconds: 5 })).toMatchObject({
      names: ['a.mp4'],
      leftOut: { 'files that play outside of that time': 1 },
      notes: ['renditions that are one file are taken whole'],
    });
  });
});

describe('up to a bitrate', () => {
  const sets = (...inside: string[]): string => vod(`<Period>${inside.map((set) => set.replace('>', `>${template}`)).join('')}</Period>`);

  test('are the Representations at it or below, and the others are counted', () => {
    const text = sets(
      `<AdaptationSet>${representation('hd', 3000) + representation('md', 2000) + representation('sd', 1000)}</AdaptationSet>`,
    );
    const reading = readMpd(text, { maxBitrate: 2000 });
    expect(reading.names.filter((name) => name.endsWith('init.mp4'))).toEqual(['md/init.mp4', 'sd/init.mp4']);
    expect(reading).toMatchObject({ leftOut: { 'renditions above 2000 bit/s': 1 }, notes: [] });
  });

  test('is the lowest of each kind and language where all are above, which is said', () => {
    const text = sets(
      `<AdaptationSet contentType="video">${representation('hd', 3000) + representation('sd', 1000)}</AdaptationSet>`,
      `<AdaptationSet mimeType="audio/mp4" lang="zh">${representation('zh', 128)}</AdaptationSet>`,
      `<AdaptationSet mimeType="audio/mp4" lang="en">${representation('en', 900) + representation('en5', 1200)}</AdaptationSet>`,
    );
    const reading = readMpd(text, { maxBitrate: 500, firstSeconds: 1 });
    expect(reading.names.filter((name) => name.endsWith('init.mp4'))).toEqual(['sd/init.mp4', 'zh/init.mp4', 'en/init.mp4']);
    expect(reading.notes).toEqual([
      'all video renditions are above 500 bit/s, and the lowest was taken (1000 bit/s)',
      'all audio renditions are above 500 bit/s, and the lowest was taken (900 bit/s)',
    ]);
    expect(reading.leftOut['renditions above 500 bit/s']).toBe(2);
  });

  test('needs nothing of a set of 4K that stands beside one of less, and leaves trick modes out of it', () => {
    const text = sets(
      `<AdaptationSet contentType="video">${representation('uhd', 15_000)}</AdaptationSet>`,
      `<AdaptationSet contentType="video"><Role schemeIdUri="urn:mpeg:dash:role:2011" value="main"/>${representation('hd', 3000)}</AdaptationSet>`,
      `<AdaptationSet contentType="video"><EssentialProperty schemeIdUri="http://dashif.org/guidelines/trickmode" value="1"/>${representation('trick', 100)}</AdaptationSet>`,
    );
    const inits = (maxBitrate: number): string[] => readMpd(text, { maxBitrate }).names.filter((name) => name.endsWith('init.mp4'));
    expect(inits(4000)).toEqual(['hd/init.mp4', 'trick/init.mp4']);
    expect(inits(1000)).toEqual(['hd/init.mp4', 'trick/init.mp4']);
  });

  test('takes what tells no bitrate', () => {
    const text = sets('<AdaptationSet contentType="text"><Representation id="t"/></AdaptationSet>');
    expect(readMpd(text, { maxBitrate: 1 }).names).toHaveLength(4);
  });
});
