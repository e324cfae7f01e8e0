import type { Command } from 'commander';
import type { Answer } from '../wire/actions.ts';
import { collected, withClientOptions, writeJson, writeLines, type ClientOptions } from './common.ts';
import { widthOf, type Io } from './io.ts';
import { tableLines } from './screen/table.ts';
import { shownTime } from './screen/times.ts';

/** What `pause` and `resume` share: which scope, and what is paused afterwards. */

export type PauseList = Answer<'DescribeUcdnPause'>['PauseList'];
export type ScopeOptions = ClientOptions & { readonly domain?: readonly string[]; readonly node?: readonly string[] };
type Scope = { readonly Domain?: string; readonly Node?: string };

export function withScope(command: Command): Command {
  return withClientOptions(command)
    .option('--domain <name>', 'this domain on every node; may be given several times', collected)
    .option('--node <name>', 'this node for every domain; may be given several times', collected);
}

/** One request each; none given is everything. */
export function scopesOf({ domain = [], node = [] }: ScopeOptions): Scope[] {
  const scopes: Scope[] = [...domain.map((Domain) => ({ Domain })), ...node.map((Node) => ({ Node }))];
  return scopes.length === 0 ? [{}] : scopes;
}

export function tellPauses(list: PauseList, options: ScopeOptions, io: Io): void {
  if (options.json === true) {
    writeJson(io, { PauseList: list });
    return;
  }
  if (list.length === 0) {
    writeLines(io, ['Nothing is paused.']);
    return;
  }
  const columns = [
    { title: 'PAUSED' },
    { title: 'NAME', shrinkTo: 10 },
    { title: 'SINCE', dropAt: 2 },
    { title: 'BY', shrinkTo: 8, dropAt: 1 },
  ];
  const rows = list.map(({ Scope, Name, Since, By }) => [Scope === 'all' ? 'everything' : Scope, Name, shownTime(Since), By]);
  writeLines(io, tableLines(columns, rows, widthOf(io.stdout, io.env)));
}
