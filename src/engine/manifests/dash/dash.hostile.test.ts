import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { live, readMpd, representation, video, vod } from '../testing/mpd.ts';
import { readDash } from './dash.ts';

const fine = vod(video(`<SegmentTemplate duration="12" media="$Number$"/>${representation('v', 1)}`));

describe('hostile XML is refused with a sentence:', () => {
  test.each([
    ['a DTD', `<!DOCTYPE MPD>${fine.slice(fine.indexOf('<MPD'))}`, 'it has a DOCTYPE, which is not read'],
    [
      'a billion laughs',
      `<!DOCTYPE MPD [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><MPD>&c;</MPD>`,
      'it has a DOCTYPE, which is not read',
    ],
    ['an external entity', '<!DOCTYPE MPD [<!ENTITY x SYSTEM "file:///etc/passwd">]><MPD>&x;</MPD>', 'it has a DOCTYPE, which is not read'],
    ['an external DTD', '<!DOCTYPE MPD SYSTEM "http://169.254.169.254/x.dtd"><MPD/>', 'it has a DOCTYPE, which is not read'],
    ['entities without a DTD', '<MPD>&copy;</MPD>', 'it is no well-formed XML (line:column: what): 1:11: undefined entity.'],
    ['deep nesting', `<MPD>${'<a>'.repeat(100_000)}`, 'elements nest in it more than 32 deep'],
    ['an attribute of 5 MB', `<MPD a="${'x'.repeat(5_000_000)}"/>`, 'an attribute in it is longer than 65536 characters'],
    [
      'many attributes',
      `<MPD ${Array.from({ length: 300_000 }, (_, n) => `a${n}=""`).join(' ')}/>`,
      'an element in it has more than 64 attributes',
    ],
    ['a BaseURL of 5 MB', `<MPD><BaseURL>${'x'.repeat(5_000_000)}</BaseURL></MPD>`, 'a BaseURL in it is longer than 8192 characters'],
    ['bytes that are no UTF-8', `<MPD>\ufffd</MPD>`, 'it is not UTF-8'],
    ['another encoding', '<?xml version="1.0" encoding="GB18030"?><MPD a="中"/>', 'it is not UTF-8, but GB18030'],
    ['a NUL', '<MPD>\0</MPD>', 'it is no well-formed XML (line:column: what): 1:6: disallowed character.'],
    ['no end', '<MPD><Period>', 'it is no well-formed XML (line:column: what): 1:13: unclosed tag: Period'],
    ['two roots', '<MPD/><MPD/>', 'it is no well-formed XML (line:column: what): 1:11: documents may contain only one root.'],
    ['another root', '<html/>', 'it has no MPD element'],
    ['hundreds of thousands of elements', `<MPD>${'<Period/>'.repeat(200_001)}</MPD>`, 'it has more than 200000 elements'],
    [
      'half a million spans',
      `<MPD><Period><SegmentTemplate><SegmentTimeline>${'<S d="1"/>'.repeat(500_001)}</SegmentTimeline></SegmentTemplate></Period></MPD>`,
      'it has more than 500000 S elements',
    ],
  ])('%s', (_what, text, told) => {
    expect(readMpd(text)).toMatchObject({ names: [], faults: [`whole: ${told}`] });
  });

  test('another encoding is no matter where all is ASCII, and neither are prefixes and what others add', () => {
    const named = readMpd(fine.replace('UTF-8', 'ISO-8859-1')).names;
    expect(named).toEqual(['1']);
    const prefixed = fine.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1d:').replace('xmlns=', 'xmlns:d=');
    expect(readMpd(prefixed.replace('<d:Period ', '<x:Period><d:Period/></x:Period><d:Period ')).names).toEqual(['1']);
  });
});

