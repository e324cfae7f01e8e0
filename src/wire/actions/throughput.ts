import * as z from 'zod';
import { defineAction, projectId } from '../action.ts';
import { bigCountOut, intOut, listOut, textOut, timeOut } from '../answerfields.ts';
import * as fields from '../fields.ts';

const groupings = ['all', 'node', 'domain'] as const;

const period = z.object({
  BeginTime: timeOut('When it begins.'),
  Bytes: bigCountOut('Body bytes that came.'),
  SuccessCount: intOut('URLs that a node was made to hold, by URL and node.'),
  FailureCount: intOut('URLs that it could not be made to.'),
  UnknowCount: intOut('URLs of which that can not be known.'),
  HitCount: intOut('Of SuccessCount: those that the node had already. Of domains with verify: off none is known.'),
  PurgeCount: intOut('URLs that a node was made to forget.'),
  PurgeFailureCount: intOut('URLs that it could not be made to forget.'),
});

const series = z.object({
  Name: textOut('Of the node or domain; empty for all together.'),
  PeriodList: listOut(period, 'In the order of time, those without anything too; the last one is still going on.'),
});

export const throughput = defineAction({
  name: 'DescribeUcdnThroughput',
  summary:
    "Tells what came of the work for a project's domains within the last hour, in periods. Kept in memory only: a restart begins anew.",
  isQuery: true,
  isExtension: true,
  request: z.object({
    ProjectId: projectId(),
    PeriodSeconds: fields.natural('How long each period is; rounded up to a multiple of 30.', { min: 30, max: 600 }).default(60),
    By: fields.oneOf(groupings, 'Whether it is told for all together, or for each node or domain that had any.').default('all'),
    Domain: fields.text('Only of this domain.').optional(),
    Node: fields.text('Only of this node.').optional(),
  }),
  response: z.object({
    SinceTime: timeOut('From when on it was counted: the last hour at most, and not what was before the start of the server.'),
    PeriodSeconds: intOut('How long each period is.'),
    SeriesList: listOut(series, 'By name.'),
  }),
});
