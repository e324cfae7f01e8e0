import type * as z from 'zod';
import type { UrlFault } from '../../tasks/url.ts';
import * as fields from '../fields.ts';

/** What a prefetch may say of the manifests among its URLs. None of it is the vendor's. */
export const manifestOptions = {
  ParseManifest: fields
    .flag(
      'Ours. Read the HLS playlists and DASH manifests among the URLs once a node has them, and warm what they name as URLs of the same task, live ones as they are at that moment. A URL that is no manifest is warmed alone. Default: false.',
    )
    .optional(),
  FirstSeconds: fields
    .natural(
      'Ours, with ParseManifest. Only the first seconds of each rendition; of a live one from where somebody begins who tunes in now. Default: all.',
      { min: 1 },
    )
    .optional(),
  MaxBitrate: fields
    .natural(
      'Ours, with ParseManifest. Only renditions of at most so many bits per second; where all are above, the lowest. Default: all.',
      { min: 1 },
    )
    .optional(),
};

export type ManifestFlags = { ParseManifest?: boolean | undefined; FirstSeconds?: number | undefined; MaxBitrate?: number | undefined };

export function refuseSelectionAlone({ ParseManifest, FirstSeconds, MaxBitrate }: ManifestFlags, context: z.RefinementCtx): void {
  if (ParseManifest === true) return;
  const params: UrlFault = { what: 'without ParseManifest', accepted: 'a number with ParseManifest=true only' };
  for (const [name, value] of Object.entries({ FirstSeconds, MaxBitrate }))
    if (value !== undefined) context.addIssue({ code: 'custom', path: [name], params });
}