describe('values that make no sense are refused with a sentence:', () => {
  test.each([
    ['<S d="0"/>', 'an S element in it has no duration (S@d)'],
    ['<S/>', 'an S element in it has no duration (S@d)'],
    [`<S d="${'9'.repeat(60_000)}"/>`, `S@d is no number: "${'9'.repeat(29)}…"`],
    ['<S d="1" t="1.5"/>', 'S@t is no number: "1.5"'],
    ['<S d="1" r="x"/>', 'S@r is no number: "x"'],
  ])('%#', (span, told) => {
    const text = vod(
      video(`<SegmentTemplate media="$Time$"><SegmentTimeline>${span}</SegmentTimeline></SegmentTemplate>${representation('v', 1)}`),
    );
    expect(readMpd(text).faults).toEqual([`whole: ${told}`]);
  });

  test.each([
    ['mediaPresentationDuration="12"', 'MPD@mediaPresentationDuration is no duration: "12"'],
    ['mediaPresentationDuration="PT"', 'MPD@mediaPresentationDuration is no duration: "PT"'],
  ])('%s', (attribute, told) => {
    expect(readMpd(vod(video(representation('v', 1)), attribute)).faults).toEqual([`whole: ${told}`]);
  });
});

describe('what is huge is known before it is made:', () => {
  test.each([
    ['a duration', '<SegmentTemplate duration="1" timescale="1000000" media="$Number$"/>', 12_000_000],
    [
      'a repeat',
      '<SegmentTemplate media="$Time$"><SegmentTimeline><S d="1" r="99999999999999999999"/></SegmentTimeline></SegmentTemplate>',
      1e20,
    ],
    [
      'a repeat to the end',
      '<SegmentTemplate timescale="4000000000" media="$Time$"><SegmentTimeline><S d="1" r="-1"/></SegmentTimeline></SegmentTemplate>',
      48e9,
    ],
  ])('%s', (_what, template, announced) => {
    const text = vod(video(template + representation('v', 1)));
    expect(text.length).toBeLessThan(600);
    const taken = firstFindings(text);
    expect(taken).toMatchObject({ announced });
  });

  test('more steps than any manifest takes are refused', () => {
    const spans = '<S d="1"/>'.repeat(20_000);
    const many = Array.from({ length: 251 }, (_, n) => representation(`v${n}`, 1)).join('');
    const text = vod(video(`<SegmentTemplate media="$Time$"><SegmentTimeline>${spans}</SegmentTimeline></SegmentTemplate>${many}`));
    expect(readMpd(text)).toMatchObject({ names: [], faults: ['whole: more than 5000000 steps do not suffice to count its segments'] });
  });

  test('ten thousands of siblings are looked through in no time', () => {
    const set = `<AdaptationSet>${representation('v', 1)}</AdaptationSet>`;
    const text = vod(`<Period>${set.repeat(30_000)}<SegmentTemplate media="v" duration="12"/></Period>`);
    expect(readMpd(text).announced).toBe(30_000);
  });
});

/** As far as they are announced: all of them would fill the memory. */
function firstFindings(text: string): { announced: number | undefined } {
  for (const finding of readDash(text, { url: 'https://cdn.example.com/a.mpd', selection: {}, wallMs: 0 })) {
    if (finding.kind === 'announced') return { announced: finding.names };
  }
  return { announced: undefined };
}

test('whatever a manifest is spoiled to, it is read or refused', () => {
  const whole = live(
    `<BaseURL>a/</BaseURL>${video(
      `<SegmentTemplate timescale="10" media="$Number%05d$-$Time$" initialization="i" presentationTimeOffset="5" availabilityTimeOffset="1">
       <SegmentTimeline><S t="0" d="20" r="3"/><S d="30" r="-1"/></SegmentTimeline></SegmentTemplate>${representation('v', 1)}`,
      'start="PT0S"',
    )}`,
  );
  const spoiled = fc
    .array(
      fc.tuple(
        fc.nat(whole.length),
        fc.nat(12),
        fc.constantFrom('', '"', '<', '>', '/', '&', '$', '-', '9', '0', '99999999999999999999', 'INF', 'PT'),
      ),
      {
        minLength: 1,
        maxLength: 4,
      },
    )
    .map((edits) => edits.reduce((text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length), whole));
  const selections = fc.constantFrom({}, { firstSeconds: 5 }, { maxBitrate: 1 });
  fc.assert(
    fc.property(spoiled, selections, (text, selection) => {
      const findings = readDash(text, { url: 'https://cdn.example.com/a.mpd', selection, wallMs: Date.parse('2026-01-01T12:01:00Z') });
      const some = findings.take(1000).toArray();
      const refusals = some.filter((finding) => finding.kind === 'fault' && finding.isWhole).length;
      const announcements = some.filter(({ kind }) => kind === 'announced').length;
      expect(refusals + announcements).toBe(1);
    }),
    { numRuns: 2000 },
  );
});
