import type { Answer } from '../wire/actions.ts';
import { writeJson, writeLines, type JsonOption } from './common.ts';
import { widthOf, type Io } from './io.ts';
import { counted, shownCount } from './screen/quantities.ts';
import { tableLines } from './screen/table.ts';

export type DryRunList = NonNullable<Answer<'PrefetchNewUcdnDomainCache'>['DryRunList']>;

/** Of several submits as if they were one. */
export function summed(lists: readonly DryRunList[]): DryRunList {
  const byNode = new Map<string, DryRunList[number]>();
  for (const entry of lists.flat()) {
    const { Node, Layer, UrlCount, ObjectCount } = entry;
    const known = byNode.get(Node);
    byNode.set(Node, { Node, Layer, UrlCount: UrlCount + (known?.UrlCount ?? 0), ObjectCount: ObjectCount + (known?.ObjectCount ?? 0) });
  }
  return [...byNode.values()];
}

export function tellDryRun(list: DryRunList, taskCount: number, options: JsonOption, io: Io): void {
  if (options.json === true) {
    writeJson(io, { DryRunList: list });
    return;
  }
  const columns = [
    { title: 'NODE', shrinkTo: 10 },
    { title: 'LAYER' },
    { title: 'URLS', align: 'right' },
    { title: 'OBJECTS', align: 'right' },
  ] as const;
  const rows = list.map(({ Node, Layer, UrlCount, ObjectCount }) => [Node, Layer, shownCount(UrlCount), shownCount(ObjectCount)]);
  writeLines(io, tableLines(columns, rows, widthOf(io.stdout, io.env)));
  io.stderr.write(`A dry run: nothing was submitted; it would be ${counted(taskCount, 'task')}.\n`);
}
