import { describe, expect, test } from 'vitest';
import { live, readMpd, representation, video } from '../testing/mpd.ts';

const at = (time: string): string => `2026-01-01T12:${time}Z`;
const numbered = '<SegmentTemplate media="$Number$" initialization="init" startNumber="0" duration="4"/>';
const channel = live(video(numbered + representation('v', 1), 'start="PT0S"'));

describe('a live manifest with numbers', () => {
  test('names the segments that are whole, and not older than it keeps them', () => {
    // 60 s in, segments 0 to 14 are whole; the last 20 s are 10 to 14.
    expect(readMpd(channel, {}, at('01:00')).names).toEqual(['init', '10', '11', '12', '13', '14']);
    // A second earlier the last one is not, and 9 is still in part within.
    expect(readMpd(channel, {}, at('00:59.999')).names).toEqual(['init', '9', '10', '11', '12', '13']);
  });

  test('names nothing before it begins, and its initialization once it has', () => {
    expect(readMpd(channel, {}, '2026-01-01T11:59:59Z')).toMatchObject({ names: [], notes: ['nothing of it is available at this moment'] });
    expect(readMpd(channel, {}, at('00:03')).names).toEqual(['init']);
    expect(readMpd(channel, {}, at('00:04')).names).toEqual(['init', '0']);
  });

  test('names nothing once it is over', () => {
    const ended = live(
      video(numbered + representation('v', 1), 'start="PT0S"'),
      'timeShiftBufferDepth="PT20S" availabilityEndTime="2026-01-01T12:00:30Z"',
    );
    expect(readMpd(ended, {}, at('00:29')).names).toHaveLength(6);
    expect(readMpd(ended, {}, at('00:31'))).toMatchObject({ names: [], notes: ['nothing of it is available at this moment'] });
  });

  test('that gives segments out early, on one level or several, has more of them', () => {
    const early = (seconds: string): string[] =>
      readMpd(
        live(
          `<BaseURL availabilityTimeOffset="1">x/</BaseURL>${video(`<SegmentTemplate media="$Number$" startNumber="0" duration="4" availabilityTimeOffset="${seconds}"/>${representation('v', 1)}`, 'start="PT0S"')}`,
        ),
        {},
        at('01:00'),
      ).names;
    expect(early('2.5').at(-1)).toBe('x/14');
    expect(early('3').at(-1)).toBe('x/15');
    // Ever earlier without an end is now.
    expect(early('INF').at(-1)).toBe('x/14');
  });

  test('of two Periods names what is there of each, and skips one that has no time yet', () => {
    const period = (id: string, attributes: string): string =>
      video(`<BaseURL>${id}/</BaseURL>${numbered}${representation('v', 1)}`, `id="${id}" ${attributes}`);
    const text = live(period('a', 'start="PT0S"') + period('b', 'start="PT50S"') + period('later', ''));
    expect(readMpd(text, {}, at('01:00'))).toMatchObject({
      names: ['a/init', 'a/10', 'a/11', 'a/12', 'b/init', 'b/0', 'b/1'],
      notes: ['Period "later" is announced without a time, and is not read'],
    });
    // When the first is out of the window, its initialization is, too.
    expect(readMpd(text, {}, at('02:00')).names[0]).toBe('b/init');
  });

  test('without an origin of its time can’t be read', () => {
    const text = channel.replace(/availabilityStartTime="[^"]*"/, '');
    expect(readMpd(text).faults).toEqual(['whole: it is live and has no availabilityStartTime']);
  });
});

describe('a live manifest with a timeline', () => {
  const timeline = (spans: string, attributes?: string): string =>
    live(
      video(
        `<SegmentTemplate timescale="10" media="$Time$" presentationTimeOffset="1000"><SegmentTimeline>${spans}</SegmentTimeline></SegmentTemplate>${representation('v', 1)}`,
        'start="PT0S"',
      ),
      attributes,
    );

  test('names what stands in it and is there, and says how much is not', () => {
    // Six segments of 10 s; the first is over for more than 20 s, the last is not whole.
    expect(readMpd(timeline('<S t="1000" d="100" r="5"/>'), {}, at('00:50'))).toMatchObject({
      names: ['1300', '1400'],
      leftOut: { 'segments that are not available at this moment': 4 },
    });
  });

  test('that repeats without an end repeats until now', () => {
    expect(readMpd(timeline('<S t="1000" d="40" r="-1"/>'), {}, at('00:30')).names).toEqual(['1080', '1120', '1160', '1200', '1240']);
  });
});

describe('the first seconds of a live manifest', () => {
  test('begin where a player begins: behind now by what the manifest suggests', () => {
    expect(readMpd(channel, { firstSeconds: 4 }, at('01:00'))).toMatchObject({
      names: ['init', '13'],
      leftOut: { 'segments before the place where a player starts': 3, 'segments after the first 4 s': 1 },
    });
    expect(readMpd(channel, { firstSeconds: 60 }, at('01:00')).names).toEqual(['init', '13', '14']);
  });

  test.each([
    [
      'the latency that it aims at',
      'timeShiftBufferDepth="PT40S"',
      '<ServiceDescription id="0"><Latency target="16000"/></ServiceDescription>',
      '11',
    ],
    ['three segments', 'timeShiftBufferDepth="PT40S" maxSegmentDuration="PT4S"', '', '12'],
    ['4 s at least', 'timeShiftBufferDepth="PT40S" maxSegmentDuration="PT1S"', '', '14'],
    ['the oldest that is there', 'timeShiftBufferDepth="PT20S" suggestedPresentationDelay="PT1H"', '', '10'],
  ])('or else by %s', (_what, attributes, more, first) => {
    const text = live(more + video(numbered + representation('v', 1), 'start="PT0S"'), attributes);
    expect(readMpd(text, { firstSeconds: 4 }, at('01:00')).names).toEqual(['init', first]);
  });

  test('are the last that there are where the encoder lags behind its own clock', () => {
    const lagging = live(
      video(
        `<SegmentTemplate media="$Time$"><SegmentTimeline><S t="0" d="4" r="9"/></SegmentTimeline></SegmentTemplate>${representation('v', 1)}`,
        'start="PT0S"',
      ),
      'timeShiftBufferDepth="PT1H" suggestedPresentationDelay="PT8S"',
    );
    expect(readMpd(lagging, { firstSeconds: 60 }, at('10:00')).names).toEqual(['32', '36']);
  });
});
