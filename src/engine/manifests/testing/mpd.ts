import { readDash } from '../dash/dash.ts';
import type { Finding } from '../finding.ts';
import type { Selection } from '../selection.ts';

const url = 'https://cdn.example.com/show/list.mpd';

export type MpdReading = {
  /** As URLs; without `https://cdn.example.com/show/` where they begin with it. */
  names: string[];
  leftOut: Record<string, number>;
  notes: string[];
  faults: string[];
  announced: number;
};

/** Reads a manifest as if it came from `https://cdn.example.com/show/list.mpd`. */
export function readMpd(text: string, selection: Selection = {}, now = '2026-01-01T00:00:00Z'): MpdReading {
  const reading: MpdReading = { names: [], leftOut: {}, notes: [], faults: [], announced: 0 };
  for (const finding of readDash(text, { url, selection, wallMs: Date.parse(now) })) note(reading, finding);
  return reading;
}

function note(reading: MpdReading, finding: Finding): void {
  if (finding.kind === 'leftOut') reading.leftOut[finding.what] = finding.count;
  else if (finding.kind === 'note') reading.notes.push(finding.text);
  else if (finding.kind === 'fault') reading.faults.push(finding.isWhole ? `whole: ${finding.message}` : finding.message);
  else if (finding.kind === 'announced') reading.announced = finding.names;
  else if (finding.kind === 'name') {
    const resolved = URL.parse(finding.uri ?? '', finding.base)?.href ?? `not a URL: ${finding.uri}`;
    reading.names.push(resolved.replace('https://cdn.example.com/show/', ''));
  }
}

/** A manifest that is not live, 12 s long unless it says otherwise. */
export function vod(inside: string, attributes = 'mediaPresentationDuration="PT12S"'): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" minBufferTime="PT2S" profiles="urn:mpeg:dash:profile:isoff-live:2011" ${attributes}>
${inside}
</MPD>`;
}

/** A live one that began at noon, and keeps 20 s. */
export function live(inside: string, attributes = 'timeShiftBufferDepth="PT20S" suggestedPresentationDelay="PT8S"'): string {
  return `<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="dynamic" availabilityStartTime="2026-01-01T12:00:00Z" publishTime="2026-01-01T12:00:00Z"
  minimumUpdatePeriod="PT2S" minBufferTime="PT2S" profiles="urn:mpeg:dash:profile:isoff-live:2011" ${attributes}>
${inside}
</MPD>`;
}

/** One Period with one AdaptationSet of video. */
export function video(inside: string, period = ''): string {
  return `<Period ${period}><AdaptationSet contentType="video" mimeType="video/mp4">${inside}</AdaptationSet></Period>`;
}

export function representation(id: string, bandwidth: number, inside = ''): string {
  return `<Representation id="${id}" bandwidth="${bandwidth}">${inside}</Representation>`;
}
