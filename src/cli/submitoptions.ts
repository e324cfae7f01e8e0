import { InvalidArgumentError, Option, type Command } from 'commander';
import { layers, type Layer } from '../tasks/plan.ts';
import { defaultPriority, greatestPriority } from '../tasks/priority.ts';
import { safeHeaders } from '../tasks/requestheader.ts';
import type { RequestInput } from '../wire/actions.ts';
import { collected } from './common.ts';

/** What `prefetch` and `refresh` may say of a submit beside its URLs. */

export type AroundOptions = {
  readonly priority?: number;
  readonly comment?: string;
  readonly node?: readonly string[];
  readonly region?: string;
  readonly layer?: Layer;
  readonly after?: string;
  readonly header?: readonly string[];
};

export function withAround(command: Command): Command {
  return command
    .option(
      '--priority <0-9>',
      `how urgent among the project's tasks: ${greatestPriority} goes first (default: ${defaultPriority})`,
      readPriority,
    )
    .option('--comment <text>', 'for people: shown where the task is')
    .option('--node <name>', 'only this node of those that serve the domains; may be given several times', collected)
    .option('--region <region>', 'only nodes of this region')
    .addOption(new Option('--layer <layer>', 'only shields, or only edges').choices(layers))
    .option('--after <id>', 'start only when this task has ended in success')
    .option('--header <header>', `a request header as "Name: value", of ${safeHeaders.join(', ')}; may be given several times`, collected);
}

/** As parameters of either submit. */
export function aroundOf(options: AroundOptions): Partial<RequestInput<'PrefetchNewUcdnDomainCache'>> {
  const { priority, comment, node, region, layer, after, header } = options;
  return {
    Priority: priority,
    Comment: comment,
    Nodes: node === undefined ? undefined : [...node],
    NodeRegion: region,
    NodeLayer: layer,
    AfterTaskId: after,
    Header: header === undefined ? undefined : [...header],
  };
}

function readPriority(text: string): number {
  if (/^\d$/.test(text)) return Number(text);
  throw new InvalidArgumentError(`Accepted: 0 to ${greatestPriority}.`);
}
