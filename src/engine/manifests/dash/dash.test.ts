import { describe, expect, test } from 'vitest';
import { readMpd, representation, video, vod } from '../testing/mpd.ts';

const numbered = '<SegmentTemplate media="$RepresentationID$/$Number$.m4s" initialization="$RepresentationID$/init.mp4" duration="4"/>';

describe('a manifest with a template', () => {
  test('names the initialization and every segment of each Representation', () => {
    const reading = readMpd(vod(video(numbered + representation('hd', 800_000) + representation('sd', 300_000))));
    expect(reading).toEqual({
      names: ['hd/init.mp4', 'hd/1.m4s', 'hd/2.m4s', 'hd/3.m4s', 'sd/init.mp4', 'sd/1.m4s', 'sd/2.m4s', 'sd/3.m4s'],
      leftOut: {},
      notes: [],
      faults: [],
      announced: 8,
    });
  });

  test('fills in id, bitrate, number and time, with widths, and dollars as they are', () => {
    const template =
      '<SegmentTemplate timescale="10" duration="40" startNumber="7" presentationTimeOffset="100" media="$$/$RepresentationID$/$Bandwidth%08d$/$Number%05d$-$Time$.m4s?a=1&amp;b=2"/>';
    expect(readMpd(vod(video(template + representation('v 1', 800_000)))).names).toEqual([
      '$/v%201/00800000/00007-100.m4s?a=1&b=2',
      '$/v%201/00800000/00008-140.m4s?a=1&b=2',
      '$/v%201/00800000/00009-180.m4s?a=1&b=2',
    ]);
  });

  test('of a duration that is no multiple has a short last segment, and one that is has no segment too many', () => {
    const template = '<SegmentTemplate timescale="30000" duration="60060" media="$Number$.m4s"/>';
    const count = (duration: string): number =>
      readMpd(vod(video(template + representation('v', 1)), `mediaPresentationDuration="${duration}"`)).names.length;
    expect(count('PT20.02S')).toBe(10);
    expect(count('PT20.021S')).toBe(11);
    expect(count('PT0.001S')).toBe(1);
  });

  test('hands attributes down, one by one, to elements of the same kind', () => {
    const inside =
      '<SegmentTemplate timescale="1" duration="6" media="$RepresentationID$-$Number$.m4s" initialization="i.mp4"/>' +
      representation('a', 1) +
      representation('b', 1, '<SegmentTemplate duration="12"/>') +
      representation('c', 1, '<SegmentTemplate startNumber="0" endNumber="0"/>');
    expect(readMpd(vod(video(inside))).names).toEqual(['i.mp4', 'a-1.m4s', 'a-2.m4s', 'i.mp4', 'b-1.m4s', 'i.mp4', 'c-0.m4s']);
  });

  test('that names one file for all segments names it once', () => {
    const reading = readMpd(vod(video(`<SegmentTemplate duration="1" media="$RepresentationID$.mp4"/>${representation('v', 1)}`)));
    expect(reading).toMatchObject({ names: ['v.mp4'], announced: 1 });
  });

  test('without duration and timeline has one segment a Period, and may have an index for each', () => {
    expect(readMpd(vod(video(`<SegmentTemplate media="$Number$.m4s" index="$Number$.sidx"/>${representation('v', 1)}`))).names).toEqual([
      '1.m4s',
      '1.sidx',
    ]);
    const whole = '<SegmentTemplate duration="12" media="$Number$.m4s" index="all.sidx" bitstreamSwitching="switch.mp4"/>';
    expect(readMpd(vod(video(whole + representation('v', 1)))).names).toEqual(['all.sidx', 'switch.mp4', '1.m4s']);
  });
});

describe('a timeline', () => {
  const timed = (spans: string, attributes = '', period = ''): string =>
    vod(
      video(
        `<SegmentTemplate media="$Number$-$Time$" ${attributes}><SegmentTimeline>${spans}</SegmentTimeline></SegmentTemplate>${representation('v', 1)}`,
        period,
      ),
    );

  test('repeats, goes on where the last segment ended, and skips gaps', () => {
    expect(readMpd(timed('<S t="5" d="2" r="1"/><S d="3"/><S t="20" d="1"/>')).names).toEqual(['1-5', '2-7', '3-9', '4-20']);
  });

  test('repeats until the next element, or the end of its Period, where it says -1', () => {
    expect(readMpd(timed('<S t="0" d="2" r="-1"/><S t="5" d="3" r="-1"/>')).names).toEqual(['1-0', '2-2', '3-4', '4-5', '5-8', '6-11']);
    expect(readMpd(timed('<S t="100" d="4" r="-1"/>', 'presentationTimeOffset="100"', 'duration="PT8S"')).names).toEqual([
      '1-100',
      '2-104',
    ]);
  });

  test('in ticks beyond 2^53 stays exact', () => {
    const spans = '<S t="17671680000000001" d="20000001" r="1"/>';
    expect(readMpd(timed(spans, 'timescale="10000000" presentationTimeOffset="17671680000000001"')).names).toEqual([
      '1-17671680000000001',
      '2-17671680020000002',
    ]);
  });

  test('may number its segments itself, and end before it does', () => {
    expect(readMpd(timed('<S n="10" d="1" r="1"/><S n="20" d="1"/>')).names).toEqual(['10-0', '11-1', '20-2']);
    expect(readMpd(timed('<S d="1" r="8"/>', 'endNumber="2"')).names).toEqual(['1-0', '2-1']);
  });
});

