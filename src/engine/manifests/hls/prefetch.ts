import type { Findings } from '../finding.ts';
import { LeftOut } from '../left-out.ts';
import type { Selection } from '../selection.ts';
import { attribute } from './attribute-list.ts';
import { linesOf } from './lines.ts';
import { namedByTag } from './names.ts';
import { Renditions } from './renditions.ts';
import type { HlsScope } from './scope.ts';
import { Segments } from './segments.ts';
import { surveyOf } from './survey.ts';
import { windowOf } from './window.ts';

/**
 * What players ask for of an HLS playlist, as far as it is selected. Other than `namesIn`, which names all that a refresh
 * has to forget, it leaves out gaps (which are not there), and keys and maps that no taken segment uses. One pass
 * to know what there is, one to choose.
 */
export function* playedIn(text: string, scope: HlsScope, { firstSeconds, maxBitrate }: Selection): Findings {
  const survey = surveyOf(text);
  yield { kind: 'pause' };
  scope.startUs = survey.startUs ?? scope.startUs;
  const leftOut = new LeftOut();
  const renditions = new Renditions(survey, maxBitrate, leftOut);
  const segments = new Segments(windowOf(survey, scope.startUs, firstSeconds), firstSeconds, leftOut);
  let variant: boolean | undefined;
  for (const { tag, value } of linesOf(text)) {
    if (tag === undefined) {
      const uri = scope.variables.filled(value);
      if (variant === undefined) yield* segments.segment({ kind: 'name', uri, isManifest: false });
      else if (variant) yield { kind: 'name', uri, isManifest: true };
      variant = undefined;
      continue;
    }
    const named = namedByTag(tag, value, scope.variables);
    if (tag === 'EXT-X-STREAM-INF') variant = renditions.takesNext('variant');
    else if (tag === 'EXT-X-DEFINE') scope.variables.define(value);
    else if (tag === 'EXTINF') segments.lasts(value);
    else if (tag === 'EXT-X-GAP') segments.isGap();
    else if (tag === 'EXT-X-KEY') segments.key(value, named);
    else if (tag === 'EXT-X-MAP') segments.map(named);
    else if (!isTaken(tag, value, renditions)) continue;
    else if (named === undefined) yield* notFollowed(tag, value);
    else if (partTags.has(tag)) yield* segments.part(named, value);
    else yield named;
  }
  yield* segments.notes();
  yield* renditions.notes();
  yield* leftOut.findings();
}

const partTags: ReadonlySet<string> = new Set(['EXT-X-PART', 'EXT-X-PRELOAD-HINT', 'EXT-X-PREFETCH']);

function isTaken(tag: string, value: string, renditions: Renditions): boolean {
  if (tag === 'EXT-X-MEDIA') return renditions.takesMedia(value);
  if (tag === 'EXT-X-I-FRAME-STREAM-INF') return renditions.takesNext('iFrame');
  return tag === 'EXT-X-IMAGE-STREAM-INF' ? renditions.takesNext('image') : true;
}

function* notFollowed(tag: string, value: string): Findings {
  if (tag === 'EXT-X-CONTENT-STEERING') yield { kind: 'note', text: 'content steering is not followed' };
  if (tag === 'EXT-X-SKIP') {
    yield { kind: 'note', text: `it is an update that leaves ${attribute(value, 'SKIPPED-SEGMENTS') ?? 'some'} segments out` };
  }
  if (tag === 'EXT-X-DATERANGE' && (attribute(value, 'X-ASSET-URI') ?? attribute(value, 'X-ASSET-LIST')) !== undefined) {
    yield { kind: 'note', text: 'interstitials are not followed' };
  }
}
