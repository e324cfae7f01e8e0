import type { Answer } from '../wire/actions.ts';
import { writeJson, writeLines, type JsonOption } from './common.ts';
import { widthOf, type Io } from './io.ts';
import { counted, shownBytes, shownCount } from './screen/quantities.ts';
import { tableLines, type Column } from './screen/table.ts';
import { printable } from './screen/text.ts';

export type DryRunList = NonNullable<Answer<'PrefetchNewUcdnDomainCache'>['DryRunList']>;

/** What dry runs told, of several submits as if they were one. */
export type DryRunTold = Pick<Answer<'PrefetchNewUcdnDomainCache'>, 'UnaskedUrlCount' | 'ManifestUrlCount'> & {
  readonly DryRunList: DryRunList;
};

export function summed(answers: readonly Answer<'PrefetchNewUcdnDomainCache'>[]): DryRunTold {
  const byNode = new Map<string, DryRunList[number]>();
  for (const entry of answers.flatMap(({ DryRunList = [] }) => DryRunList)) {
    const known = byNode.get(entry.Node);
    byNode.set(entry.Node, known === undefined ? entry : both(known, entry));
  }
  const unasked = answers.flatMap(({ UnaskedUrlCount }) => UnaskedUrlCount ?? []);
  const lookedInto = answers.flatMap(({ ManifestUrlCount }) => ManifestUrlCount ?? []);
  return {
    DryRunList: [...byNode.values()],
    ...(unasked.length > 0 && { UnaskedUrlCount: unasked.reduce((sum, count) => sum + count, 0) }),
    ...(lookedInto.length > 0 && { ManifestUrlCount: lookedInto.reduce((sum, count) => sum + count, 0) }),
  };
}

function both(known: DryRunList[number], more: DryRunList[number]): DryRunList[number] {
  const { SizeBytes, UnsizedCount = 0, UnsizedBecause = more.UnsizedBecause } = known;
  return {
    ...known,
    UrlCount: known.UrlCount + more.UrlCount,
    ObjectCount: known.ObjectCount + more.ObjectCount,
    ...(SizeBytes !== undefined && {
      SizeBytes: String(BigInt(SizeBytes) + BigInt(more.SizeBytes ?? 0)),
      UnsizedCount: UnsizedCount + (more.UnsizedCount ?? 0),
    }),
    ...(UnsizedBecause !== undefined && { UnsizedBecause }),
  };
}

export function tellDryRun(told: DryRunTold, taskCount: number, options: JsonOption, io: Io): void {
  if (options.json === true) {
    writeJson(io, told);
    return;
  }
  const { DryRunList: list, UnaskedUrlCount = 0, ManifestUrlCount } = told;
  const hasSizes = list.some(({ SizeBytes }) => SizeBytes !== undefined);
  const columns: readonly Column[] = [
    { title: 'NODE', shrinkTo: 10 },
    { title: 'LAYER' },
    { title: 'URLS', align: 'right' },
    { title: 'OBJECTS', align: 'right' },
    ...(hasSizes
      ? ([
          { title: 'BYTES', align: 'right' },
          { title: 'UNSIZED', align: 'right' },
        ] as const)
      : []),
  ];
  writeLines(
    io,
    tableLines(
      columns,
      list.map((entry) => cells(entry, hasSizes)),
      widthOf(io.stdout, io.env),
    ),
  );
  for (const { Node, UnsizedBecause } of list)
    if (UnsizedBecause !== undefined) io.stderr.write(`${Node}: sizes are not all known: ${printable(UnsizedBecause)}\n`);
  if (UnaskedUrlCount > 0)
    io.stderr.write(`No node was asked for ${counted(UnaskedUrlCount, 'URL')}: they were too many, or it took too long.\n`);
  if (ManifestUrlCount !== undefined)
    io.stderr.write(`${counted(ManifestUrlCount, 'URL')} would be looked into; what the manifests among them name comes on top.\n`);
  io.stderr.write(`A dry run: nothing was submitted; it would be ${counted(taskCount, 'task')}.\n`);
}

function cells({ Node, Layer, UrlCount, ObjectCount, SizeBytes, UnsizedCount = 0 }: DryRunList[number], hasSizes: boolean): string[] {
  const sizes = hasSizes ? [shownBytes(Number(SizeBytes ?? 0)), shownCount(UnsizedCount)] : [];
  return [Node, Layer, shownCount(UrlCount), shownCount(ObjectCount), ...sizes];
}