describe('a list', () => {
  test('names what stands in it, with initialization and index', () => {
    const list = `<SegmentList duration="6"><Initialization sourceURL="init.mp4"/>
      <SegmentURL media="a.m4s" index="a.idx"/><SegmentURL media="b.m4s" index="b.idx"/></SegmentList>`;
    expect(readMpd(vod(video(representation('v', 1, list)))).names).toEqual(['init.mp4', 'a.m4s', 'a.idx', 'b.m4s', 'b.idx']);
  });

  test('is longer than its Period, if it is', () => {
    const list = '<SegmentList duration="10"><SegmentURL media="a"/><SegmentURL media="b"/><SegmentURL media="c"/></SegmentList>';
    expect(readMpd(vod(video(representation('v', 1, list)))).names).toEqual(['a', 'b', 'c']);
    expect(readMpd(vod(video(representation('v', 1, list))), { firstSeconds: 11 })).toMatchObject({
      names: ['a', 'b'],
      leftOut: { 'segments after the first 11 s': 1 },
    });
  });

  test('whose times nobody knows is taken whole', () => {
    const list = '<SegmentList><SegmentURL media="a"/><SegmentURL media="b"/></SegmentList>';
    expect(readMpd(vod(video(representation('v', 1, list))), { firstSeconds: 1 }).names).toEqual(['a', 'b']);
  });

  test('of byte ranges is the file that they are of, once', () => {
    const list =
      '<BaseURL>all.mp4</BaseURL><SegmentList duration="6"><SegmentURL mediaRange="0-9"/><SegmentURL mediaRange="10-19"/></SegmentList>';
    expect(readMpd(vod(video(representation('v', 1, list))))).toMatchObject({ names: ['all.mp4'], announced: 1 });
  });
});

describe('a Representation that is one file', () => {
  test('is its BaseURL, with an index or without', () => {
    const indexed = '<BaseURL>v.mp4</BaseURL><SegmentBase indexRange="100-199"><Initialization range="0-99"/></SegmentBase>';
    const apart =
      '<BaseURL>w.mp4</BaseURL><SegmentBase><Initialization sourceURL="w.init"/><RepresentationIndex sourceURL="w.sidx"/></SegmentBase>';
    const inside = representation('v', 1, indexed) + representation('w', 1, apart) + representation('x', 1, '<BaseURL>x.vtt</BaseURL>');
    expect(new Set(readMpd(vod(video(inside))).names)).toEqual(new Set(['v.mp4', 'w.init', 'w.sidx', 'w.mp4', 'x.vtt']));
  });

  test('and has none is told, and the others are read', () => {
    const reading = readMpd(vod(video(representation('v', 1) + representation('w', 1, '<BaseURL>w.mp4</BaseURL>'))));
    expect(reading).toMatchObject({ names: ['w.mp4'], faults: ['Representation "v" of Period 1: it has no segments and no BaseURL'] });
  });
});

describe('BaseURLs', () => {
  test('nest, and may lead to another host', () => {
    const text = vod(`<BaseURL>/v1/</BaseURL><Period><BaseURL>p/</BaseURL><AdaptationSet><BaseURL><![CDATA[a/]]></BaseURL>
      ${representation('v', 1, '<BaseURL>r/x?token=1</BaseURL><SegmentTemplate duration="12" media="$Number$.m4s"/>')}
      ${representation('w', 1, '<BaseURL>https://other.example.net/w/</BaseURL><SegmentTemplate duration="12" media="$Number$.m4s"/>')}
    </AdaptationSet></Period>`);
    expect(readMpd(text).names).toEqual(['https://cdn.example.com/v1/p/a/r/1.m4s', 'https://other.example.net/w/1.m4s']);
  });

  test('beside each other: the first is taken, and that is said', () => {
    const text = vod(`<BaseURL>a/</BaseURL><BaseURL>b/</BaseURL><BaseURL>c/</BaseURL>${video(numbered + representation('v', 1))}`);
    const { names, notes } = readMpd(text, { firstSeconds: 1 });
    expect(names).toEqual(['a/v/init.mp4', 'a/v/1.m4s']);
    expect(notes).toEqual(['of several BaseURLs the first is taken (2 others are not)']);
  });
});

