import * as z from 'zod';
import { layers } from '../../tasks/plan.ts';
import { defaultPriority, greatestPriority } from '../../tasks/priority.ts';
import { safeHeaders } from '../../tasks/requestheader.ts';
import type { UrlFault } from '../../tasks/url.ts';
import { bigCountOut, intOut, listOut, textOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

/** What both submits take beside their URLs. None of it is the vendor's. */
export const submitOptions = {
  Priority: fields
    .natural(
      `Ours. How urgent it is among the tasks of the project: ${greatestPriority} goes first, and overtakes on each node what is less urgent. Other projects' turns are not touched. Default: ${defaultPriority}.`,
      { max: greatestPriority },
    )
    .optional(),
  ClientToken: fields
    .shortText(
      'Ours. A name that the caller gives this submit: sent again by the same key within a day it answers the same TaskId; with anything else in it, it is refused (607).',
      128,
    )
    .optional(),
  Comment: fields.shortText('Ours. For people: shown where the task is.', 256).optional(),
  Nodes: fields
    .texts('Ours. Only these of the nodes that serve the domains. With NodeRegion and NodeLayer: those for which all holds.')
    .optional(),
  NodeRegion: fields.text('Ours. Only nodes of this region, as the configuration calls it.').optional(),
  NodeLayer: fields.oneOf(layers, 'Ours. Only nodes of this layer: mid (shields) or edge.').optional(),
  AfterTaskId: fields
    .text(
      'Ours. Start only when this task of the project, of either kind, has ended in success. If it ends otherwise, this one ends as failure, reason cancelled.',
    )
    .optional(),
  Header: fields
    .requestHeaders(
      `Ours. Request headers, each as Name: value, set in every variant of the domain; of a refresh in variants beside them. Accepted names: ${safeHeaders.join(', ')}.`,
    )
    .optional(),
  DryRun: fields
    .flag(
      'Ours. Only tell what would be done on which nodes: refusals are as usual, nothing is stored or counted, TaskId is empty. Default: false.',
    )
    .optional(),
  DryRunSizes: fields
    .flag(
      'Ours, with DryRun, and of a refresh with Type=file only. Tell sizes as well, as nodes know them: they are asked in ways that fill no cache, at most 500 URLs and for some 10 s. Default: false.',
    )
    .optional(),
};

type DryRunFlags = { DryRun?: boolean | undefined; DryRunSizes?: boolean | undefined };

/** What a submit may not say together. */
export function refuseTogether({ DryRun, DryRunSizes }: DryRunFlags, context: z.RefinementCtx): void {
  if (DryRunSizes !== true || DryRun === true) return;
  const params: UrlFault = { what: 'without DryRun', accepted: 'true with DryRun=true only' };
  context.addIssue({ code: 'custom', path: ['DryRunSizes'], params });
}

const dryRunNode = z.object({
  Node: textOut('Name of the node.'),
  Layer: z.enum(layers).meta({ description: 'Either mid (a shield, before the edges) or edge.' }),
  UrlCount: intOut('How many URLs it would get or forget, repetitions left out.'),
  ObjectCount: intOut('The same with each variant counted.'),
  SizeBytes: bigCountOut(
    'With DryRunSizes: the bytes of those objects whose size is known. What a prefetch would get counts as this node has it, else as another node or the origin has it; what a refresh would forget as this node has it.',
  ).optional(),
  UnsizedCount: intOut('With DryRunSizes: how many objects are not in SizeBytes.').optional(),
  UnsizedBecause: textOut('Why not, of the first of them that was asked for; absent when there is none.').optional(),
});

export const submitAnswer = z.object({
  TaskId: textOut('Names the task in all later calls; empty after DryRun.'),
  DryRunList: listOut(dryRunNode, 'With DryRun: what each node would do. Absent otherwise.').optional(),
  ManifestUrlCount: intOut(
    'With DryRun and ParseManifest: how many of the URLs would be looked into. What the manifests among them name is in no count.',
  ).optional(),
  UnaskedUrlCount: intOut('With DryRunSizes: for how many URLs no node was asked, since they are too many or time ran out.').optional(),
});
