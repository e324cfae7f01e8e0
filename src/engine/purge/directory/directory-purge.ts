import type { Undone } from '../../../edge/purge/procedure.ts';
import type { Variant } from '../../../tasks/plan.ts';
import type { PurgeMode } from '../../../tasks/purge.ts';
import type { EngineNode } from '../../options.ts';
import { shorten } from '../../shorten.ts';
import type { UrlParts } from '../../url-parts.ts';
import type { Detected } from '../../detect/detection.ts';
import type { Talk } from '../talk.ts';
import type { LocalWays } from './local-ways.ts';

/** A directory that a node is to forget, and all that there is to make it. */
export type DirectoryPurge = {
  readonly talk: Talk;
  readonly node: EngineNode;
  readonly ways: LocalWays;
  readonly target: UrlParts;
  readonly mode: PurgeMode;
  readonly variants: readonly Variant[];
  readonly detect: () => Promise<Detected>;
  /**
   * What had begun before, without headers so far, can't be seen from outside, and is stored once they come. So
   * what deletes what is stored is done a second time after this.
   */
  readonly againMs: number;
};

/** The beginning of the sentence that tells what was done, for a way that can only delete. */
export function deleted({ mode }: DirectoryPurge): string {
  return mode === 'expire' ? 'deleted (the node has no way to expire a directory)' : 'deleted';
}

/** What has to be done on the node's own machine can't be done on this one. */
export function notHere(message: string): Undone {
  return { undone: 'unsupported', message: shorten(message, 400) };
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
