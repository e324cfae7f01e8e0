import { Variables } from './variables.ts';

/** What one playlist hands down to those that it names. */
export class HlsScope {
  readonly variables: Variables;
  /** EXT-X-START: where players start, from the beginning, or if negative from the end. */
  startUs: number | undefined;

  /** `parent`: of the playlist that named this one. */
  constructor(playlistUrl: string, parent?: HlsScope) {
    this.variables = new Variables(playlistUrl, parent?.variables);
    this.startUs = parent?.startUs;
  }
}
