/** It has no types: the part that the tests use. */
declare module 'mpd-parser' {
  export type MpdSegment = { readonly resolvedUri: string; readonly map?: { readonly resolvedUri: string } };
  export type MpdPlaylist = { readonly segments?: readonly MpdSegment[] };
  export type MpdGroups = Readonly<Record<string, Readonly<Record<string, { readonly playlists?: readonly MpdPlaylist[] }>>>>;
  export function parse(
    text: string,
    options: { readonly manifestUri: string; readonly NOW?: number },
  ): { readonly playlists: readonly MpdPlaylist[]; readonly mediaGroups: Readonly<Record<string, MpdGroups>> };
}
