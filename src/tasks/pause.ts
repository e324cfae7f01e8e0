/** What an operator has stopped: everything, a domain or a node. Lasts over restarts. */
export type PauseScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'domain'; readonly name: string }
  | { readonly kind: 'node'; readonly name: string };

export type Pause = PauseScope & { readonly atMs: number; readonly by: string };