describe('Periods', () => {
  const tiny = '<SegmentTemplate duration="5" media="$Number$.m4s"/>';
  const period = (id: string, attributes: string): string =>
    video(`<BaseURL>${id}/</BaseURL>${tiny}${representation('v', 1)}`, `id="${id}" ${attributes}`);

  test('follow each other by their durations, by the next one’s start, and to the end of the whole', () => {
    const text = vod(period('a', 'duration="PT10S"') + period('b', '') + period('c', 'start="PT22S"'), 'mediaPresentationDuration="PT30S"');
    expect(readMpd(text).names).toEqual(['a/1.m4s', 'a/2.m4s', 'b/1.m4s', 'b/2.m4s', 'b/3.m4s', 'c/1.m4s', 'c/2.m4s']);
  });

  test('whose beginning or end nobody can know are told', () => {
    const text = vod(period('a', '') + period('b', ''), '');
    expect(readMpd(text)).toMatchObject({
      names: [],
      faults: ['when Period "b" begins is told nowhere', 'Representation "v" of Period "a": how long it is is told nowhere'],
    });
  });

  test('elsewhere are named, those that come to nothing are not', () => {
    const text = vod(`<Period xlink:href="https://ads.example.net/period.xml" xmlns:xlink="http://www.w3.org/1999/xlink" duration="PT0S"/>
      <Period xlink:href="urn:mpeg:dash:resolve-to-zero:2013" xmlns:xlink="http://www.w3.org/1999/xlink"/>${period('a', 'start="PT0S"')}`);
    expect(readMpd(text)).toMatchObject({
      names: ['a/1.m4s', 'a/2.m4s', 'a/3.m4s'],
      notes: ['1 of its Period elements point elsewhere (xlink:href), which is not followed'],
    });
  });
});

test('what is not read is said: updates, patches, steering, URL parameters', () => {
  const text = vod(`<Location>next.mpd</Location><PatchLocation>patch.mpp</PatchLocation><ContentSteering>steer.json</ContentSteering>
    ${video(`<EssentialProperty schemeIdUri="urn:mpeg:dash:urlparam:2014"/>${numbered}${representation('v', 1)}`)}`);
  expect(readMpd(text).notes).toEqual([
    'the address that it gives for its updates (Location) is not read',
    'patches (PatchLocation) are not read',
    'content steering is not followed',
    'parameters that players add to its URLs (urlparam) are not added',
  ]);
});

describe('templates that no player can fill in are told, by Representation:', () => {
  test.each([
    ['media="$Number.m4s"', 'SegmentTemplate@media has a $ that is not closed: "$Number.m4s"'],
    ['media="$SubNumber$.m4s"', 'SegmentTemplate@media uses $SubNumber$, which is not understood'],
    ['media="$Number%0999999999d$"', 'SegmentTemplate@media uses $Number%0999999999d$, which is not understood'],
    ['media="$Number%0999d$"', 'SegmentTemplate@media asks for numbers of 999 digits'],
    ['media="$Number$" initialization="$Time$"', 'SegmentTemplate@initialization differs by segment'],
    ['media="$Number$" timescale="0"', 'SegmentTemplate@timescale is 0'],
    ['media="$Number$" timescale="1e3"', 'SegmentTemplate@timescale is no number: "1e3"'],
    ['media="$Number$" duration="0"', 'SegmentTemplate@duration is 0'],
    ['media="$Number$" duration="-4"', 'SegmentTemplate@duration is no number: "-4"'],
    ['', 'its SegmentTemplate has no media'],
  ])('%s', (attributes, told) => {
    const fine = representation('fine', 1, '<BaseURL>fine.mp4</BaseURL><SegmentBase/>');
    const text = vod(
      video(
        `${representation('v', 1, `<SegmentTemplate ${attributes.includes('duration') ? '' : 'duration="4"'} ${attributes}/>`)}${fine}`,
      ),
    );
    expect(readMpd(text)).toMatchObject({ names: ['fine.mp4'], faults: [`Representation "v" of Period 1: ${told}`] });
  });
});
