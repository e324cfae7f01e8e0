import { attribute } from './attribute-list.ts';
import { linesOf } from './lines.ts';

export type SurveyedVariant = {
  readonly bitrate: number | undefined;
  /** Of renditions that go with it: `AUDIO:group`. */
  readonly groups: readonly string[];
};

/** What must be known of a playlist before anything can be chosen from it. Times in whole µs, so that sums are exact. */
export type Survey = {
  readonly variants: readonly SurveyedVariant[];
  /** BANDWIDTH of each, in order. */
  readonly iFrames: readonly (number | undefined)[];
  readonly images: readonly (number | undefined)[];
  /** All segments, and the parts after the last of them. */
  readonly totalUs: number;
  /** Nothing will be added: not live. */
  readonly isEnded: boolean;
  /** The target duration, or that of the longest segment where that is more. */
  readonly targetUs: number;
  readonly holdBackUs: number | undefined;
  readonly startUs: number | undefined;
};

export const renditionTypes = ['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'] as const;

export function surveyOf(text: string): Survey {
  const variants: SurveyedVariant[] = [];
  const iFrames: (number | undefined)[] = [];
  const images: (number | undefined)[] = [];
  let totalUs = 0;
  let partsUs = 0;
  let isEnded = false;
  let targetUs = 0;
  let holdBackUs: number | undefined;
  let startUs: number | undefined;
  for (const { tag, value } of linesOf(text)) {
    if (tag === undefined) partsUs = 0;
    else if (tag === 'EXTINF') {
      totalUs += durationUs(value);
      targetUs = Math.max(targetUs, durationUs(value));
    } else if (tag === 'EXT-X-PART') partsUs += durationUs(attribute(value, 'DURATION'));
    else if (tag === 'EXT-X-STREAM-INF') variants.push({ bitrate: bitrateOf(value), groups: groupsOf(value) });
    else if (tag === 'EXT-X-I-FRAME-STREAM-INF') iFrames.push(bitrateOf(value));
    else if (tag === 'EXT-X-IMAGE-STREAM-INF') images.push(bitrateOf(value));
    else if (tag === 'EXT-X-ENDLIST' || (tag === 'EXT-X-PLAYLIST-TYPE' && value === 'VOD')) isEnded = true;
    else if (tag === 'EXT-X-TARGETDURATION') targetUs = Math.max(targetUs, durationUs(value));
    else if (tag === 'EXT-X-SERVER-CONTROL') holdBackUs = offsetUs(attribute(value, 'HOLD-BACK'));
    else if (tag === 'EXT-X-START') startUs = offsetUs(attribute(value, 'TIME-OFFSET'));
  }
  return { variants, iFrames, images, totalUs: totalUs + partsUs, isEnded, targetUs, holdBackUs, startUs };
}

/** Of EXTINF (`6.006,title`) and alike; nonsense lasts no time. */
export function durationUs(text: string | undefined): number {
  return Math.max(0, offsetUs(text) ?? 0);
}

function offsetUs(text: string | undefined): number | undefined {
  const seconds = Number.parseFloat(text ?? '');
  return Number.isFinite(seconds) ? Math.round(Math.max(-longestS, Math.min(seconds, longestS)) * 1e6) : undefined;
}

/** A month, so that sums of any number of them stay exact. */
const longestS = 31 * 86_400;

function bitrateOf(attributes: string): number | undefined {
  const bitrate = Number.parseInt(attribute(attributes, 'BANDWIDTH') ?? '', 10);
  return Number.isNaN(bitrate) ? undefined : bitrate;
}

function groupsOf(attributes: string): string[] {
  return renditionTypes.flatMap((type) => {
    const group = attribute(attributes, type);
    return group === undefined ? [] : [`${type}:${group}`];
  });
}
