/** What a manifest names. */
export type Named = {
  readonly kind: 'name';
  /** As it stands there; undefined where a variable in it is not defined. */
  readonly uri: string | undefined;
  /** What it is relative to, where that is not the manifest's own URL. */
  readonly base?: string;
  /** It is a manifest of the same presentation, to be read in its turn. */
  readonly isManifest: boolean;
};

/**
 * What reading one manifest brings, in the order in which it comes. All of a format is behind one generator of these,
 * so that nothing is held in memory that nobody asked for, and whoever reads may stop at any of them.
 */
export type Finding =
  | Named
  /** So much of it is not taken: by the selection, or since no player would ask for it now. `what` is in the plural. */
  | { readonly kind: 'leftOut'; readonly what: string; readonly count: number }
  /** What was not followed, or was taken in another thing's place; a clause. It is no fault of the manifest. */
  | { readonly kind: 'note'; readonly text: string }
  /** What can't be read: the whole manifest, or a part that the clause names. */
  | { readonly kind: 'fault'; readonly message: string; readonly isWhole: boolean }
  /** Before they are named: how many names will follow, and how long they are together. */
  | { readonly kind: 'announced'; readonly names: number; readonly characters: number }
  | Pause;

/** Work was done for some milliseconds, and nothing found. */
export type Pause = { readonly kind: 'pause' };

export type Findings = Generator<Finding, void>;
