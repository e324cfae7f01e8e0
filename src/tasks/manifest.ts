/**
 * What a prefetch wants of the manifests (HLS playlists, DASH MPDs) among its URLs: what they name is warmed with them. Absent: all
 * that players ask for now.
 */
export type ManifestOrder = {
  /** Only the first seconds of each rendition; of a live one from where somebody begins who tunes in now. From 1 on. */
  readonly firstSeconds?: number;
  /** Only renditions of at most so many bits per second; if all are above, the lowest. From 1 on. */
  readonly maxBitrate?: number;
  /** What may be warmed for them, as `UrlPrefixes.lists`: what the key that submitted it is held to. */
  readonly within?: readonly (readonly string[])[];
};
